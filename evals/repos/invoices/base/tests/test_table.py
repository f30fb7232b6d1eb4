import unittest

from invoicing.table import columns


class TableTest(unittest.TestCase):
    def test_columns_are_as_wide_as_their_widest_cell(self):
        self.assertEqual(["a    b", "ccc  d"], columns([["a", "b"], ["ccc", "d"]]))

    def test_numbers_end_flush(self):
        self.assertEqual(["a    1.00", "b  100.00"], columns([["a", "1.00"], ["b", "100.00"]], right=(1,)))
