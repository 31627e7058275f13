"""Tests of what make bench says; it measures, these don't."""
