"""Tests of plus-inzet: budget, hours, approval and the account."""
