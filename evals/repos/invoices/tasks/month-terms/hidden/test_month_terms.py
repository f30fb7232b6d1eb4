import contextlib
import io
import tempfile
import unittest
from datetime import date
from pathlib import Path

from invoicing.cli import main
from invoicing.customer import Customer
from invoicing.dates import add_months
from invoicing.terms import Terms
from tests.examples import invoice


class MonthTermsTest(unittest.TestCase):
    def due(self, months, issued):
        return invoice(issued=issued, customer=Customer("c", "C", terms=Terms(months=months))).due

    def test_february_of_a_leap_year(self):
        self.assertEqual(date(2024, 2, 29), self.due(1, date(2024, 1, 31)))
        self.assertEqual(date(2024, 2, 29), self.due(1, date(2024, 1, 30)))

    def test_february_of_another_year(self):
        self.assertEqual(date(2023, 2, 28), self.due(1, date(2023, 1, 31)))
        self.assertEqual(date(2023, 2, 28), self.due(1, date(2023, 1, 29)))

    def test_a_month_of_thirty_days(self):
        self.assertEqual(date(2024, 9, 30), self.due(1, date(2024, 8, 31)))

    def test_the_end_of_a_year_lies_between(self):
        self.assertEqual(date(2025, 2, 28), self.due(2, date(2024, 12, 31)))
        self.assertEqual(date(2025, 2, 28), add_months(date(2024, 2, 29), 12))

    def test_days_that_the_later_month_has_stay(self):
        self.assertEqual(date(2024, 3, 30), self.due(2, date(2024, 1, 30)))
        self.assertEqual(date(2024, 3, 31), self.due(2, date(2024, 1, 31)))
        self.assertEqual(date(2024, 2, 15), self.due(1, date(2024, 1, 15)))

    def test_the_list_is_printed(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as output:
            file = ["--file", str(Path(folder, "a.json")), "--today", "2024-02-01"]
            self.assertEqual(0, main([*file, "customer", "add", "acme", "Acme", "--terms", "1 month"]))
            self.assertEqual(0, main([*file, "new", "acme", "--date", "2024-01-31", "--line", "Work; 1; 10"]))
            self.assertEqual(0, main([*file, "list"]))
        self.assertEqual("2024-0001  acme  2024-02-29  12.00  12.00  open", output.getvalue().splitlines()[-1])
