import subprocess
import sys
import tempfile
import unittest
from datetime import date
from pathlib import Path

from invoicing.customer import Customer
from invoicing.money import Money
from invoicing.store import Store
from tests.examples import ACME, invoice

HEADING = "number,customer,issued,due,net,tax,total,outstanding,status\n"


class CsvExportTest(unittest.TestCase):
    def exported(self, customers, invoices):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "a.json")
            Store(file).save(customers, invoices)
            command = [sys.executable, "-m", "invoicing", "--file", str(file), "--today", "2024-03-20", "export"]
            return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    def test_a_line_for_each_invoice(self):
        paid = invoice("2024-0001", "10").with_payment(date(2024, 3, 2), Money(500))
        self.assertEqual(
            HEADING + "2024-0001,Acme Ltd,2024-03-01,2024-03-31,10.00,2.00,12.00,7.00,partly paid\n"
            "2024-0002,Acme Ltd,2024-03-01,2024-03-31,100.00,20.00,120.00,0.00,cancelled\n",
            self.exported([ACME], [paid, invoice("2024-0002").cancel()]))

    def test_thousands_have_no_comma(self):
        self.assertEqual(HEADING + "2024-0001,Acme Ltd,2024-03-01,2024-03-31,1234567.50,246913.50,1481481.00,1481481.00,open\n",
                         self.exported([ACME], [invoice(price="1,234,567.50")]))

    def test_names_with_commas_and_quotes(self):
        odd = Customer("odd", 'Smith, Jones "and" sons')
        self.assertIn('\n2024-0001,"Smith, Jones ""and"" sons",2024-03-01,', self.exported([odd], [invoice(customer=odd)]))

    def test_names_of_two_lines(self):
        odd = Customer("odd", "Smith\nJones")
        self.assertIn('\n2024-0001,"Smith\nJones",2024-03-01,', self.exported([odd], [invoice(customer=odd)]))

    def test_without_invoices_there_is_the_heading(self):
        self.assertEqual(HEADING, self.exported([ACME], []))

    def test_other_letters_come_through(self):
        odd = Customer("odd", "Bäckerei Großmann")
        self.assertIn(",Bäckerei Großmann,", self.exported([odd], [invoice(customer=odd)]))
