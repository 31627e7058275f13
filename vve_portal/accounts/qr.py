"""The picture with which an app learns a key: SVG without style, as our CSP wants."""

from base64 import b32encode

import segno
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice


def draw_qr(device: TOTPDevice) -> SafeString:
    """Return the QR code of a key, to stand in a page."""
    picture = segno.make(device.config_url, error="m")
    svg = picture.svg_inline(scale=5, light="#fff", svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - drawn by segno: squares, no text of anyone


def spell_key(device: TOTPDevice) -> str:
    """Return the key in groups of four, for who types it."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
