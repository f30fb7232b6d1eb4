"""Payments, and which invoices they pay."""

from dataclasses import dataclass
from datetime import date

from invoicing.errors import InvoicingError
from invoicing.money import ZERO, Money


@dataclass(frozen=True)
class Payment:
    day: date
    amount: Money


def settle(invoices, day, amount):
    """Pays a customer's invoices, those due first before the others. Returns the invoices in the order in which they
    came, and what is left of the amount."""
    if amount <= ZERO:
        raise InvoicingError("a payment is more than nothing")
    paid = {}
    for invoice in sorted(invoices, key=lambda each: (each.due, each.number)):
        part = min(amount, invoice.outstanding)
        if part > ZERO:
            paid[invoice.number] = invoice.with_payment(day, part)
            amount -= part
    return [paid.get(invoice.number, invoice) for invoice in invoices], amount
