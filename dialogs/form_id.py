"""The id that a form carries, so that a form sent twice has one effect."""

from hashlib import sha256
from typing import Annotated

from pydantic import StringConstraints

from dialogs.conversation import Turn

FormId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def form_id(turn: Turn) -> str:
    """A new one for every form that is opened."""
    return sha256(f"{turn.key}/{turn.chance()}".encode()).hexdigest()[:32]
