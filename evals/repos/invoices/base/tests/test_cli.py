import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from invoicing.cli import main


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "invoices.json")
        self.run_ok("customer", "add", "acme", "Acme Ltd", "--terms", "14 days")

    def run_cli(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(["--file", str(self.file), "--today", "2024-04-01", *arguments])
        return code, output.getvalue(), errors.getvalue()

    def run_ok(self, *arguments):
        code, output, errors = self.run_cli(*arguments)
        self.assertEqual((0, ""), (code, errors))
        return output

    def test_writes_an_invoice_and_takes_its_payment(self):
        self.assertEqual("2024-0001\n", self.run_ok("new", "acme", "--date", "2024-03-01", "--line", "Work; 2; 50"))
        self.assertEqual("2024-0001  acme  2024-03-15  120.00  120.00  overdue\n", self.run_ok("list"))
        self.assertEqual("level 1  2024-0001  Acme Ltd  120.00  0.00\n", self.run_ok("remind"))
        self.assertEqual("5.00 is more than was owed\n", self.run_ok("pay", "acme", "125"))
        self.assertEqual("2024-0001  acme  2024-03-15  120.00  0.00  paid\n", self.run_ok("list"))
        self.assertEqual("2024-03  100.00\n", self.run_ok("report", "revenue"))

    def test_reads_lines_from_a_file(self):
        lines = self.file.with_name("lines.txt")
        lines.write_text("Work; 1; 10\nBooks; 1; 5; reduced\n")
        self.run_ok("new", "acme", "--lines", str(lines))
        self.assertIn("Tax 5 % of 5.00", self.run_ok("show", "2024-0001"))

    def test_lists_customers(self):
        self.run_ok("customer", "add", "aaron", "Aaron", "--terms", "end of month")
        self.assertEqual("aaron  Aaron     end of month\nacme   Acme Ltd  14 days\n", self.run_ok("customer", "list"))

    def test_says_what_is_wrong(self):
        self.assertEqual((1, "", "invoicing: there is no customer 'bob'\n"), self.run_cli("pay", "bob", "1"))
        self.assertEqual((1, "", "invoicing: there is no invoice '7'\n"), self.run_cli("show", "7"))
        self.assertEqual((1, "", "invoicing: an invoice needs a line\n"), self.run_cli("new", "acme"))

    def test_refuses_a_file_of_something_else(self):
        self.file.write_text("[]")
        code, _, errors = self.run_cli("list")
        self.assertEqual((1, f"invoicing: {self.file} is no file of invoices\n"), (code, errors))
