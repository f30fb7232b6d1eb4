import unittest
from datetime import date

from invoicing.errors import InvoicingError
from invoicing.money import Money
from invoicing.payment import settle
from tests.examples import invoice

DAY = date(2024, 4, 2)


class SettleTest(unittest.TestCase):
    def test_pays_what_is_due_first(self):
        late, early = invoice("2024-0001", issued=date(2024, 3, 9)), invoice("2024-0002", issued=date(2024, 3, 1))
        paid, left = settle([late, early], DAY, Money(15000))
        self.assertEqual([Money(9000), Money(0)], [each.outstanding for each in paid])
        self.assertFalse(left)

    def test_tells_what_is_left(self):
        _, left = settle([invoice()], DAY, Money(12001))
        self.assertEqual(Money(1), left)

    def test_passes_over_what_was_cancelled(self):
        [cancelled, other], _ = settle([invoice("2024-0001").cancel(), invoice("2024-0002")], DAY, Money(12000))
        self.assertEqual((), cancelled.payments)
        self.assertEqual("paid", other.status(DAY))

    def test_refuses_nothing(self):
        with self.assertRaises(InvoicingError):
            settle([invoice()], DAY, Money(0))
