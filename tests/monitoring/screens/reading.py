"""Reading what a page says, as a person would."""

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse


class _Text(HTMLParser):
    """Keeps what a page says."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.parts.append(data)


def text_of(html: str) -> str:
    """Return what a page says, with single spaces."""
    parser = _Text()
    parser.feed(html.partition("<main")[2])
    return " ".join(" ".join(parser.parts).split())


def read(client: Client, name: str, *args: object) -> str:
    """Return what a page of monitoring says."""
    answer = client.get(reverse(f"monitoring:{name}", args=args))
    assert answer.status_code == 200
    return text_of(answer.content.decode())
