"""What a report says on top about the reasons for which children do not come."""

import pytest

from monitoring.content.summary import sentences

NOTHING = {
    "key_figures": [],
    "areas": [],
    "plus": {"share": ""},
    "decisions": [],
}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"name": "Afstand of vervoer", "is_one": True, "who": "gemeente"},
            [
                (
                    "De reden die het meest voorkomt om niet mee te doen: Afstand of"
                    " vervoer."
                )
            ],
        ),
        (
            {"name": "3 redenen samen", "is_one": False, "who": "gemeente, JGZ"},
            [
                (
                    "De grootste groep kinderen die niet meedoen, komt niet om redenen"
                    " waar gemeente en JGZ iets aan kan doen."
                )
            ],
        ),
        ({"name": "2 redenen samen", "is_one": False, "who": ""}, []),
    ],
)
def test_commonest_reason_is_named_or_who_can_change_several(
    row: dict[str, object], told: list[str]
) -> None:
    content = {**NOTHING, "non_reach": {"rows": [row]}}

    assert sentences(content) == told
