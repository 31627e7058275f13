"""What another service may add to a file of ours."""
