"""Invents children's ways along routes, for one town or for the whole country."""
