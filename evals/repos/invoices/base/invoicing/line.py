"""What is charged for."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from invoicing.errors import InvoicingError
from invoicing.money import Money
from invoicing.tax import STANDARD, parse_rate


@dataclass(frozen=True)
class Line:
    description: str
    quantity: Decimal
    unit_price: Money
    tax_rate: Decimal = STANDARD
    discount: Decimal = Decimal(0)  # percent

    def __post_init__(self):
        if not self.description:
            raise InvoicingError("a line needs a description")
        if not 0 <= self.discount <= 100:
            raise InvoicingError(f"a discount is from 0 to 100 percent, not {self.discount}")

    @property
    def gross(self):
        """Without the discount."""
        return self.unit_price.times(self.quantity)

    @property
    def net(self):
        return self.gross - self.gross.percent(self.discount)


def parse_line(fields):
    """A line of its fields: description, quantity, unit price and, if wanted, tax and discount."""
    fields = [field.strip() for field in fields]
    if not 3 <= len(fields) <= 5:
        raise InvoicingError(f"a line has from 3 to 5 fields, not {len(fields)}")
    description, quantity, unit_price, tax, discount = (*fields, "", "")[:5]
    return Line(
        description,
        _decimal(quantity, "quantity"),
        Money.parse(unit_price),
        parse_rate(tax) if tax else STANDARD,
        _decimal(discount, "discount") if discount else Decimal(0),
    )


def _decimal(text, what):
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise InvoicingError(f"'{text}' is no {what}")
    return number
