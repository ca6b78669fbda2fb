"""A manifest with a message extension, answers of its bot, and a team with channels."""

from typing import Any

from bot.local_teams import Channel, Team
from tests.local_teams.stage import CARD_TYPE, NEW, PRIYA, TENANT, TOM, card, text

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"

FIND: dict[str, Any] = {
    "id": "find",
    "type": "query",
    "title": "Find an audit",
    "description": "By its reference",
    "initialRun": True,
    "context": ["compose", "commandBox"],
    "parameters": [{"name": "words", "title": "Reference or team", "inputType": "text"}],
}
LATER: dict[str, Any] = {**FIND, "id": "later", "title": "Search", "initialRun": False}
ASK: dict[str, Any] = {
    "id": "ask",
    "type": "action",
    "title": "Ask for an audit",
    "fetchTask": True,
    "context": ["compose"],
}
MANIFEST: dict[str, Any] = {
    "composeExtensions": [
        {
            "commands": [FIND, LATER, ASK],
            "messageHandlers": [{"type": "link", "value": {"domains": ["sightline.example"]}}],
        }
    ]
}

TEAM = Team("19:northshireteam@thread.tacv2", "Northshire children's services", TENANT)
NORTH = Channel(
    "19:north@thread.tacv2", "Locality North", TEAM, (PRIYA.object_id, TOM.object_id, NEW.object_id)
)
SAFE = Channel("19:safe@thread.tacv2", "Safeguarding", TEAM, (NEW.object_id,))
CHANNELS = (NORTH, SAFE)


def attachment(words: str, *, title: str | None = None, version: str = "1.5") -> dict[str, Any]:
    """A card with its preview, as a message extension answers it."""
    preview = {"contentType": THUMBNAIL, "content": {"title": title or words, "text": "Due today"}}
    content = {**card(text(words)), "version": version}
    return {"contentType": CARD_TYPE, "content": content, "preview": preview}


def result(*attachments: dict[str, Any]) -> dict[str, Any]:
    found = {"type": "result", "attachmentLayout": "list", "attachments": [*attachments]}
    return {"composeExtension": found}
