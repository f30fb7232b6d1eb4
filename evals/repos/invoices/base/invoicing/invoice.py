"""An invoice, and what its amounts are."""

from dataclasses import dataclass, replace
from datetime import date

from invoicing.customer import Customer
from invoicing.errors import InvoicingError
from invoicing.money import ZERO, total
from invoicing.payment import Payment
from invoicing.tax import tax_shares

STATUSES = ("open", "partly paid", "overdue", "paid", "cancelled")


@dataclass(frozen=True)
class Invoice:
    number: str
    customer: Customer
    issued: date
    lines: tuple
    payments: tuple = ()
    cancelled: bool = False

    def __post_init__(self):
        if not self.lines:
            raise InvoicingError("an invoice needs a line")

    @property
    def net(self):
        return total(line.net for line in self.lines)

    @property
    def taxes(self):
        return [] if self.customer.tax_exempt else tax_shares(self.lines)

    @property
    def tax(self):
        return total(share.tax for share in self.taxes)

    @property
    def total(self):
        return self.net + self.tax

    @property
    def paid(self):
        return total(payment.amount for payment in self.payments)

    @property
    def outstanding(self):
        """What is still to be paid; nothing of an invoice that was cancelled."""
        return ZERO if self.cancelled else self.total - self.paid

    @property
    def due(self):
        return self.customer.terms.due(self.issued)

    def status(self, today):
        """One of STATUSES. On the day it is due an invoice is not overdue yet."""
        if self.cancelled:
            return "cancelled"
        if self.outstanding <= ZERO:
            return "paid"
        if today > self.due:
            return "overdue"
        return "partly paid" if self.payments else "open"

    def with_payment(self, day, amount):
        return replace(self, payments=(*self.payments, Payment(day, amount)))

    def cancel(self):
        if self.payments:
            raise InvoicingError(f"{self.number} has payments, so it cannot be cancelled")
        return replace(self, cancelled=True)


def find_invoice(invoices, number):
    for invoice in invoices:
        if invoice.number == number:
            return invoice
    raise InvoicingError(f"there is no invoice '{number}'")
