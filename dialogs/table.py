"""The one list of verbs, typed words and live cards: the bot, the help text and the manifest's
commands come from it."""

from collections.abc import Mapping
from typing import Any

from dialogs import (
    actions,
    allocation,
    ask_for_audit,
    complete_action,
    confirm_actions,
    digest,
    dip_actions,
    dip_sample,
    dispute,
    dispute_card,
    dispute_list,
    draw_allocation,
    duties,
    escalated,
    findings,
    grade_alert,
    loop_check,
    moderate_audit,
    moderation,
    observation,
    observed,
    outcome,
    overview,
    practice_acknowledgement,
    practice_day,
    practice_week,
    programme_round,
    re_audit,
    reassign,
    record_audit,
    taken_over,
    theme,
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
        *ask_for_audit.VERBS,
        *complete_action.VERBS,
        *confirm_actions.VERBS,
        *dip_sample.VERBS,
        *dispute.VERBS,
        *dispute_card.VERBS,
        *dispute_list.VERBS,
        *draw_allocation.VERBS,
        *duties.VERBS,
        *findings.VERBS,
        *grade_alert.VERBS,
        *loop_check.VERBS,
        *moderate_audit.VERBS,
        *moderation.VERBS,
        *observation.VERBS,
        *outcome.VERBS,
        *practice_acknowledgement.VERBS,
        *practice_day.VERBS,
        *programme_round.VERBS,
        *reassign.VERBS,
        *record_audit.VERBS,
        *theme.VERBS,
    )
}

LIVE: Mapping[MessageKind, LiveKind[Any]] = {  # each kind has a view of its own
    live.kind: live
    for live in (
        actions.LIVE,
        allocation.LIVE_GROUP,
        allocation.LIVE_OWN,
        ask_for_audit.LIVE,
        confirm_actions.LIVE,
        digest.LIVE,
        dip_actions.LIVE,
        dispute_card.LIVE,
        dispute_list.LIVE,
        duties.LIVE,
        duties.LIVE_OWED,
        duties.LIVE_REMINDER,
        escalated.LIVE,
        findings.LIVE,
        grade_alert.LIVE_ALERT,
        grade_alert.LIVE_ANSWERS,
        loop_check.LIVE,
        moderation.LIVE_ASKING,
        moderation.LIVE_LIST,
        moderation.LIVE_OUTCOME,
        observed.LIVE,
        outcome.LIVE_CELEBRATION,
        outcome.LIVE_MISSING,
        outcome.LIVE_RESULT,
        outcome.LIVE_TRAINING,
        overview.LIVE,
        practice_acknowledgement.LIVE,
        practice_day.LIVE,
        practice_week.LIVE,
        programme_round.LIVE_BEFORE,
        programme_round.LIVE_NOT_DRAWN,
        programme_round.LIVE_ROUND,
        re_audit.LIVE,
        reassign.LIVE,
        taken_over.LIVE,
        theme.LIVE,
        words.LIVE,
        work_list.LIVE_MINE,
        work_list.LIVE_TEAM,
    )
}
