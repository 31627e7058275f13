"""Django's rules for passwords, with words that say what to do."""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    """Asks a number of characters."""

    def get_error_message(self) -> str:
        """Say how many."""
        return f"Kies een wachtwoord van ten minste {self.min_length} tekens."


class NotAboutYou(rules.UserAttributeSimilarityValidator):
    """Refuses one's own name or address."""

    def get_error_message(self) -> str:
        """Say what to leave out."""
        return "Kies een wachtwoord dat niet op uw naam of e-mailadres lijkt."


class NotCommon(rules.CommonPasswordValidator):
    """Refuses what is on every guesser's list."""

    def get_error_message(self) -> str:
        """Say that it is known."""
        return "Dit wachtwoord gebruiken veel mensen. Kies een ander."


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Refuses digits alone."""

    def get_error_message(self) -> str:
        """Say what to add."""
        return "Kies een wachtwoord dat niet alleen uit cijfers bestaat."
