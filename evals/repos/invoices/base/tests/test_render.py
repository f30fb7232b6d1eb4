import unittest
from datetime import date
from decimal import Decimal

from invoicing.invoice import Invoice
from invoicing.money import Money
from invoicing.render import plain, render_invoice
from tests.examples import ACME, line

WANTED = """Invoice 2024-0001
Acme Ltd
1 High Street
Oldtown

Date: 2024-03-01
Due:  2024-03-31

Description       Quantity   Price  Amount
Work                   2.5  100.00  250.00
Work (less 10 %)         1   10.00    9.00

Net                  259.00
Tax 20 % of 259.00    51.80
Total                310.80
Paid                -300.00
Outstanding           10.80"""


class RenderTest(unittest.TestCase):
    def test_prints_everything(self):
        lines = (line("100", "2.50"), line("10", discount=Decimal(10)))
        one = Invoice("2024-0001", ACME, date(2024, 3, 1), lines).with_payment(date(2024, 3, 2), Money(30000))
        self.assertEqual(WANTED, render_invoice(one))

    def test_says_that_it_was_cancelled(self):
        self.assertTrue(render_invoice(Invoice("1", ACME, date(2024, 3, 1), (line("1"),)).cancel()).endswith("was cancelled."))

    def test_prints_numbers_plainly(self):
        self.assertEqual(["100", "2.5", "0"], [plain(Decimal(text)) for text in ("1E+2", "2.50", "0")])
