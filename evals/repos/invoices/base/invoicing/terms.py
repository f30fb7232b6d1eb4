"""Terms of payment: when an invoice is due."""

import re
from dataclasses import dataclass
from datetime import timedelta

from invoicing.dates import add_months, month_end
from invoicing.errors import InvoicingError

_SPAN = re.compile(r"(\d{1,3}) (day|month)s?")


@dataclass(frozen=True)
class Terms:
    """Days and months after the day of the invoice; with to_month_end, the end of the month that this falls in."""

    days: int = 0
    months: int = 0
    to_month_end: bool = False

    @classmethod
    def parse(cls, text):
        wanted = " ".join(text.lower().split())
        if wanted == "end of month":
            return cls(to_month_end=True)
        span = _SPAN.fullmatch(wanted)
        if not span:
            raise InvoicingError(f"'{text}' are no terms; there are 'N days', 'N months' and 'end of month'")
        number = int(span[1])
        return cls(days=number) if span[2] == "day" else cls(months=number)

    def due(self, issued):
        day = add_months(issued + timedelta(days=self.days), self.months)
        return month_end(day) if self.to_month_end else day

    def __str__(self):
        if self.to_month_end:
            return "end of month"
        number, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


DEFAULT_TERMS = Terms(days=30)
