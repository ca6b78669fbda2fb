"""What a council's IT needs in order to trust it.

One file a subject is in storage/migrations/trust; what came after it is a revision of its own.
"""

from storage.migrations.trust import events, live_cards, off_lists, outbox, ticks

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables, one subject after the other."""
    events.upgrade()
    live_cards.upgrade()
    off_lists.upgrade()
    outbox.upgrade()
    ticks.upgrade()
