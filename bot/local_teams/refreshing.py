"""Whose view of a card is refreshed when it is shown (Microsoft Learn, "User Specific Views")."""

from bot.local_teams.answers import CARD
from bot.local_teams.wire import Json

MOST_VIEWS = 60
_EXECUTE = "Action.Execute"


def refresh_action(activity: Json) -> Json | None:
    """What is pressed in a reader's name to refresh the card of a message, if anything is."""
    refresh = _refresh(activity)
    if refresh is None:
        return None
    action = refresh["action"]
    pressed = {"type": _EXECUTE, "id": action.get("id", ""), "verb": action.get("verb", "")}
    return {**pressed, "data": action.get("data") or {}}


def refreshes_itself(activity: Json, user_id: str, members: int) -> bool:
    """Whether the card of a message is refreshed for a reader as soon as it is shown.

    `user_id` is the reader's `29:…`, `members` how many read the chat. Ids after the sixtieth
    don't count: Teams keeps sixty views of a card. The others may refresh it by hand.
    """
    refresh = _refresh(activity)
    if refresh is None:
        return False
    ids = refresh.get("userIds")
    return members <= MOST_VIEWS if ids is None else user_id in ids[:MOST_VIEWS]


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


def _refresh(activity: Json) -> Json | None:
    for attachment in activity.get("attachments") or []:
        content = attachment.get("content")
        if attachment.get("contentType") == CARD and content.get("refresh") is not None:
            refresh: Json = content["refresh"]
            return refresh
    return None
