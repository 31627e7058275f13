"""Files that come in about the work itself; they know nobody."""
