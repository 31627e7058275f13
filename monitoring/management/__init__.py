"""What timers and administrators do with quarters."""
