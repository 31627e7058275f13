"""Tests of the files of an agreement."""
