"""Everything that writes, by noun."""
