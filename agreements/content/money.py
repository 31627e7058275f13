"""The money of an agreement: the lines for plus-inzet and their sums per source."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from agreements.content.articles import plain


def money_of(articles: Iterable[dict[str, Any]], indexation: str) -> dict[str, Any]:
    """Return all budget lines in the order of the articles, and their sums per year."""
    lines = [line for article in articles for line in article["budget_lines"]]
    sources = sorted({line["source"] for line in lines})
    return {
        "lines": lines,
        "sources": [
            {
                "source": source,
                **_sums([line for line in lines if line["source"] == source]),
            }
            for source in sources
        ],
        "total": _sums(lines),
        "indexation": indexation,
    }


def _sums(lines: list[dict[str, Any]]) -> dict[str, str]:
    return {
        "hours": plain(sum((Decimal(line["hours"]) for line in lines), Decimal(0))),
        "amount": plain(sum((Decimal(line["amount"]) for line in lines), Decimal(0))),
    }
