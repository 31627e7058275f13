"""The pages of routes, trajectories and preschools, by noun."""
