"""Every table, for the migrations to compare with: `metadata` knows them once this is imported."""

from storage.actions import actions
from storage.allocations import acknowledgements, allocations
from storage.audits import audits
from storage.cases import cases
from storage.columns import metadata
from storage.conversations import conversations
from storage.councils import councils
from storage.events import events
from storage.leases import leases
from storage.live_cards import card_shows, live_cards
from storage.outbox import outbox
from storage.people import people
from storage.reassignments import reassignments
from storage.teams import teams
from storage.ticks import ticks

__all__ = [
    "acknowledgements",
    "actions",
    "allocations",
    "audits",
    "card_shows",
    "cases",
    "conversations",
    "councils",
    "events",
    "leases",
    "live_cards",
    "metadata",
    "outbox",
    "people",
    "reassignments",
    "teams",
    "ticks",
]
