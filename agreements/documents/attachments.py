"""The files inside an agreement's PDF: what it says, and how the parties got there."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from agreements.content import canonical_json
from agreements.content.schemas import find_schema
from vve_portal.documents.rendering import Attachment, Relationship

CONTENT_FILE: Final = "inhoud.json"
NEGOTIATION_FILE: Final = "onderhandeling.json"


def attachments_of(content: Mapping[str, Any], negotiation: str) -> list[Attachment]:
    """Return the content and the negotiation, each with its schema.

    `negotiation` is canonical JSON; a draft has none yet, nor has an early round.
    """
    return [
        Attachment(
            CONTENT_FILE,
            "De vastgelegde inhoud van deze overeenkomst",
            canonical_json(content).encode(),
        ),
        *_schema(CONTENT_FILE, content["format"]),
        *(_negotiation(negotiation) if negotiation else ()),
    ]


def _negotiation(negotiation: str) -> Iterator[Attachment]:
    yield Attachment(
        NEGOTIATION_FILE,
        "Hoe partijen tot deze tekst kwamen",
        negotiation.encode(),
        Relationship.SUPPLEMENT,
    )
    yield from _schema(NEGOTIATION_FILE, json.loads(negotiation)["format"])


def _schema(file: str, name: str) -> Iterator[Attachment]:
    schema = find_schema(name)
    if schema is not None:
        yield Attachment(
            f"{file.removesuffix('.json')}.schema.json",
            f"Uitleg bij {file}: welke gegevens erin staan",
            schema,
            Relationship.SUPPLEMENT,
        )
