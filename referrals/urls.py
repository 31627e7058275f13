"""Addresses of routes, trajectories and preschools; each part keeps its own list."""

from referrals.addresses import letters

app_name = "referrals"

urlpatterns = [
    *letters.urlpatterns,
]
