"""The four topics of article 160 WPO, and where the agreement deals with them."""

from collections.abc import Iterable
from typing import Any

from agreements.areas import Wpo160Topic


def wpo_topics_of(
    articles: Iterable[dict[str, Any]], annexes: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return each topic with the articles and annexes that deal with it."""
    places = [(one["wpo_topic"], one["number"]) for one in articles]
    for annex in annexes:
        topics = dict.fromkeys(one["wpo_topic"] for one in annex["provisions"])
        places += [(topic, f"bijlage {annex['letter']}") for topic in topics]
    return [
        {
            "topic": str(topic.label),
            "articles": [place for found, place in places if found == topic],
        }
        for topic in Wpo160Topic
    ]
