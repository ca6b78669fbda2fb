"""The pages that choose from a list, and what the message extension brings into a chat."""

from collections.abc import Mapping

from dialogs import choose_work
from dialogs.action_blocks import choice_value
from dialogs.choose_work import Form
from tests.cards import council as c
from tests.cards.sent import Sent


def work_to_choose() -> Mapping[str, Sent]:
    """An audit or an action, of few and of more than a page takes."""
    some = [c.action_line(c.action(number)) for number in (1, 2)]
    many = [c.action_line(c.action(number, c.long_words(500))) for number in range(1, 100)]
    chosen = choice_value(some[1])
    returned = Form(
        some,
        "Not completed yet: please see below.",
        {"action": chosen, "note": c.long_words(1000)},
        {"note": "This looks like a phone number. Please take it out."},
    )
    audits = [c.line(1), c.line(2, "peer")]
    return {
        "choose an action": Sent(choose_work.actions_page(Form(some))),
        "choose an action, returned": Sent(choose_work.actions_page(returned)),
        "choose an action, 99": Sent(choose_work.actions_page(Form(many))),
        "choose an audit to record": Sent(choose_work.audits_page(audits)),
        "choose an audit to record, 99": Sent(
            choose_work.audits_page([c.line(number) for number in range(1, 100)])
        ),
    }
