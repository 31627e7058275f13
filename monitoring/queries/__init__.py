"""Reads about quarters that are more than a queryset method."""
