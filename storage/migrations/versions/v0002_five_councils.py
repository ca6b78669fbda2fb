"""The tables of five councils, each by its own framework."""

from storage.migrations.five_councils import loops, moderations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables of every aggregate that came with the five frameworks."""
    loops.upgrade()
    moderations.upgrade()
