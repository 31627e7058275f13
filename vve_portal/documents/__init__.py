"""Documents: render, repair, check, sign, timestamp, verify and keep every PDF."""
