"""The table of contents: what it lists, and the anchors it points to."""

from collections.abc import Iterable, Mapping
from typing import Any

Entry = dict[str, Any]


def anchor_of(provision: Mapping[str, Any]) -> str:
    """Return the id of an article or provision in the document."""
    return f"artikel-{provision['code']}"


def contents_of(content: Mapping[str, Any]) -> list[Entry]:
    """Return the entries of the table of contents, in the order of the document."""
    general = content["general"]
    return [
        _entry("samenvatting", "Samenvatting"),
        _entry("partijen", "Partijen en vertegenwoordiging"),
        _entry("overwegingen", "Overwegingen"),
        _entry("begrippen", "Begrippen"),
        *(
            _entry(
                f"gebied-{area['number']}",
                f"{area['number']}. {area['title']}",
                area["articles"],
            )
            for area in content["areas"]
        ),
        _entry("financien", "8. Financiën", general["money"]),
        _entry("slot", "9. Looptijd en slotbepalingen", general["closing"]),
        _entry("ondertekening", "Ondertekening"),
        *(
            _entry(
                f"bijlage-{annex['letter'].lower()}",
                f"Bijlage {annex['letter']}. {annex['title']}",
            )
            for annex in content["annexes"]
        ),
    ]


def _entry(
    anchor: str, label: str, provisions: Iterable[Mapping[str, Any]] = ()
) -> Entry:
    return {
        "anchor": anchor,
        "label": label,
        "entries": [
            {"anchor": anchor_of(one), "label": f"{one['number']} {one['title']}"}
            for one in provisions
        ],
    }
