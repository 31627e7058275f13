"""Who gets which answer on which page of monitoring; each part has its own rows."""
