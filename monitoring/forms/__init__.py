"""What people fill in about quarters."""
