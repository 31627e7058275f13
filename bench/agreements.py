"""Agreements to measure with: the model clauses as content, without a database."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final

from agreements.annexes import ANNEX_TITLES
from agreements.areas import AREAS, Chapter
from agreements.content import Content
from agreements.content.annexes import INTRODUCTIONS
from agreements.content.articles import WHO, WHO_LEADS
from agreements.content.money import money_of
from agreements.content.summary import summary_of
from agreements.content.topics import wpo_topics_of
from agreements.content.whole import FORMAT
from agreements.models.vocabulary import Kind
from agreements.terms import NO_INDEXATION, TERMS, VARIABLE

Data = dict[str, Any]
CLAUSES: Final = Path("agreements/data/model_clauses.json")
CODE: Final = "7RK2-0M9X-41BS"
SENTENCE: Final = (
    "Partijen bespreken elk kwartaal hoe dit gaat, wat er beter kan en wie dat doet. "
)
# Which clauses of the general part stand where.
PARTS: Final = {
    "considerations": ("ALG-01", "ALG-03"),
    "definitions": ("ALG-02",),
    "money": ("ALG-11",),
}


def made_up_content(
    *, areas: int, articles: int, sentences: int, annexes: int
) -> Content:
    """Return an agreement of so many areas and annexes, with so many articles in each.

    Every article is explained in so many sentences.
    """
    chapters = _clauses()
    parts: list[Data] = [
        {
            "number": area.number,
            "title": area.title,
            "intention": area.intention,
            "articles": [
                _article(model, f"{area.number}.{at}", sentences)
                for at, model in enumerate(chapters[area.chapter][:articles], start=1)
            ],
        }
        for area in AREAS[:areas]
    ]
    all_articles = [article for part in parts for article in part["articles"]]
    parties, money = _parties(), money_of(all_articles, NO_INDEXATION)
    behind = list(_annexes(chapters[Chapter.ANNEXES], annexes))
    return {
        "format": FORMAT,
        "reference": "VVE-2027-001",
        "edition": 1,
        "title": "Samenwerkingsovereenkomst VVE 2027",
        "starts_on": date(2027, 1, 1).isoformat(),
        "ends_on": date(2027, 12, 31).isoformat(),
        "publicity": "Openbaar",
        "publicity_ground": "",
        "check": {"code": CODE, "address": f"https://portaal.invalid/controle/{CODE}/"},
        "parties": parties,
        "approvals": [],
        "summary": summary_of(parties, parts, money),
        "general": _general(chapters[Chapter.GENERAL]),
        "wpo_topics": wpo_topics_of(all_articles, behind),
        "areas": parts,
        "money": money,
        "annexes": behind,
    }


def _clauses() -> dict[int, list[Data]]:
    """Return the model clauses per chapter, with the usual local choices filled in."""
    usual = {term.key: term.default for term in TERMS}
    models = json.loads(CLAUSES.read_text(encoding="utf-8"))
    for model in models:
        for key in ("title", "text", "indicator", "frequency"):
            model[key] = VARIABLE.sub(
                lambda found: usual.get(found[1], "2027"), model[key]
            )
    models.sort(key=lambda model: (model["chapter"], model["position"]))
    chapters = groupby(models, key=lambda model: int(model["chapter"]))
    return {chapter: list(found) for chapter, found in chapters}


def _provision(model: Data, number: str, explanation: str = "") -> Data:
    return {
        "code": model["code"],
        "number": number,
        "version": 1,
        "title": model["title"],
        "text": model["text"].strip(),
        "explanation": explanation.strip(),
        "wpo_topic": model["wpo_topic"],
    }


def _article(model: Data, number: str, sentences: int) -> Data:
    who = model["responsible"]
    is_plus = model["kind"] == Kind.PLUS
    return {
        **_provision(model, number, SENTENCE * sentences),
        "responsible": WHO_LEADS["jgz"] if who == "joint" else WHO[who],
        "responsible_code": who,
        "executing_role": "",
        "kind": str(Kind(model["kind"]).label),
        "kind_reason": "Dit gaat verder dan het basispakket." if is_plus else "",
        "indicator": model["indicator"],
        "indicator_code": model["indicator_code"],
        "norm": "ten minste 90 procent" if model["indicator_code"] else "",
        "frequency": model["frequency"],
        "starts_on": "",
        "ends_on": "",
        "evidence": "",
        "hours_per_year": "",
        "funding": "",
        "budget_lines": [_budget_line(model, number)] if is_plus else [],
    }


def _budget_line(model: Data, number: str) -> Data:
    hours = Decimal("90.00")
    return {
        "article": number,
        "activity": model["title"],
        "settlement": "Vast bedrag (lumpsum)",
        "calculation": "Vast bedrag; de uren zijn ter informatie",
        "hours": str(hours),
        "amount": str(hours * 75),
        "source": "SPUK OAB",
    }


def _parties() -> list[Data]:
    return [
        {
            "role": role,
            "name": name,
            "alias": alias,
            "legal_form": form,
            "kvk_number": "",
            "seat": "Verzonnen",
            "signers": [
                {
                    "name": "A. Verzonnen",
                    "function": function,
                    "is_board": True,
                    "ground": "Mandaatbesluit",
                    "reference": "M-1",
                    "decided_on": date(2026, 1, 14).isoformat(),
                }
            ],
        }
        for role, name, alias, form, function in (
            (
                "municipality",
                "Gemeente Verzonnen",
                "de gemeente",
                "publiekrechtelijke rechtspersoon",
                "wethouder",
            ),
            ("jgz", "JGZ Bedacht", "de JGZ", "stichting", "directeur"),
        )
    ]


def _general(models: list[Data]) -> Data:
    placed = {code for codes in PARTS.values() for code in codes}
    general = {
        part: [
            _provision(model, "8.1" if part == "money" else "")
            for model in models
            if model["code"] in codes
        ]
        for part, codes in PARTS.items()
    }
    closing = [model for model in models if model["code"] not in placed]
    return {
        **general,
        "closing": [
            _provision(model, f"9.{at}") for at, model in enumerate(closing, start=1)
        ],
    }


def _annexes(models: list[Data], number: int) -> Iterator[Data]:
    found = {model["code"].removeprefix("BIJ-"): model for model in models}
    for letter, title in islice(ANNEX_TITLES.items(), number):
        yield {
            "letter": letter,
            "title": title,
            "introduction": INTRODUCTIONS[letter],
            "provisions": [_provision(found[letter], f"{letter}1")],
            "tables": [],
        }
