"""The vocabulary of "who may": verdicts, policies, scopes, pages. Knows no model."""
