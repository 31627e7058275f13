"""Commands around agreements, by name."""
