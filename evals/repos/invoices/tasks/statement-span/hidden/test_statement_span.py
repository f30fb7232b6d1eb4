import contextlib
import io
import tempfile
import unittest
from datetime import date
from pathlib import Path

from invoicing.cli import main
from invoicing.errors import InvoicingError
from invoicing.money import Money
from invoicing.statement import statement
from invoicing.store import Store
from tests.examples import ACME, ZOE, invoice

FEBRUARY, MARCH = date(2024, 2, 1), date(2024, 3, 1)


class StatementSpanTest(unittest.TestCase):
    def setUp(self):
        first = invoice("2024-0001", "100", date(2024, 1, 10)).with_payment(date(2024, 2, 1), Money(2000))
        second = invoice("2024-0002", "50", date(2024, 2, 29)).with_payment(MARCH, Money(1000))
        self.invoices = [first, second, invoice("2024-0003", "9", FEBRUARY, ZOE)]

    def entries(self, *span):
        found = statement(ACME, self.invoices, *span)
        return [(str(each.day), each.text, str(each.amount), str(each.balance)) for each in found]

    def test_without_days_nothing_changes(self):
        self.assertEqual([
            ("2024-01-10", "Invoice 2024-0001", "120.00", "120.00"),
            ("2024-02-01", "Payment of 2024-0001", "-20.00", "100.00"),
            ("2024-02-29", "Invoice 2024-0002", "60.00", "160.00"),
            ("2024-03-01", "Payment of 2024-0002", "-10.00", "150.00"),
        ], self.entries())

    def test_both_days_belong_to_it(self):
        self.assertEqual([
            ("2024-02-01", "Brought forward", "0.00", "120.00"),
            ("2024-02-01", "Payment of 2024-0001", "-20.00", "100.00"),
            ("2024-02-29", "Invoice 2024-0002", "60.00", "160.00"),
        ], self.entries(FEBRUARY, date(2024, 2, 29)))

    def test_from_a_day(self):
        self.assertEqual([
            ("2024-03-01", "Brought forward", "0.00", "160.00"),
            ("2024-03-01", "Payment of 2024-0002", "-10.00", "150.00"),
        ], self.entries(MARCH))

    def test_until_a_day(self):
        self.assertEqual([("2024-01-10", "Invoice 2024-0001", "120.00", "120.00")], self.entries(None, date(2024, 1, 31)))

    def test_nothing_before_it_is_told_as_well(self):
        self.assertEqual([("2023-01-01", "Brought forward", "0.00", "0.00")], self.entries(date(2023, 1, 1), date(2023, 1, 2)))

    def test_days_in_the_wrong_order(self):
        with self.assertRaisesRegex(InvoicingError, "2024-03-01 is later than 2024-02-01"):
            statement(ACME, [], MARCH, FEBRUARY)

    def test_the_command_line(self):
        output, errors = io.StringIO(), io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            file = Path(folder, "a.json")
            Store(file).save([ACME, ZOE], self.invoices)
            self.assertEqual(0, main(["--file", str(file), "statement", "acme", "--from", "2024-02-02", "--to", "2024-02-29"]))
            self.assertEqual(1, main(["--file", str(file), "statement", "acme", "--from", "2024-03-01", "--to", "2024-02-01"]))
        self.assertEqual("2024-02-02  Brought forward     0.00  100.00\n2024-02-29  Invoice 2024-0002  60.00  160.00\n", output.getvalue())
        self.assertEqual("invoicing: 2024-03-01 is later than 2024-02-01\n", errors.getvalue())
