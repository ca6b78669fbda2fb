"""What waits for somebody, from beside the compose box: chosen from a list, and brought as a card
of its own to their chat; a moderation opens there and then."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs import kit
from dialogs.conversation import Answer, ClosePage, OpenPage, Payload, QuickAction, Turn, Verb
from dialogs.kit import Card
from dialogs.moderate_audit import open_page
from dialogs.remind_later import NOTHING_WAITS, Which
from dialogs.waiting import Find, Waiting, all_waiting, named_by, one_waiting
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.use_cases.bring_card import BringCard, bring_card

OPEN, CHOOSE = "work.waiting", "work.choose_waiting"
TITLE = "What waits for me"
BROUGHT = "It comes to our own chat, as a card of its own."
WAITS_NO_MORE = "That waits for you no more."
QUICK = QuickAction(TITLE, OPEN)


class _Open(Payload):
    pass


class _Choose(Payload):
    which: Which


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the verbs do; `find` gives the kinds of live cards."""

    find: Find

    async def open(self, _payload: _Open, turn: Turn) -> Answer:
        """The list, the most urgent first."""
        waiting = await all_waiting(self.find, turn)
        return OpenPage(TITLE, page(waiting)) if waiting else ClosePage(NOTHING_WAITS)

    async def choose(self, payload: _Choose, turn: Turn) -> Answer:
        """Goes on with one; the same press twice brings it once."""
        kind, subject = named_by(payload.which)
        if not await one_waiting(self.find, turn, kind, subject):
            return ClosePage(WAITS_NO_MORE)
        if kind is MessageKind.MODERATION:
            return await open_page(subject, turn)
        card = BringCard(turn.council, turn.person, kind, subject, turn.key)
        await bring_card(card, work=turn.work, now=turn.now)
        return ClosePage(BROUGHT)


def page(waiting: Sequence[Waiting]) -> Card:
    """What waits, to choose from."""
    choices = [(kit.shortened(one.label, 120), one.value) for one in waiting]
    body = [
        kit.choice_input("which", "What?", choices, value=choices[0][1]),
        kit.text("It comes to our own chat; an audit to moderate opens here.", subtle=True),
    ]
    return kit.card(body, [kit.submit("Continue", CHOOSE, primary=True)])


def verbs(find: Find) -> tuple[Verb[_Open] | Verb[_Choose], ...]:
    """The verbs, for the kinds of live cards that `find` gives."""
    dialog = Dialog(find)
    return (
        Verb(OPEN, _Open, dialog.open, Right.SEE_OWN_WORK),
        Verb(CHOOSE, _Choose, dialog.choose, Right.SEE_OWN_WORK),
    )
