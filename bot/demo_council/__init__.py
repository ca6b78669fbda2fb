"""Fictional councils for the demo, written as the files that real ones would give us."""

from bot.demo_council.channels import channels
from bot.demo_council.council import APP_ID, COUNCIL_NAME, FRAMEWORK, TENANT_ID
from bot.demo_council.councils import DEMO_COUNCILS, DemoCouncil
from bot.demo_council.people import Colleague, colleagues, residents, staff_csv
from bot.demo_council.workbook import annex_a_workbook

__all__ = [
    "APP_ID",
    "COUNCIL_NAME",
    "DEMO_COUNCILS",
    "FRAMEWORK",
    "TENANT_ID",
    "Colleague",
    "DemoCouncil",
    "annex_a_workbook",
    "channels",
    "colleagues",
    "residents",
    "staff_csv",
]
