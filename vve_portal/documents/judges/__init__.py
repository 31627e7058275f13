"""Judges from outside: programs that know nothing of the portal."""
