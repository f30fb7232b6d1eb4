import unittest
from datetime import date
from decimal import Decimal

from invoicing.customer import Customer
from invoicing.errors import InvoicingError
from invoicing.invoice import Invoice
from invoicing.money import Money
from invoicing.tax import REDUCED
from tests.examples import ACME, invoice, line


class InvoiceTest(unittest.TestCase):
    def test_adds_tax_to_the_net_amount(self):
        one = invoice(price="100.00")
        self.assertEqual(("100.00", "20.00", "120.00"), (str(one.net), str(one.tax), str(one.total)))

    def test_shows_a_share_for_each_rate(self):
        one = Invoice("1", ACME, date(2024, 3, 1), (line("100"), line("40", tax_rate=REDUCED), line("50")))
        self.assertEqual([("20", "150.00", "30.00"), ("5", "40.00", "2.00")],
                         [(str(share.rate), str(share.net), str(share.tax)) for share in one.taxes])

    def test_asks_no_tax_of_who_is_exempt(self):
        exempt = Customer("un", "United", tax_exempt=True)
        self.assertEqual(Money(10000), invoice(price="100", customer=exempt).total)

    def test_takes_a_discount_off_a_line(self):
        self.assertEqual(Money(1800), line("10", "2", discount=Decimal(10)).net)

    def test_has_a_status(self):
        one, due = invoice(), date(2024, 3, 31)
        self.assertEqual("open", one.status(due))
        self.assertEqual("overdue", one.status(date(2024, 4, 1)))
        self.assertEqual("partly paid", one.with_payment(due, Money(1)).status(due))
        self.assertEqual("paid", one.with_payment(due, Money(12000)).status(date(2025, 1, 1)))
        self.assertEqual("cancelled", one.cancel().status(due))

    def test_cannot_be_cancelled_once_something_was_paid(self):
        with self.assertRaisesRegex(InvoicingError, "2024-0001 has payments"):
            invoice().with_payment(date(2024, 3, 2), Money(1)).cancel()

    def test_needs_a_line(self):
        with self.assertRaises(InvoicingError):
            Invoice("1", ACME, date(2024, 3, 1), ())
