"""Amounts of money in whole cents."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from invoicing.errors import InvoicingError

_AMOUNT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?")


@dataclass(frozen=True, order=True)
class Money:
    cents: int

    @classmethod
    def parse(cls, text):
        """Reads 5, 5.2, 5.20 and 1,234.50, each with an optional minus sign."""
        if not _AMOUNT.fullmatch(text.strip()):
            raise InvoicingError(f"'{text}' is no amount; write it as in 1234.50")
        return cls.of(Decimal(text.strip().replace(",", "")))

    @classmethod
    def of(cls, amount):
        """The amount of a Decimal, rounded to cents."""
        return cls(int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)))

    def times(self, factor):
        """This amount multiplied by a Decimal, rounded to cents."""
        return Money.of(Decimal(self.cents) / 100 * factor)

    def percent(self, rate):
        return self.times(Decimal(rate) / 100)

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __sub__(self, other):
        return Money(self.cents - other.cents)

    def __neg__(self):
        return Money(-self.cents)

    def __bool__(self):
        return self.cents != 0

    def __str__(self):
        sign = "-" if self.cents < 0 else ""
        whole, cents = divmod(abs(self.cents), 100)
        return f"{sign}{whole:,}.{cents:02}"


ZERO = Money(0)


def total(amounts):
    return sum(amounts, ZERO)
