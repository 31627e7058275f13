"""Commands about quarters."""
