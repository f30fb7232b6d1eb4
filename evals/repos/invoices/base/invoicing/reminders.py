"""Whom to remind, how firmly, and what it costs them."""

from dataclasses import dataclass

from invoicing.invoice import Invoice
from invoicing.money import ZERO, Money

# Days after the day it was due, level and fee; the last that is reached counts.
LEVELS = ((7, 1, ZERO), (21, 2, Money(500)), (35, 3, Money(1000)))


@dataclass(frozen=True)
class Reminder:
    invoice: Invoice
    level: int
    fee: Money
    days: int


def reminder(invoice, today):
    """The reminder that is due for an invoice today, or None."""
    if invoice.status(today) != "overdue":
        return None
    late = (today - invoice.due).days
    reached = [(level, fee) for days, level, fee in LEVELS if late >= days]
    return Reminder(invoice, *reached[-1], late) if reached else None


def reminders(invoices, today):
    """The firmest first, then those that are late the longest."""
    found = [each for invoice in invoices if (each := reminder(invoice, today))]
    return sorted(found, key=lambda each: (-each.level, -each.days, each.invoice.number))
