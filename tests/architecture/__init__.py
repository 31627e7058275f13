"""The repository tests itself: what must hold of every file, page and setting."""
