"""The addresses of monitoring, by noun."""
