"""The one list of verbs, typed words and live cards: the bot, the help text and the manifest's
commands come from it."""

from collections.abc import Mapping
from typing import Any

from dialogs import (
    actions,
    allocation,
    complete_action,
    digest,
    draw_allocation,
    findings,
    programme_round,
    record_audit,
    words,
    work_list,
)
from dialogs.conversation import Verb
from dialogs.live_card import LiveKind
from programme.message import MessageKind

VERBS: Mapping[str, Verb[Any]] = {  # each verb has a payload type of its own
    verb.name: verb
    for verb in (
        *allocation.VERBS,
        *complete_action.VERBS,
        *draw_allocation.VERBS,
        *findings.VERBS,
        *programme_round.VERBS,
        *record_audit.VERBS,
    )
}

LIVE: Mapping[MessageKind, LiveKind[Any]] = {  # each kind has a view of its own
    live.kind: live
    for live in (
        actions.LIVE,
        allocation.LIVE_OWN,
        allocation.LIVE_GROUP,
        digest.LIVE,
        findings.LIVE,
        programme_round.LIVE_BEFORE,
        programme_round.LIVE_NOT_DRAWN,
        programme_round.LIVE_ROUND,
        work_list.LIVE_MINE,
        work_list.LIVE_TEAM,
        words.LIVE,
    )
}
