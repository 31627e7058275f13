"""Tests of what is told beside the figures."""
