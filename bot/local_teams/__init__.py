"""Microsoft Teams on loopback, for the demo and the tests: start at `LocalTeams`."""

from bot.local_teams.answers import Answer
from bot.local_teams.app import LocalTeams
from bot.local_teams.channels import Channel, Team
from bot.local_teams.directory import Resident
from bot.local_teams.faults import Faults
from bot.local_teams.limits import OFF, TEAMS, Limits
from bot.local_teams.store import Message

__all__ = [
    "OFF",
    "TEAMS",
    "Answer",
    "Channel",
    "Faults",
    "Limits",
    "LocalTeams",
    "Message",
    "Resident",
    "Team",
]
