"""Tables that come in and go out as files: bytes in, rows out, and nothing personal."""
