import unittest
from datetime import date, timedelta

from invoicing.money import Money
from invoicing.reminders import reminder, reminders
from tests.examples import invoice


class RemindersTest(unittest.TestCase):
    def test_grow_firmer(self):
        one = invoice()
        levels = [reminder(one, one.due + timedelta(days=days)) for days in (6, 7, 20, 21, 35)]
        self.assertEqual([None, 1, 1, 2, 3], [each and each.level for each in levels])
        self.assertEqual(Money(1000), levels[-1].fee)

    def test_leave_out_what_is_paid(self):
        paid = invoice().with_payment(date(2024, 3, 2), Money(12000))
        self.assertIsNone(reminder(paid, date(2025, 1, 1)))

    def test_begin_with_the_firmest(self):
        new, old = invoice("2024-0002", issued=date(2024, 3, 20)), invoice("2024-0001", issued=date(2024, 1, 1))
        found = reminders([new, old], date(2024, 5, 1))
        self.assertEqual(["2024-0001", "2024-0002"], [each.invoice.number for each in found])
