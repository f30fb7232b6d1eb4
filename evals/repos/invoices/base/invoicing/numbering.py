"""Numbers of invoices: the year, a hyphen, and a count of four digits that begins anew each year."""


def next_number(numbers, year):
    """The number after the highest of that year, so that none is given twice."""
    prefix = f"{year}-"
    taken = [int(number.removeprefix(prefix)) for number in numbers if number.startswith(prefix)]
    return f"{prefix}{max(taken, default=0) + 1:04}"
