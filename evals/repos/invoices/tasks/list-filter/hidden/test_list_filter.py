import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from invoicing.cli import main


class ListFilterTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = str(Path(folder.name, "invoices.json"))
        for id in ("acme", "zoe"):
            self.run_cli("customer", "add", id, id.title())
        for id, day in (("acme", "01-01"), ("acme", "03-15"), ("zoe", "03-15"), ("acme", "03-16"), ("zoe", "03-16"), ("zoe", "01-02")):
            self.run_cli("new", id, "--date", f"2024-{day}", "--line", "Work; 1; 100")
        self.run_cli("pay", "zoe", "130")  # 6 is paid, 3 in part
        self.run_cli("cancel", "2024-0004")

    def run_cli(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = main(["--file", self.file, "--today", "2024-04-01", *arguments])
            except SystemExit as e:
                code = e.code
        return code, output.getvalue(), errors.getvalue()

    def listed(self, *arguments):
        code, output, errors = self.run_cli("list", *arguments)
        self.assertEqual((0, ""), (code, errors))
        return [line.split()[0].removeprefix("2024-000") for line in output.splitlines()]

    def test_without_options_everything_is_listed(self):
        self.assertEqual(["1", "2", "3", "4", "5", "6"], self.listed())

    def test_one_status(self):
        found = {status: self.listed("--status", status) for status in ("open", "partly paid", "overdue", "paid", "cancelled")}
        self.assertEqual({"open": ["2", "5"], "partly paid": ["3"], "overdue": ["1"], "paid": ["6"], "cancelled": ["4"]}, found)

    def test_several_statuses(self):
        self.assertEqual(["1", "3", "6"], self.listed("--status", "paid", "--status", "overdue", "--status", "partly paid"))

    def test_one_customer(self):
        self.assertEqual(["3", "5", "6"], self.listed("--customer", "zoe"))

    def test_both(self):
        self.assertEqual(["2"], self.listed("--customer", "acme", "--status", "open"))

    def test_nothing_fits(self):
        self.assertEqual((0, "", ""), self.run_cli("list", "--customer", "acme", "--status", "paid"))

    def test_columns_stay(self):
        self.assertEqual((0, "2024-0003  zoe  2024-04-14  120.00  110.00  partly paid\n", ""),
                         self.run_cli("list", "--status", "partly paid"))

    def test_a_customer_that_there_is_not(self):
        self.assertEqual((1, "", "invoicing: there is no customer 'bob'\n"), self.run_cli("list", "--customer", "bob"))

    def test_a_status_that_there_is_not(self):
        self.assertEqual(2, self.run_cli("list", "--status", "lost")[0])
