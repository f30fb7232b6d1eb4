import contextlib
import io
import json
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from invoicing.cli import main
from invoicing.money import Money
from invoicing.store import Store
from tests.examples import ACME, invoice, line
from dataclasses import replace


class HalfPercentTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "invoices.json")

    def kept(self, *lines):
        Store(self.file).save([ACME], [replace(invoice(), lines=lines)])
        return Store(self.file).load()[1][0].lines

    def test_fractions_of_a_percent_are_kept(self):
        lines = tuple(line("80", discount=Decimal(text)) for text in ("12.5", "0.25", "99.999"))
        self.assertEqual(lines, self.kept(*lines))

    def test_whole_percents_are_kept(self):
        lines = tuple(line("80", discount=Decimal(text)) for text in ("0", "10", "100"))
        self.assertEqual(lines, self.kept(*lines))

    def test_it_is_shown(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            for arguments in (["customer", "add", "acme", "Acme"], ["new", "acme", "--date", "2024-03-01", "--line",
                              "Chairs; 4; 80.00; standard; 12.5"], ["show", "2024-0001"]):
                self.assertEqual(0, main(["--file", str(self.file), *arguments]))
        self.assertIn("Chairs (less 12.5 %)", output.getvalue())
        self.assertIn("336.00", output.getvalue())

    def test_files_of_until_now_stay_readable(self):
        self.kept(line("80"))
        value = json.loads(self.file.read_text())
        value["invoices"][0]["lines"][0]["discount"] = 10
        self.file.write_text(json.dumps(value))
        [found] = Store(self.file).load()[1][0].lines
        self.assertEqual(Money(7200), found.net)
