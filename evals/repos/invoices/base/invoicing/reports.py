"""What the invoices of a year come to."""

from dataclasses import dataclass

from invoicing.dates import month_name, quarter
from invoicing.money import ZERO, Money

AGES = ((30, "1-30 days"), (60, "31-60 days"), (90, "61-90 days"), (None, "over 90 days"))


@dataclass(frozen=True)
class Quarter:
    number: int
    net: Money
    tax: Money


def revenue_by_month(invoices, year):
    """Net amounts by month as in 2024-03; months without an invoice are left out."""
    months = {}
    for invoice in _of_year(invoices, year):
        month = month_name(invoice.issued)
        months[month] = months.get(month, ZERO) + invoice.net
    return dict(sorted(months.items()))


def tax_by_quarter(invoices, year):
    quarters = {}
    for invoice in _of_year(invoices, year):
        known = quarters.get(quarter(invoice.issued), Quarter(quarter(invoice.issued), ZERO, ZERO))
        quarters[known.number] = Quarter(known.number, known.net + invoice.net, known.tax + invoice.tax)
    return [quarters[number] for number in sorted(quarters)]


def ageing(invoices, today):
    """What is overdue, by how long it has been so."""
    ages = {name: ZERO for _, name in AGES}
    for invoice in invoices:
        if invoice.status(today) == "overdue":
            late = (today - invoice.due).days
            name = next(name for limit, name in AGES if limit is None or late <= limit)
            ages[name] += invoice.outstanding
    return ages


def _of_year(invoices, year):
    return [invoice for invoice in invoices if invoice.issued.year == year and not invoice.cancelled]
