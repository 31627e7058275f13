"""Reads that are more than a queryset method, by noun."""
