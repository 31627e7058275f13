"""Documents about routes and children on them, each made of plain data."""
