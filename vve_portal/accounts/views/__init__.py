"""Pages of signing in, one's own account, people, mandates and the record."""
