"""The demo: invented organisations, people and agreements to try the portal out."""
