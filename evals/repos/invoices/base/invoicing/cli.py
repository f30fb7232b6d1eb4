"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from invoicing.customer import Customer, find_customer
from invoicing.dates import parse_date
from invoicing.errors import InvoicingError
from invoicing.importer import read_lines, split_fields
from invoicing.invoice import Invoice, find_invoice
from invoicing.line import parse_line
from invoicing.money import ZERO, Money
from invoicing.numbering import next_number
from invoicing.payment import settle
from invoicing.reminders import reminders
from invoicing.render import render_invoice
from invoicing.reports import ageing, revenue_by_month, tax_by_quarter
from invoicing.statement import statement
from invoicing.store import Store
from invoicing.table import columns
from invoicing.terms import DEFAULT_TERMS, Terms


def main(arguments):
    """The exit code."""
    given = _parser().parse_args(arguments)
    try:
        today = parse_date(given.today) if given.today else date.today()
        given.run(given, Store(given.file), today)
        return 0
    except InvoicingError as e:
        print(f"invoicing: {e}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="invoicing", description="Invoices of a small business.")
    parser.add_argument("--file", default="invoices.json")
    parser.add_argument("--today", metavar="DATE")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    customer = commands.add_parser("customer", help="customers").add_subparsers(required=True)
    add = customer.add_parser("add")
    add.add_argument("id")
    add.add_argument("name")
    add.add_argument("--address", action="append", default=[], metavar="LINE")
    add.add_argument("--terms", default=str(DEFAULT_TERMS))
    add.add_argument("--tax-exempt", action="store_true")
    add.set_defaults(run=_add_customer)
    customer.add_parser("list").set_defaults(run=_list_customers)

    new = commands.add_parser("new", help="write an invoice")
    new.add_argument("customer")
    new.add_argument("--date")
    new.add_argument("--line", action="append", default=[], help="description; quantity; price; tax; discount")
    new.add_argument("--lines", type=Path, metavar="FILE")
    new.set_defaults(run=_new)

    for name, run, help in (("show", _show, "print an invoice"), ("cancel", _cancel, "cancel an invoice")):
        command = commands.add_parser(name, help=help)
        command.add_argument("number")
        command.set_defaults(run=run)

    pay = commands.add_parser("pay", help="enter a payment")
    pay.add_argument("customer")
    pay.add_argument("amount")
    pay.add_argument("--date")
    pay.set_defaults(run=_pay)

    commands.add_parser("list", help="all invoices").set_defaults(run=_list)
    commands.add_parser("remind", help="whom to remind").set_defaults(run=_remind)

    report = commands.add_parser("report", help="revenue, tax or ageing")
    report.add_argument("what", choices=("revenue", "tax", "ageing"))
    report.add_argument("year", type=int, nargs="?")
    report.set_defaults(run=_report)

    account = commands.add_parser("statement", help="a customer's account")
    account.add_argument("customer")
    account.set_defaults(run=_statement)
    return parser


def _add_customer(given, store, today):
    customers, invoices = store.load()
    if any(customer.id == given.id for customer in customers):
        raise InvoicingError(f"there is a customer '{given.id}' already")
    terms = Terms.parse(given.terms)
    customers.append(Customer(given.id, given.name, tuple(given.address), terms, given.tax_exempt))
    store.save(customers, invoices)


def _list_customers(given, store, today):
    customers, _ = store.load()
    _print_rows([[each.id, each.name, str(each.terms)] for each in sorted(customers, key=lambda each: each.id)])


def _new(given, store, today):
    customers, invoices = store.load()
    customer = find_customer(customers, given.customer)
    issued = parse_date(given.date) if given.date else today
    lines = [parse_line(split_fields(text)) for text in given.line]
    if given.lines:
        lines += read_lines(_text(given.lines))
    number = next_number([invoice.number for invoice in invoices], issued.year)
    store.save(customers, [*invoices, Invoice(number, customer, issued, tuple(lines))])
    print(number)


def _text(path):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as e:
        raise InvoicingError(f"{path} cannot be read") from e


def _show(given, store, today):
    _, invoices = store.load()
    print(render_invoice(find_invoice(invoices, given.number)))


def _cancel(given, store, today):
    customers, invoices = store.load()
    cancelled = find_invoice(invoices, given.number).cancel()
    store.save(customers, [cancelled if each.number == given.number else each for each in invoices])


def _pay(given, store, today):
    customers, invoices = store.load()
    customer = find_customer(customers, given.customer)
    day = parse_date(given.date) if given.date else today
    theirs = [invoice for invoice in invoices if invoice.customer.id == customer.id]
    paid, left = settle(theirs, day, Money.parse(given.amount))
    by_number = {invoice.number: invoice for invoice in paid}
    store.save(customers, [by_number.get(invoice.number, invoice) for invoice in invoices])
    if left > ZERO:
        print(f"{left} is more than was owed")


def _list(given, store, today):
    _, invoices = store.load()
    rows = []
    for invoice in invoices:
        amounts = [str(invoice.total), str(invoice.outstanding)]
        rows.append([invoice.number, invoice.customer.id, str(invoice.due), *amounts, invoice.status(today)])
    _print_rows(rows, right=(3, 4))


def _remind(given, store, today):
    _, invoices = store.load()
    rows = []
    for each in reminders(invoices, today):
        invoice = each.invoice
        rows.append([f"level {each.level}", invoice.number, invoice.customer.name, str(invoice.outstanding), str(each.fee)])
    _print_rows(rows, right=(3, 4))


def _report(given, store, today):
    _, invoices = store.load()
    year = given.year or today.year
    if given.what == "revenue":
        rows = [[month, str(net)] for month, net in revenue_by_month(invoices, year).items()]
    elif given.what == "tax":
        rows = [[f"Q{each.number}", str(each.net), str(each.tax)] for each in tax_by_quarter(invoices, year)]
    else:
        rows = [[name, str(amount)] for name, amount in ageing(invoices, today).items()]
    _print_rows(rows, right=(1, 2))


def _statement(given, store, today):
    customers, invoices = store.load()
    entries = statement(find_customer(customers, given.customer), invoices)
    rows = [[str(each.day), each.text, str(each.amount), str(each.balance)] for each in entries]
    _print_rows(rows, right=(2, 3))


def _print_rows(rows, right=()):
    for line in columns(rows, right) if rows else ():
        print(line)
