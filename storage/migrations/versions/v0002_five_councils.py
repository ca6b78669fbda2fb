"""The tables of the five councils' frameworks."""

from storage.migrations.five_councils import duties

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes each subject's tables."""
    duties.upgrade()
