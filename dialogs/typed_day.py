"""A day as a card's field sends it."""

from datetime import date


def typed_day(text: str) -> date | None:
    """The day, or None where none was chosen or what came is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
