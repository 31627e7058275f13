"""Figures, meetings and reports that show whether an agreement works."""
