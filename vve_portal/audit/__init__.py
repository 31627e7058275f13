"""What happened: the record that is only added to."""
