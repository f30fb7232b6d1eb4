"""Days, months and quarters."""

from calendar import monthrange
from datetime import date

from invoicing.errors import InvoicingError


def parse_date(text):
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvoicingError(f"'{text}' is no date; write it as in 2024-03-31") from None


def month_end(day):
    """The last day of the month in which the day lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day, months):
    """The same day of a later month, or that month's last day if it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def quarter(day):
    return (day.month - 1) // 3 + 1


def month_name(day):
    return f"{day.year}-{day.month:02}"
