"""Tax, rate by rate."""

from dataclasses import dataclass
from decimal import Decimal

from invoicing.errors import InvoicingError
from invoicing.money import Money, total

STANDARD, REDUCED, ZERO_RATE = Decimal(20), Decimal(5), Decimal(0)
RATES = {"standard": STANDARD, "reduced": REDUCED, "zero": ZERO_RATE}


@dataclass(frozen=True)
class TaxShare:
    """What is owed for one rate."""

    rate: Decimal
    net: Money
    tax: Money


def parse_rate(name):
    if name not in RATES:
        raise InvoicingError(f"there is no tax rate '{name}'; there are {', '.join(RATES)}")
    return RATES[name]


def tax_shares(lines):
    """A share for each rate that occurs, the highest first."""
    shares = []
    for rate in sorted({line.tax_rate for line in lines}, reverse=True):
        net = total(line.net for line in lines if line.tax_rate == rate)
        shares.append(TaxShare(rate, net, net.percent(rate)))
    return shares
