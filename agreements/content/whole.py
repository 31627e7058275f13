"""The whole agreement, gathered in the order of the document."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from agreements.areas import AREAS
from agreements.content.annexes import annexes_of
from agreements.content.articles import article_of, provision_of
from agreements.content.checking import check_of
from agreements.content.money import money_of
from agreements.content.outline import Outline, Part, outline_of
from agreements.content.parties import approvals_of, parties_of
from agreements.content.summary import summary_of
from agreements.content.topics import wpo_topics_of
from agreements.models import Agreement
from agreements.terms import NO_INDEXATION
from vve_portal.accounts.models import Mandate

Content: TypeAlias = dict[str, Any]

# Raise this when the shape changes, so that a reader of old files can tell.
FORMAT = "vve-overeenkomst-2"


def content_of(
    agreement: Agreement,
    *,
    mandates: Sequence[Mandate] | None = None,
    code: str = "",
) -> Content:
    """Return all that the agreement says, as plain data in a fixed order.

    `mandates` are those chosen for signing, in the order of signing, and `code` is what
    the document is looked up by. Without them each party's newest mandate is shown, and
    no code, as a draft does. Raises ValueError when a clause has no version.
    """
    clauses = agreement.clauses.select_related("current").prefetch_related(
        "current__lines"
    )
    outline = outline_of(clauses.in_order())
    areas = _areas(outline)
    articles = [article for area in areas for article in area["articles"]]
    parties = parties_of(agreement, mandates)
    money = money_of(articles, agreement.indexation or NO_INDEXATION)
    annexes = annexes_of(agreement, outline, articles)
    general = {part.value: _provisions(outline, part) for part in Part}
    return {
        "format": FORMAT,
        "reference": agreement.reference,
        "edition": agreement.edition,
        "title": agreement.title,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "publicity": str(agreement.get_publicity_display()),
        "publicity_ground": agreement.publicity_ground,
        "check": check_of(code),
        "parties": parties,
        "approvals": approvals_of(agreement),
        "summary": summary_of(parties, areas, money),
        "general": general,
        "wpo_topics": wpo_topics_of(
            [*articles, *general["money"], *general["closing"]], annexes
        ),
        "areas": areas,
        "money": money,
        "annexes": annexes,
    }


def _areas(outline: Outline) -> list[dict[str, Any]]:
    return [
        {
            "number": area.number,
            "title": area.title,
            "intention": area.intention,
            "articles": [
                article_of(clause, number)
                for number, clause in outline.areas[area.number]
            ],
        }
        for area in AREAS
    ]


def _provisions(outline: Outline, part: Part) -> list[dict[str, Any]]:
    return [provision_of(clause, number) for number, clause in outline.parts[part]]
