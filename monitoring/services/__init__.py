"""What is written about a quarter and its figures, one deed at a time."""
