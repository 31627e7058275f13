"""The tests of agreements: drafting, agreeing, readiness, signing and documents."""
