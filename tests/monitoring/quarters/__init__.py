"""Tests of quarters: their lifecycle, their figures and what settling fixes."""
