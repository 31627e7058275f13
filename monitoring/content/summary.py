"""The summary of a report, in sentences that follow from its own content."""

from collections.abc import Iterator
from typing import Any, Final

from agreements.models.vocabulary import IndicatorCode as Code
from agreements.models.vocabulary import Progress

Data = dict[str, Any]
ON_COURSE: Final = Progress.ON_COURSE.value
NEEDS_MORE: Final = (Progress.ATTENTION.value, Progress.MISSED.value)


def sentences(content: Data) -> list[str]:
    """Return what somebody should know who reads no further."""
    return list(_sentences(content))


def _sentences(content: Data) -> Iterator[str]:
    reach = next(
        (one for one in content["key_figures"] if one["code"] == Code.REACH), None
    )
    if reach is not None:
        yield _of_reach(reach)
    if rows := content["non_reach"]["rows"]:
        yield from _of_reasons(rows[0])
    if judged := [area for area in content["areas"] if area["status"]]:
        yield _of_areas(judged)
    plus = content["plus"]
    if plus["share"]:
        yield (
            f"Van de {plus['budget_hours']} begrote uren plus-inzet zijn er"
            f" {plus['hours']} gemaakt ({plus['share']})."
        )
    if decided := len(content["decisions"]):
        one = "is 1 besluit" if decided == 1 else f"zijn {decided} besluiten"
        yield f"In het kwartaaloverleg {one} genomen."


def _of_reasons(most: Data) -> Iterator[str]:
    """Tell the commonest reason; of several together, who can change them."""
    if most["is_one"]:
        yield f"De reden die het meest voorkomt om niet mee te doen: {most['name']}."
    elif most["who"]:
        who = " en ".join(most["who"].rsplit(", ", 1))
        yield (
            "De grootste groep kinderen die niet meedoen, komt niet om redenen waar"
            f" {who} iets aan kan doen."
        )


def _of_reach(reach: Data) -> str:
    if not reach["is_shown"]:
        return "Het aantal kinderen dat meedoet is te klein om te tonen."
    counts = f" ({reach['counts']})" if reach["counts"] else ""
    norm = f" De norm is {reach['norm']}." if reach["norm"] else ""
    before = f" Een kwartaal eerder was dat {reach['before']}."
    return (
        "Van de kinderen met een geldige indicatie doet"
        f" {reach['text']}{counts} mee.{before if reach['before'] else ''}{norm}"
    )


def _of_areas(judged: list[Data]) -> str:
    good = [area for area in judged if area["status"] == ON_COURSE]
    weak = [area["short"] for area in judged if area["status"] in NEEDS_MORE]
    are = "ligt" if len(good) == 1 else "liggen"
    said = f"Van de {len(judged)} gebieden met afspraken {are} er {len(good)} op koers."
    if not weak:
        return said
    asks = "vraagt" if len(weak) == 1 else "vragen"
    return f"{said} Meer {asks}: {', '.join(weak)}."
