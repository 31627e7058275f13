"""The pages of agreements, by noun."""
