import unittest
from datetime import date

from invoicing.errors import InvoicingError
from invoicing.terms import Terms


class TermsTest(unittest.TestCase):
    def test_are_read_and_written_alike(self):
        for text in ("30 days", "1 day", "2 months", "1 month", "end of month"):
            self.assertEqual(text, str(Terms.parse(text)))

    def test_refuse_other_words(self):
        with self.assertRaisesRegex(InvoicingError, "whenever"):
            Terms.parse("whenever")

    def test_say_when_it_is_due(self):
        issued = date(2024, 3, 10)
        self.assertEqual(date(2024, 4, 9), Terms.parse("30 days").due(issued))
        self.assertEqual(date(2024, 5, 10), Terms.parse("2 months").due(issued))
        self.assertEqual(date(2024, 3, 31), Terms.parse("end of month").due(issued))
