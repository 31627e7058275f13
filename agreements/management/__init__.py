"""Commands around agreements."""
