"""Tests of what may be shown, and of the attacker who tries to undo it."""
