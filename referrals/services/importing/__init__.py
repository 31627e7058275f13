"""Deliveries: a file comes in, is checked, and is applied as a whole or not at all."""
