"""What five councils' frameworks ask for beyond the 1st."""

from storage.migrations.five_councils import actions, reassignments

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Each aggregate's tables and columns, in a file of its own."""
    actions.upgrade()
    reassignments.upgrade()
