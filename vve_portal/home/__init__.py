"""The start page: what asks something of me today."""
