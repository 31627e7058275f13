"""What people fill in about agreements: parsed, judged and laid out, never saved."""
