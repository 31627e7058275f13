"""Quarters as both parties look at them: figures, words, statuses, comparison."""
