"""Which account the directory named is kept apart from what a staff list names."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Adds the column. NULL says that the staff list may have named an old row's account."""
    op.add_column("people", sa.Column("linked_object_id", sa.String()))
