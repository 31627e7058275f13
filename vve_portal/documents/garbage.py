"""Long work on many small things, without looking for garbage among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: that takes up to half of the time.

    Laying out pages and comparing revisions make a million things that are all needed
    until the end, so looking finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
