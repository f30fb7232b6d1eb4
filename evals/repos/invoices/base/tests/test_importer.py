import unittest

from invoicing.errors import InvoicingError
from invoicing.importer import read_lines


class ImporterTest(unittest.TestCase):
    def test_reads_a_line_each(self):
        one, other = read_lines("# hours\nConsulting; 8; 95.00\n\nBooks; 2; 10; reduced; 5\n")
        self.assertEqual(("Consulting", "760.00"), (one.description, str(one.net)))
        self.assertEqual(("5", "19.00"), (str(other.tax_rate), str(other.net)))

    def test_lets_a_field_stand_in_quotes(self):
        [line] = read_lines('"Bolts; nuts"; 1; 2')
        self.assertEqual("Bolts; nuts", line.description)

    def test_says_which_line_is_wrong(self):
        for text, said in (("A; 1; 2\nB; x; 2", "line 2: 'x' is no quantity"), ("A; 1", "line 1: .* not 2"),
                           ("A; 1; 2; high", "line 1: there is no tax rate 'high'"), ("A; 1; 2; zero; 101", "line 1: .*101")):
            with self.assertRaisesRegex(InvoicingError, said):
                read_lines(text)
