"""Signatures in a PDF by the PAdES rules; loads pyHanko, so import it in functions."""
