"""Delivering, checking and defining figures."""
