import unittest
from decimal import Decimal

from invoicing.errors import InvoicingError
from invoicing.money import Money, total


class MoneyTest(unittest.TestCase):
    def test_reads_amounts_as_people_write_them(self):
        for text, cents in (("5", 500), ("5.2", 520), (" 5.20 ", 520), ("1,234.50", 123450), ("-0.01", -1)):
            self.assertEqual(cents, Money.parse(text).cents, text)

    def test_refuses_what_is_no_amount(self):
        for text in ("", "five", "1.234", "12,34", "1e3", "--1"):
            with self.assertRaises(InvoicingError, msg=text):
                Money.parse(text)

    def test_prints_two_digits_and_thousands(self):
        for cents, text in ((0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456789, "1,234,567.89")):
            self.assertEqual(text, str(Money(cents)))

    def test_rounds_half_a_cent_away_from_zero(self):
        self.assertEqual(Money(3), Money(5).times(Decimal("0.5")))
        self.assertEqual(Money(-3), Money(-5).times(Decimal("0.5")))

    def test_adds_up(self):
        self.assertEqual(Money(6), total([Money(1), Money(2), Money(3)]))
        self.assertEqual(Money(0), total([]))
