"""Routes to a preschool, and the trajectories along them, without knowing the child."""
