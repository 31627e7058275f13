"""Template tags about children's ways."""
