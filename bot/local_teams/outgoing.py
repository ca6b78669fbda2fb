"""What a bot may post: checked as Teams checks it, and split as Teams shows it."""

import logging

from aiohttp import web

from bot.local_teams.answers import CARD
from bot.local_teams.refreshing import MOST_VIEWS, problem_with_refresh
from bot.local_teams.wire import Json, bad_argument, read_object

_log = logging.getLogger(__name__)


async def read_activity(request: web.Request, *, at_most: int) -> Json:
    """The activity of a request. Raises Refused."""
    return check_activity(await read_object(request, at_most=at_most))


def check_activity(activity: Json) -> Json:
    """Raises Refused for what Teams doesn't take from a bot."""
    kind = activity.get("type")
    if kind not in {"message", "typing"}:
        raise bad_argument(f"A bot sends activities of type message or typing, not {kind!r}.")
    attachments = activity.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise bad_argument("attachments must be a list of objects.")
    if kind == "message" and not attachments and not activity.get("text"):
        raise bad_argument("A message needs a text or an attachment.")
    for each in attachments:
        if each.get("contentType") == CARD:
            _check_card(each.get("content"))
    return activity


def as_teams_shows(activity: Json) -> list[Json]:
    """A message with a text and a card becomes two messages in Teams."""
    attachments = activity.get("attachments") or []
    cards = [each for each in attachments if each.get("contentType") == CARD]
    if not activity.get("text") or not cards:
        return [activity]
    rest = [each for each in attachments if each not in cards]
    return [
        {**activity, "attachments": rest},
        {**{k: v for k, v in activity.items() if k != "text"}, "attachments": cards},
    ]


def _check_card(content: object) -> None:
    if not isinstance(content, dict) or content.get("type") != "AdaptiveCard":
        raise bad_argument("The content of a card must be an object of type AdaptiveCard.")
    problem = problem_with_refresh(content)
    if problem is not None:
        raise bad_argument(problem)
    ids = (content.get("refresh") or {}).get("userIds") or []
    if len(ids) > MOST_VIEWS:
        _log.warning(
            "A card's refresh names %d people: Teams refreshes the first %d alone.",
            len(ids),
            MOST_VIEWS,
        )
