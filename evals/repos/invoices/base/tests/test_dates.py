import unittest
from datetime import date

from invoicing.dates import add_months, month_end, parse_date, quarter
from invoicing.errors import InvoicingError


class DatesTest(unittest.TestCase):
    def test_reads_a_date(self):
        self.assertEqual(date(2024, 2, 29), parse_date("2024-02-29"))

    def test_refuses_a_day_that_is_none(self):
        with self.assertRaisesRegex(InvoicingError, "2023-02-29"):
            parse_date("2023-02-29")

    def test_knows_the_end_of_a_month(self):
        self.assertEqual(date(2024, 2, 29), month_end(date(2024, 2, 1)))
        self.assertEqual(date(2024, 12, 31), month_end(date(2024, 12, 31)))

    def test_adds_months_over_the_end_of_a_year(self):
        self.assertEqual(date(2025, 1, 15), add_months(date(2024, 11, 15), 2))
        self.assertEqual(date(2024, 12, 15), add_months(date(2024, 11, 15), 1))

    def test_knows_quarters(self):
        self.assertEqual([1, 1, 2, 4], [quarter(date(2024, month, 1)) for month in (1, 3, 4, 12)])
