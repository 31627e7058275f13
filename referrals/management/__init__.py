"""Commands about trajectories and their places."""
