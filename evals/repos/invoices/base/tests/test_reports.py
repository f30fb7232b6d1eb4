import unittest
from datetime import date

from invoicing.reports import ageing, revenue_by_month, tax_by_quarter
from invoicing.statement import statement
from invoicing.money import Money
from tests.examples import ACME, ZOE, invoice


class ReportsTest(unittest.TestCase):
    def setUp(self):
        self.invoices = [
            invoice("2024-0001", "100", date(2024, 1, 10)),
            invoice("2024-0002", "50", date(2024, 1, 20)),
            invoice("2024-0003", "10", date(2024, 5, 1)),
            invoice("2024-0004", "99", date(2024, 5, 2)).cancel(),
            invoice("2023-0001", "7", date(2023, 5, 2)),
        ]

    def test_revenue_by_month(self):
        months = revenue_by_month(self.invoices, 2024)
        self.assertEqual({"2024-01": "150.00", "2024-05": "10.00"}, {name: str(net) for name, net in months.items()})

    def test_tax_by_quarter(self):
        found = [(each.number, str(each.net), str(each.tax)) for each in tax_by_quarter(self.invoices, 2024)]
        self.assertEqual([(1, "150.00", "30.00"), (2, "10.00", "2.00")], found)

    def test_ageing(self):
        ages = ageing(self.invoices[:3], date(2024, 3, 20))
        self.assertEqual(["60.00", "120.00", "0.00", "0.00"], [str(amount) for amount in ages.values()])

    def test_statement_has_a_balance_after_each_entry(self):
        paid = self.invoices[0].with_payment(date(2024, 1, 20), Money(2000))
        entries = statement(ACME, [paid, self.invoices[1], invoice("2024-0009", customer=ZOE)])
        self.assertEqual([("Invoice 2024-0001", "120.00"), ("Invoice 2024-0002", "180.00"), ("Payment of 2024-0001", "160.00")],
                         [(each.text, str(each.balance)) for each in entries])
