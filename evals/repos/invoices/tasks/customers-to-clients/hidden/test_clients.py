import contextlib
import io
import json
import re
import tempfile
import unittest
from pathlib import Path

import invoicing
from invoicing.cli import main

PACKAGE = Path(invoicing.__file__).parent
OLD = {
    "customers": [{"id": "acme", "name": "Acme Ltd", "address": [], "terms": "30 days", "tax_exempt": False}],
    "invoices": [{"number": "2024-0001", "customer": "acme", "issued": "2024-03-01", "payments": [], "cancelled": False, "lines": [
        {"description": "Work", "quantity": "1", "unit_price": 1000, "tax_rate": "20", "discount": "0"}]}],
}


class ClientsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "invoices.json")

    def run_cli(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = main(["--file", str(self.file), "--today", "2024-04-01", *arguments])
            except SystemExit as e:
                code = e.code
        return code, output.getvalue(), errors.getvalue()

    def test_the_module_has_the_new_names(self):
        from invoicing.client import Client, find_client
        from invoicing.invoice import Invoice
        from tests.examples import line
        from datetime import date
        client = Client("acme", "Acme Ltd")
        self.assertIs(client, find_client([client], "acme"))
        self.assertIs(client, Invoice("1", client, date(2024, 3, 1), (line("1"),)).client)

    def test_the_old_module_is_gone(self):
        self.assertFalse((PACKAGE / "customer.py").exists())

    def test_the_word_is_left_in_the_keys_only(self):
        for file in sorted(PACKAGE.rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            if file.name == "codec.py":
                text = re.sub(r"""(["'])customers?\1""", "", text)
            self.assertNotIn("customer", text.lower(), file.name)

    def test_the_command_line_has_the_new_words(self):
        self.assertEqual((0, "", ""), self.run_cli("client", "add", "acme", "Acme Ltd"))
        self.assertEqual((0, "acme  Acme Ltd  30 days\n", ""), self.run_cli("client", "list"))
        self.assertEqual((1, "", "invoicing: there is no client 'bob'\n"), self.run_cli("pay", "bob", "1"))
        self.assertEqual(2, self.run_cli("customer", "list")[0])

    def test_old_files_are_read(self):
        self.file.write_text(json.dumps(OLD))
        self.assertEqual((0, "2024-0001  acme  2024-03-31  12.00  12.00  overdue\n", ""), self.run_cli("list"))

    def test_files_are_written_as_before(self):
        self.run_cli("client", "add", "acme", "Acme Ltd")
        self.run_cli("new", "acme", "--date", "2024-03-01", "--line", "Work; 1; 10")
        self.assertEqual(OLD, json.loads(self.file.read_text()))
