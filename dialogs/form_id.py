"""The id that a form carries, so that a form sent twice has one effect.

What comes back is the presser's to choose. What is recorded is kept under an id that follows from
it and from who sent it: under one that was chosen, it could be taken for somebody else's record.
"""

from hashlib import sha256
from typing import Annotated

from pydantic import StringConstraints

from dialogs.conversation import Turn

FormId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""The id of a form, as it came back with a press."""


def form_id(turn: Turn) -> str:
    """A new one for every form that is opened."""
    return sha256(f"{turn.key}/{turn.chance()}".encode()).hexdigest()[:32]


def kept_as(form: str, kind: str, turn: Turn) -> str:
    """The id of what the person records by the form: 32 hex digits, the same each time it is sent.

    `kind` is what is recorded.
    """
    told = f"{turn.council.tenant_id}/{kind}/{turn.person.id}/{form}"
    return sha256(told.encode()).hexdigest()[:32]
