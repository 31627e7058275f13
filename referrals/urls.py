"""Addresses of routes, trajectories and preschools; each part keeps its own list."""

app_name = "referrals"

urlpatterns: list[object] = []
