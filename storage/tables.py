"""Every table, for the migrations to compare with: `metadata` knows them once this is imported."""

from storage.actions import actions
from storage.alerts import alerts
from storage.allocations import acknowledgements, allocations
from storage.audit_answers import audit_answers
from storage.audit_reviews import audit_reviews
from storage.audit_table import audits
from storage.cases import cases
from storage.chairs_reports import chairs_reports
from storage.chosen_cases import choices_of_cases, chosen_cases
from storage.columns import metadata
from storage.conversations import conversations
from storage.councils import councils, framework_versions
from storage.dip_samples import dip_samples
from storage.disputes import disputes
from storage.escalations import escalations
from storage.event_tables import event_heads, events
from storage.hand_overs import hand_overs
from storage.leases import leases
from storage.live_card_tables import card_shows, live_cards
from storage.loops import loops
from storage.moderations import moderations
from storage.observations import observations
from storage.off_lists import off_lists
from storage.outbox_table import outbox
from storage.outside_rounds import commissioned_audits, re_audits
from storage.overview_turns import overview_turns
from storage.people import people
from storage.practice_acknowledgements import practice_acknowledgements
from storage.practice_days import practice_days
from storage.reassignments import reassignments
from storage.role_terms import role_terms
from storage.teams import teams
from storage.themes import month_themes
from storage.ticks import ticks
from storage.training_examples import training_examples

__all__ = [
    "acknowledgements",
    "actions",
    "alerts",
    "allocations",
    "audit_answers",
    "audit_reviews",
    "audits",
    "card_shows",
    "cases",
    "chairs_reports",
    "choices_of_cases",
    "chosen_cases",
    "commissioned_audits",
    "conversations",
    "councils",
    "dip_samples",
    "disputes",
    "escalations",
    "event_heads",
    "events",
    "framework_versions",
    "hand_overs",
    "leases",
    "live_cards",
    "loops",
    "metadata",
    "moderations",
    "month_themes",
    "observations",
    "off_lists",
    "outbox",
    "overview_turns",
    "people",
    "practice_acknowledgements",
    "practice_days",
    "re_audits",
    "reassignments",
    "role_terms",
    "teams",
    "ticks",
    "training_examples",
]
