"""The tests of the portal, arranged as the code is."""
