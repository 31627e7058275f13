"""The summary on one page: what the articles say, in short and in plain words."""

from decimal import Decimal
from typing import Any, Final

from agreements.content.annexes import is_meeting
from agreements.models.vocabulary import Responsible
from vve_portal.ui.numbers import decimal_number, euro

LONGEST_LIST: Final = 4
MOST_SOURCES: Final = 3
MOST_EXAMPLES: Final = 2


def summary_of(
    parties: list[dict[str, Any]],
    areas: list[dict[str, Any]],
    money: dict[str, Any],
) -> dict[str, Any]:
    """Return the goal, who does what, the money and how it is followed."""
    articles = [article for area in areas for article in area["articles"]]
    return {
        "goal": _goal(parties, articles, areas),
        "jgz": _first_of(articles, Responsible.JGZ),
        "municipality": _first_of(articles, Responsible.MUNICIPALITY),
        "joint": _first_of(articles, Responsible.JOINT),
        "money": _money(money),
        "following": _following(articles),
    }


def _goal(
    parties: list[dict[str, Any]],
    articles: list[dict[str, Any]],
    areas: list[dict[str, Any]],
) -> str:
    names = " en ".join(party["name"] for party in parties)
    filled = sum(1 for area in areas if area["articles"])
    return (
        f"{names} willen dat peuters die extra steun bij taal en ontwikkeling nodig "
        "hebben, op tijd op een goede plek komen. Daarvoor maken zij "
        f"{_count(len(articles), 'afspraak', 'afspraken')} in "
        f"{_count(filled, 'gebied', 'gebieden')}."
    )


def _first_of(articles: list[dict[str, Any]], who: str) -> dict[str, Any]:
    """The first article of each area, then the next ones: so every area gets a turn."""
    own = [one for one in articles if one["responsible_code"] == who]
    turns: dict[str, int] = {}
    ranked = []
    for article in own:
        area = article["number"].split(".")[0]
        turns[area] = turns.get(area, 0) + 1
        ranked.append((turns[area], article))
    ranked.sort(key=lambda pair: pair[0])
    chosen = [article["number"] for _, article in ranked[:LONGEST_LIST]]
    return {
        "items": [
            {"title": one["title"], "number": one["number"]}
            for one in own
            if one["number"] in chosen
        ],
        "more": len(own) - len(chosen),
    }


def _money(money: dict[str, Any]) -> list[str]:
    total = money["total"]
    if not money["lines"]:
        return ["Partijen hebben geen bedragen voor plus-inzet afgesproken."]
    hours = f", voor {_hours(total['hours'])}" if Decimal(total["hours"]) else ""
    budget = f"Voor plus-inzet is {euro(total['amount'])} per jaar begroot{hours}."
    sources = money["sources"]
    if len(sources) > MOST_SOURCES:
        return [budget, f"Het geld komt uit {len(sources)} bronnen; zie hoofdstuk 8."]
    return [
        budget,
        *(f"{euro(one['amount'])} komt uit: {one['source']}." for one in sources),
    ]


def _following(articles: list[dict[str, Any]]) -> list[str]:
    normed = [one for one in articles if one["norm"]]
    meetings = [one for one in articles if is_meeting(one)]
    measured = sum(1 for one in articles if one["indicator"])
    sentences = []
    if measured:
        sentences.append(
            f"Bij {_count(measured, 'afspraak', 'afspraken')} hoort een cijfer, zodat "
            "partijen kunnen zien of de afspraak werkt."
        )
    sentences += [f"{one['title']}: {one['norm']}." for one in normed[:MOST_EXAMPLES]]
    sentences += [
        f"{one['title']}: {one['frequency']}." for one in meetings[:MOST_EXAMPLES]
    ]
    return sentences or ["Partijen hebben geen cijfers of overleggen afgesproken."]


def _hours(hours: str) -> str:
    return f"{decimal_number(Decimal(hours))} uur"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
