"""Addresses of the start page."""

from django.urls import path

from vve_portal.home import views

app_name = "home"
urlpatterns = [path("", views.Today.as_view(), name="today")]
