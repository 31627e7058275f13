"""The agreement of a municipality and its JGZ provider: draft, agree, sign."""
