import unittest
from datetime import date
from decimal import Decimal

from invoicing.invoice import Invoice
from invoicing.render import render_invoice
from invoicing.reports import tax_by_quarter
from invoicing.tax import REDUCED, ZERO_RATE
from tests.examples import ACME, line


def invoice(*lines):
    return Invoice("2024-0001", ACME, date(2024, 3, 1), lines)


class TaxRoundingTest(unittest.TestCase):
    def test_small_lines_that_would_be_rounded_up(self):
        one = invoice(*[line("0.33")] * 3)
        self.assertEqual(("0.99", "0.20", "1.19"), (str(one.net), str(one.tax), str(one.total)))

    def test_small_lines_that_would_be_rounded_down(self):
        self.assertEqual("0.40", str(invoice(*[line("0.02")] * 100).tax))

    def test_each_rate_for_itself(self):
        one = invoice(*[line("0.33")] * 3, *[line("0.11", tax_rate=REDUCED)] * 4, line("9", tax_rate=ZERO_RATE))
        self.assertEqual([("20", "0.20"), ("5", "0.02"), ("0", "0.00")], [(str(each.rate), str(each.tax)) for each in one.taxes])

    def test_lines_with_a_discount(self):
        self.assertEqual("0.18", str(invoice(*[line("0.33", discount=Decimal(10))] * 3).tax))

    def test_the_report_agrees(self):
        [quarter] = tax_by_quarter([invoice(*[line("0.33")] * 3)] * 2, 2024)
        self.assertEqual("0.40", str(quarter.tax))

    def test_the_printed_invoice_agrees(self):
        text = render_invoice(invoice(*[line("0.33")] * 3))
        self.assertIn("Tax 20 % of 0.99  0.20", text)
