"""All addresses of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("vve_portal.home.urls")),
    path("", include("vve_portal.accounts.urls")),
    path("overeenkomsten/", include("agreements.urls")),
    path("controle/", include("agreements.checking_urls")),
    path("", include("referrals.urls")),
    path("", include("monitoring.urls")),
]

handler403 = "vve_portal.home.errors.refused"
