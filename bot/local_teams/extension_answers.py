"""What a bot answers to composeExtension/…, read as Microsoft's documentation has it.

Microsoft Learn, "Respond to search command", "Respond to the dialog submit action" and
"Link unfurling".
"""

from bot.local_teams.answers import CARD, Answer, Unanswered, read_dialog
from bot.local_teams.refreshing import problem_with_refresh
from bot.local_teams.wire import Json

HERO = "application/vnd.microsoft.card.hero"
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
QUERY = "composeExtension/query"
LINK = "composeExtension/queryLink"
FETCH = "composeExtension/fetchTask"
SUBMIT = "composeExtension/submitAction"

_PREVIEWS = (HERO, THUMBNAIL)
_CARDS = (CARD, *_PREVIEWS)
_NEWEST_IN_A_LINK = (1, 3)
_MAY_ANSWER = {
    QUERY: ("result", "message", "auth", "config"),
    LINK: ("result", "message", "auth", "config"),
    FETCH: ("message", "auth", "config"),
    SUBMIT: ("result", "message", "auth", "config"),
}


def read_extension(name: str, reply: Json) -> Answer:
    """The answer to the invoke `name`. Raises Unanswered for what Teams could not show."""
    task, extension = reply.get("task"), reply.get("composeExtension")
    if task is not None and extension is not None:
        raise Unanswered("An answer has a task or a composeExtension, not both.")
    if task is not None:
        if name not in (FETCH, SUBMIT):
            raise Unanswered(f"{name} can't be answered with a task.")
        return read_dialog(reply)
    if extension is not None:
        return _read(name, extension)
    if reply:
        raise Unanswered(f"An answer has a task or a composeExtension, not {', '.join(reply)}.")
    if name in (QUERY, FETCH):
        raise Unanswered(f"{name} needs an answer; the bot gave none.")
    return Answer()


def _read(name: str, extension: object) -> Answer:
    kind = extension.get("type") if isinstance(extension, dict) else None
    if not isinstance(extension, dict) or kind not in _MAY_ANSWER[name]:
        allowed = ", ".join(_MAY_ANSWER[name])
        raise Unanswered(f"A composeExtension that answers {name} is {allowed}; not {kind!r}.")
    if kind == "result":
        return _result(name, extension)
    if kind == "message":
        text = extension.get("text")
        if not isinstance(text, str) or not text:
            raise Unanswered("A composeExtension of type message needs a text.")
        return Answer(extension={"type": kind, "text": text})
    return Answer(extension={"type": kind, **_suggestion(extension)})


def _result(name: str, extension: Json) -> Answer:
    layout, attachments = extension.get("attachmentLayout"), extension.get("attachments")
    if layout not in (None, "list", "grid"):
        raise Unanswered(f"attachmentLayout is list or grid, not {layout!r}.")
    if not isinstance(attachments, list):
        raise Unanswered("A result needs attachments, a list.")
    if not attachments and name == SUBMIT:
        raise Unanswered("A result of submitAction needs a card for the compose box.")
    read = [_attachment(name, each) for each in attachments]
    detail = _too_new(read[0]) if name == LINK and read else ""
    shown = {"type": "result", "attachmentLayout": layout or "list", "attachments": read}
    return Answer(extension=shown, detail=detail)


def _attachment(name: str, attachment: object) -> Json:
    """One result: a card, and the hero or thumbnail card that stands for it in the list."""
    read = require_card(attachment)
    preview = read.get("preview")
    # Only a search lists previews of Adaptive Cards; a link's may be the card itself.
    needed = name == LINK or (name == QUERY and read["contentType"] == CARD)
    if preview is None:
        if needed:
            raise Unanswered("This result needs a preview: a hero or thumbnail card.")
        return read
    allowed = _CARDS if name == LINK else _PREVIEWS
    if not isinstance(preview, dict) or preview.get("contentType") not in allowed:
        raise Unanswered("A preview is a hero or thumbnail card, with its contentType.")
    content = preview.get("content")
    if not isinstance(content, dict):
        raise Unanswered("A preview needs content, an object.")
    if "tap" in content:
        raise Unanswered("Local Teams doesn't know tap (composeExtension/selectItem) of a preview.")
    if name == QUERY and not (content.get("title") or content.get("text")):
        raise Unanswered("A preview needs a title or a text, or its row in the list is empty.")
    return read


def require_card(attachment: object) -> Json:
    """A card that can stand in a message. Raises Unanswered."""
    kind = attachment.get("contentType") if isinstance(attachment, dict) else None
    content = attachment.get("content") if isinstance(attachment, dict) else None
    if not isinstance(attachment, dict) or kind not in _CARDS:
        raise Unanswered(f"An attachment is an adaptive, hero or thumbnail card; not {kind!r}.")
    if not isinstance(content, dict):
        raise Unanswered("An attachment needs content, an object.")
    if kind == CARD and content.get("type") != "AdaptiveCard":
        raise Unanswered("The content of a card must be an object of type AdaptiveCard.")
    problem = problem_with_refresh(content)
    if problem is not None:
        raise Unanswered(problem)
    return attachment


def _suggestion(extension: Json) -> Json:
    """Where auth and config send the person: one action that opens an address."""
    suggested = extension.get("suggestedActions")
    actions = suggested.get("actions") if isinstance(suggested, dict) else None
    first = actions[0] if isinstance(actions, list) and actions else None
    url = first.get("value") if isinstance(first, dict) else None
    opens = isinstance(first, dict) and first.get("type") == "openUrl"
    if not opens or not isinstance(first, dict) or not isinstance(url, str):
        raise Unanswered("auth and config need suggestedActions with one openUrl and its value.")
    if not url.startswith("https://"):
        raise Unanswered(f"The address of auth and config must begin with https://, not {url!r}.")
    return {"title": first.get("title") or "Continue", "url": url}


def _too_new(attachment: Json) -> str:
    if attachment["contentType"] != CARD:
        return ""
    version = str(attachment["content"].get("version", ""))
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    if numbers <= _NEWEST_IN_A_LINK:
        return ""
    return (
        f"The link's card is of version {version}; Microsoft documents 1.3 as the newest that "
        "link unfurling supports."
    )
