"""Signatures in a PDF by the PAdES rules; loads pyHanko, so import it in functions."""

import logging

# It warns at each signature that it does not look on the network, which is meant so.
logging.getLogger("pyhanko").setLevel(logging.ERROR)
