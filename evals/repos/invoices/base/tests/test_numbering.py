import unittest

from invoicing.numbering import next_number


class NumberingTest(unittest.TestCase):
    def test_begins_with_one_each_year(self):
        self.assertEqual("2025-0001", next_number(["2024-0007"], 2025))

    def test_goes_on_after_the_highest(self):
        self.assertEqual("2024-0010", next_number(["2024-0009", "2024-0002"], 2024))
        self.assertEqual("2024-10000", next_number(["2024-9999"], 2024))
