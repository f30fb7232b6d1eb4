"""Invoices of a small business, kept in one JSON file."""
