"""Practice acknowledgements, as the use cases need them."""

from typing import Protocol

from programme.practice_acknowledgement import PracticeAcknowledgement


class PracticeAcknowledgements(Protocol):
    """Good practice that was recorded."""

    async def get(self, acknowledgement_id: str) -> PracticeAcknowledgement | None: ...
    async def awaiting(self) -> tuple[PracticeAcknowledgement, ...]:
        """Those that no manager has acknowledged yet and nobody took back, the oldest first."""

    async def add(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps it; False when there is one of this id already."""

    async def acknowledge(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps who acknowledged it; False when somebody had before, or it was taken back."""

    async def take_back(self, practice: PracticeAcknowledgement) -> bool:
        """Keeps that it was taken back; False when something came first."""
