"""An invoice as a text to print."""

from invoicing.table import columns


def render_invoice(invoice):
    customer = invoice.customer
    head = [f"Invoice {invoice.number}", customer.name, *customer.address]
    days = [f"Date: {invoice.issued}", f"Due:  {invoice.due}"]
    rows = [["Description", "Quantity", "Price", "Amount"]]
    for line in invoice.lines:
        rows.append([_description(line), plain(line.quantity), str(line.unit_price), str(line.net)])
    sums = [["Net", str(invoice.net)]]
    sums += [[f"Tax {plain(share.rate)} % of {share.net}", str(share.tax)] for share in invoice.taxes]
    sums += [["Total", str(invoice.total)]]
    if invoice.paid:
        sums += [["Paid", str(-invoice.paid)], ["Outstanding", str(invoice.outstanding)]]
    parts = [head, days, columns(rows, right=(1, 2, 3)), columns(sums, right=(1,))]
    if invoice.cancelled:
        parts.append(["This invoice was cancelled."])
    return "\n\n".join("\n".join(part) for part in parts)


def plain(number):
    """A Decimal without an exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _description(line):
    return f"{line.description} (less {plain(line.discount)} %)" if line.discount else line.description
