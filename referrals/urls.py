"""Addresses of routes, trajectories and preschools; each part keeps its own list."""

from referrals.addresses import imports, letters, preschool, routes, trajectories

app_name = "referrals"

urlpatterns = [
    *imports.urlpatterns,
    *routes.urlpatterns,
    *letters.urlpatterns,
    *preschool.urlpatterns,
    *trajectories.urlpatterns,
]
