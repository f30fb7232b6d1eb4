"""A customer's account: invoices and payments in the order of their days, with the balance after each."""

from dataclasses import dataclass
from datetime import date

from invoicing.money import ZERO, Money


@dataclass(frozen=True)
class Entry:
    day: date
    text: str
    amount: Money  # negative for a payment
    balance: Money


def statement(customer, invoices):
    entries, balance = [], ZERO
    for day, _, text, amount in sorted(_movements(customer, invoices), key=lambda each: each[:3]):
        balance += amount
        entries.append(Entry(day, text, amount, balance))
    return entries


def _movements(customer, invoices):
    """Of one day, invoices come before payments."""
    for invoice in invoices:
        if invoice.customer.id == customer.id and not invoice.cancelled:
            yield invoice.issued, 0, f"Invoice {invoice.number}", invoice.total
            for payment in invoice.payments:
                yield payment.day, 1, f"Payment of {invoice.number}", -payment.amount
