"""What reports say, as plain data: gathered once, when a quarter is settled."""

from monitoring.content.report import build_report

__all__ = ("build_report",)
