"""Rounds of signing, from freezing the text to the evidence."""
