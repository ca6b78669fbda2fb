"""On PostgreSQL, triggers keep what the foreign key of `card_shows` did, once a statement: it was
asked row by row, and locked each card anew, which was a fifth of what a push cost there.

As with the key, nothing is shown by a card that isn't there, and what a card showed goes with it,
however it goes. What the key did besides was to lock the card: whoever adds what a card shows has
just written or locked that card, so that who would delete it waits, and finds what was added.

On SQLite, the key stays.
"""

from typing import Final

from alembic import op

revision = "0005"
down_revision = "0004"

_REFUSE: Final = (
    "IF EXISTS (SELECT FROM {shown} WHERE NOT EXISTS"
    " (SELECT FROM live_cards WHERE live_cards.id = {shown}.card_id))"
    " THEN RAISE foreign_key_violation USING MESSAGE = 'no card shows it'; END IF;"
)
_FUNCTIONS: Final = {
    "require_cards_of_added": _REFUSE.format(shown="added"),
    "require_cards_of_all": _REFUSE.format(shown="card_shows"),
    "forget_what_gone_cards_showed": (
        "DELETE FROM card_shows USING gone WHERE card_shows.card_id = gone.id;"
    ),
}
_ADDED: Final = "REFERENCING NEW TABLE AS added"
_GONE: Final = "REFERENCING OLD TABLE AS gone"
_TRIGGERS: Final = (
    ("card_shows_added", f"INSERT ON card_shows {_ADDED}", "require_cards_of_added"),
    ("live_cards_gone", f"DELETE ON live_cards {_GONE}", "forget_what_gone_cards_showed"),
    # Nobody does any of these; whoever did by hand would be refused, as the key refused them.
    ("card_shows_changed", "UPDATE ON card_shows", "require_cards_of_all"),
    ("live_cards_renumbered", "UPDATE OF id ON live_cards", "require_cards_of_all"),
    ("live_cards_emptied", "TRUNCATE ON live_cards", "require_cards_of_all"),
)


def upgrade() -> None:
    """Puts the triggers in the place of the key."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.drop_constraint("fk_card_shows_card_id", "card_shows", type_="foreignkey")
    for name, body in _FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN {body} RETURN NULL; END $$"
        )
    for name, after, function in _TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} AFTER {after} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
