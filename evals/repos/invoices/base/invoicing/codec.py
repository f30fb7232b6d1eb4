"""Customers and invoices as values of JSON, and back."""

from datetime import date
from decimal import Decimal

from invoicing.customer import Customer, find_customer
from invoicing.invoice import Invoice
from invoicing.line import Line
from invoicing.money import Money
from invoicing.payment import Payment
from invoicing.terms import Terms


def encode(customers, invoices):
    return {
        "customers": [_encode_customer(customer) for customer in customers],
        "invoices": [_encode_invoice(invoice) for invoice in invoices],
    }


def decode(value):
    customers = [_decode_customer(each) for each in value["customers"]]
    return customers, [_decode_invoice(each, customers) for each in value["invoices"]]


def _encode_customer(customer):
    return {
        "id": customer.id,
        "name": customer.name,
        "address": list(customer.address),
        "terms": str(customer.terms),
        "tax_exempt": customer.tax_exempt,
    }


def _decode_customer(value):
    terms = Terms.parse(value["terms"])
    return Customer(value["id"], value["name"], tuple(value["address"]), terms, value["tax_exempt"])


def _encode_invoice(invoice):
    return {
        "number": invoice.number,
        "customer": invoice.customer.id,
        "issued": invoice.issued.isoformat(),
        "lines": [_encode_line(line) for line in invoice.lines],
        "payments": [{"day": each.day.isoformat(), "amount": each.amount.cents} for each in invoice.payments],
        "cancelled": invoice.cancelled,
    }


def _decode_invoice(value, customers):
    payments = [Payment(date.fromisoformat(each["day"]), Money(each["amount"])) for each in value["payments"]]
    return Invoice(
        value["number"],
        find_customer(customers, value["customer"]),
        date.fromisoformat(value["issued"]),
        tuple(_decode_line(each) for each in value["lines"]),
        tuple(payments),
        value["cancelled"],
    )


def _encode_line(line):
    return {
        "description": line.description,
        "quantity": str(line.quantity),
        "unit_price": line.unit_price.cents,
        "tax_rate": str(line.tax_rate),
        "discount": str(line.discount),
    }


def _decode_line(value):
    return Line(
        value["description"],
        Decimal(value["quantity"]),
        Money(value["unit_price"]),
        Decimal(value["tax_rate"]),
        Decimal(value["discount"]),
    )
