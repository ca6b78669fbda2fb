"""Whose view of a card is refreshed when it is shown (Microsoft Learn, "User Specific Views")."""

from bot.local_teams.answers import CARD
from bot.local_teams.wire import Json

MOST_VIEWS = 60
_EXECUTE = "Action.Execute"


def refresh_action(activity: Json, user_id: str, members: int) -> Json | None:
    """What is pressed in a reader's name when the message is shown, if anything.

    `user_id` is the reader's `29:…`, `members` how many read the chat. Ids after the sixtieth
    don't count: Teams keeps sixty views of a card.
    """
    for attachment in activity.get("attachments") or []:
        content = attachment.get("content")
        refresh = content.get("refresh") if isinstance(content, dict) else None
        if attachment.get("contentType") != CARD or not isinstance(refresh, dict):
            continue
        ids = refresh.get("userIds")
        named = members <= MOST_VIEWS if ids is None else user_id in ids[:MOST_VIEWS]
        return _pressed(refresh["action"]) if named else None
    return None


def problem_with_refresh(content: Json) -> str | None:
    """Why Teams couldn't read the `refresh` of a card, if it couldn't."""
    refresh = content.get("refresh")
    if refresh is None:
        return None
    action = refresh.get("action") if isinstance(refresh, dict) else None
    if not isinstance(action, dict) or action.get("type") != _EXECUTE:
        return "A card's refresh needs an action of type Action.Execute."
    ids = refresh.get("userIds")
    if ids is not None and not (isinstance(ids, list) and all(isinstance(i, str) for i in ids)):
        return "userIds of a card's refresh must be a list of user ids."
    return None


def _pressed(action: Json) -> Json:
    pressed = {"type": _EXECUTE, "id": action.get("id", ""), "verb": action.get("verb", "")}
    return {**pressed, "data": action.get("data") or {}}
