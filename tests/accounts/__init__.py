"""People: signing in, roles, mandates."""
