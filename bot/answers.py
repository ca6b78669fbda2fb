"""A dialog's answer as Teams wants it: for a press on a card, for a dialog, for a chat."""

from orjson import Fragment

from dialogs.conversation import ClosePage, OpenPage, Say, SendCard, ShowCard
from dialogs.kit import Card
from programme.record import record

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"


@record(frozen=True, slots=True)
class ShowWritten:
    """As ShowCard, of a card that is JSON already."""

    card: Fragment
    summary: str


Resolved = ShowCard | ShowWritten | OpenPage | ClosePage | Say
"""An answer whose live card has been drawn."""


def to_press(answer: Resolved) -> dict[str, object]:
    """The body that answers `adaptiveCard/action`: a card in the old one's place, or a sentence."""
    match answer:
        case ShowCard(card) | ShowWritten(card) | OpenPage(_, card):
            return {"statusCode": 200, "type": CARD_TYPE, "value": card}
        case ClosePage(words) | Say(words):
            return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def to_dialog(answer: Resolved) -> dict[str, object]:
    """The body that answers `task/fetch` and `task/submit`, and a message extension's `fetchTask`
    and `submitAction`: a page, or a sentence that ends it."""
    match answer:
        case OpenPage(title, card):
            return _page(title, card)
        case ShowCard(card) | ShowWritten(card):
            return _page("Sightline", card)
        case ClosePage(words) | Say(words):
            return {"task": {"type": "message", "value": words}}


def to_chat(answer: Resolved | SendCard) -> dict[str, object]:
    """A message in the chat: a card, or a sentence."""
    match answer:
        case ShowCard(card, summary) | ShowWritten(card, summary):
            return message_activity(card, summary)
        case SendCard(card):
            return message_activity(card, ShowCard(card).summary)
        case OpenPage(title, card):
            return message_activity(card, title.partition(" of ")[0])
        case ClosePage(words) | Say(words):
            return {"type": "message", "text": words}


def message_activity(card: Card | Fragment, summary: str) -> dict[str, object]:
    """A message that is a card alone: with a text beside it Teams would send two and give no id.

    `summary` shows on lock screens, so it names nothing.
    """
    return {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": CARD_TYPE, "content": card}],
    }


def _page(title: str, card: Card | Fragment) -> dict[str, object]:
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": title,
                "height": "large",
                "width": "medium",
                "card": {"contentType": CARD_TYPE, "content": card},
            },
        }
    }
