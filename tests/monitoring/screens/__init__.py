"""Quarters as people look at them together: figures, words, statuses, pictures."""
