"""Forms validate input and lay it out; saving is the services' work."""
