"""Columns of text."""


def columns(rows, right=()):
    """The rows as lines, each column as wide as its widest cell. Columns whose index is in right end flush."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if i in right else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    return lines
