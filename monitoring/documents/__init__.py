"""Reports of a quarter: from their content to a PDF, and from nothing else."""

from monitoring.documents.report import render_report

__all__ = ("render_report",)
