"""The look: forms, template tags and the crispy template pack. Knows no other app."""
