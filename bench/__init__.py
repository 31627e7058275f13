"""Measures the portal at the size of a country; `make bench` runs it."""
