"""Repairs of what WeasyPrint writes, up to PDF/UA-1 and PDF/A-3a."""
