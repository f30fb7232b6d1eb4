"""Lines of an invoice from a file, a line each, as in `Consulting; 8; 95.00; standard; 10`."""

import csv

from invoicing.errors import InvoicingError
from invoicing.line import parse_line


def read_lines(text):
    """Blank lines, and those that begin with #, say nothing."""
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        if row.strip() and not row.lstrip().startswith("#"):
            lines.append(_line(row, number))
    return lines


def split_fields(row):
    """A field may stand in double quotes, and then have a semicolon in it."""
    return next(csv.reader([row], delimiter=";", skipinitialspace=True))


def _line(row, number):
    try:
        return parse_line(split_fields(row))
    except InvoicingError as e:
        raise InvoicingError(f"line {number}: {e}") from None
