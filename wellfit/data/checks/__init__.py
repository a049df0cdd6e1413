"""Checks on the data: one a file, rows in, findings out; none of them changes a row."""
