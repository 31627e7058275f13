"""Tests of releases: decided once, stored, read, taken along and published."""
