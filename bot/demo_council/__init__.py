"""A fictional council for the demo, written as the two files that a real one would give us."""

from bot.demo_council.council import APP_ID, COUNCIL_NAME, FRAMEWORK, TENANT_ID
from bot.demo_council.people import Colleague, colleagues, residents, staff_csv
from bot.demo_council.workbook import annex_a_workbook

__all__ = [
    "APP_ID",
    "COUNCIL_NAME",
    "FRAMEWORK",
    "TENANT_ID",
    "Colleague",
    "annex_a_workbook",
    "colleagues",
    "residents",
    "staff_csv",
]
