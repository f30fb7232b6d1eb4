"""Whom an invoice goes to."""

import re
from dataclasses import dataclass

from invoicing.errors import InvoicingError
from invoicing.terms import DEFAULT_TERMS, Terms

_ID = re.compile(r"[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    address: tuple = ()
    terms: Terms = DEFAULT_TERMS
    tax_exempt: bool = False

    def __post_init__(self):
        if not _ID.fullmatch(self.id):
            raise InvoicingError(f"'{self.id}' is no customer's id: a small letter, then small letters, digits and hyphens")
        if not self.name.strip():
            raise InvoicingError("a customer needs a name")


def find_customer(customers, id):
    for customer in customers:
        if customer.id == id:
            return customer
    raise InvoicingError(f"there is no customer '{id}'")
