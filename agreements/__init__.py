"""The agreement between a municipality and its JGZ provider: drafting, agreeing, signing."""
