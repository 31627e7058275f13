"""Addresses per part; together they are the addresses of the app."""
