"""People: users, organisations, partnerships, roles, mandates and how they sign in."""
