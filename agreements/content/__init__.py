"""What an agreement says, whole and as plain data: what is frozen, hashed and drawn."""

from agreements.content.canonical import canonical_json, sha256_of
from agreements.content.negotiation import negotiation_of
from agreements.content.shape import current_shape
from agreements.content.whole import Content, content_of

__all__ = (
    "Content",
    "canonical_json",
    "content_of",
    "current_shape",
    "negotiation_of",
    "sha256_of",
)
