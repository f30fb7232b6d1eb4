"""Customers and invoices for tests."""

from datetime import date
from decimal import Decimal

from invoicing.customer import Customer
from invoicing.invoice import Invoice
from invoicing.line import Line
from invoicing.money import Money
from invoicing.terms import Terms

ACME = Customer("acme", "Acme Ltd", ("1 High Street", "Oldtown"), Terms(days=30))
ZOE = Customer("zoe", "Zoe's Bakery", terms=Terms(days=14))


def line(price, quantity="1", description="Work", **more):
    return Line(description, Decimal(quantity), Money.parse(price), **more)


def invoice(number="2024-0001", price="100.00", issued=date(2024, 3, 1), customer=ACME, **more):
    return Invoice(number, customer, issued, (line(price),), **more)
