"""The project package: settings, urls, and what all apps stand on."""
