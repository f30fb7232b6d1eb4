"""The file that everything is kept in."""

import json
import os
from pathlib import Path

from invoicing.codec import decode, encode
from invoicing.errors import InvoicingError


class Store:
    def __init__(self, path):
        self._path = Path(path)

    def load(self):
        """Customers and invoices; none if there is no file yet."""
        if not self._path.exists():
            return [], []
        try:
            return decode(json.loads(self._path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError) as e:
            raise InvoicingError(f"{self._path} is no file of invoices") from e

    def save(self, customers, invoices):
        """Whole or not at all."""
        beside = self._path.with_name(self._path.name + ".new")
        beside.write_text(json.dumps(encode(customers, invoices), indent=1) + "\n", encoding="utf-8")
        os.replace(beside, self._path)
