class InvoicingError(Exception):
    """What a user can mend, as one sentence."""
