"""Every quick action: who does it, the ways to it, and what it takes."""

from dataclasses import dataclass

from programme.people import Role
from tests.e2e import counts
from tests.e2e.counts import Took

TM, ATM, GM = Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER, Role.GROUP_MANAGER
SM, HEAD = Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE
REVIEWING, CHAIR = Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR
OFFICER = Role.QA_OFFICER
ALL_THAT_WAITS, SEARCH = "What waits for me", "Find my work"


@dataclass(frozen=True, slots=True)
class OnCard:
    """A button on a card that was pushed: the card by its name in the catalogue, and what it is
    called to its reader."""

    verb: str
    card: str
    called: str


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that is done in one go, from where, and its figure in `tests.e2e.counts`."""

    what: str
    begun: str
    figure: str

    @property
    def took(self) -> Took:
        """What the stories assert."""
        found = getattr(counts, self.figure)
        assert isinstance(found, Took)
        return found


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A row of the table: `words` are typed, `commands` stand beside the compose box, and
    `in_channel` are the verbs of the rows that a reader has on a team's card there."""

    does: str
    who: tuple[Role, ...]
    cards: tuple[OnCard, ...]
    words: tuple[str, ...]
    commands: tuple[str, ...]
    done: tuple[Done, ...]
    in_channel: tuple[str, ...] = ()


CARD, WORD, BOX, CHANNEL = "the pushed card", "a typed word", "beside the compose box", "a channel"
OWN, OWED = "Your audits for the month", "What you owe"
ACTIONS, HELLO = "Actions from the audit", "Hello"
FOR_OFFICERS = "welcome, for a reviewing officer"
QUICK_ACTIONS: tuple[QuickAction, ...] = (
    QuickAction(
        "Record a dip sample",
        (TM, SM, HEAD),
        (OnCard("dip.open", "duties", OWED),),
        ("dip sample",),
        ("Record a dip sample",),
        (Done("five cases, saved once and come back to, an action from one", CARD, "DIP_SAMPLE"),),
    ),
    QuickAction(
        "Note good practice",
        (REVIEWING, CHAIR),
        (OnCard("practice.open", FOR_OFFICERS, HELLO),),
        ("good practice",),
        ("Record good practice",),
        (Done("noted, its practitioner thanked", WORD, "PRACTICE_RECORDED"),),
    ),
    QuickAction(
        "Acknowledge good practice",
        (TM,),
        (OnCard("practice.acknowledge", "good practice, manager, awaiting", "Good practice"),),
        ("my work",),
        (ALL_THAT_WAITS,),
        (Done("acknowledged", CARD, "PRACTICE_ACKNOWLEDGED"),),
    ),
    QuickAction(
        "Complete an action",
        (TM, SM),
        (
            OnCard("action.complete", "actions, 1", ACTIONS),
            OnCard("action.part_done", "actions, 1", ACTIONS),
            OnCard("action.more_time", "actions, 1", ACTIONS),
            OnCard("not_ours.open", "actions, 1", ACTIONS),
            OnCard("action.reopen", "actions, to be reviewed", ACTIONS),
            OnCard("action.complete", "digest", "Reminders for the day"),
        ),
        ("complete an action", "my work"),
        ("Complete an action", SEARCH),
        (
            Done("completed", CARD, "ACTION_COMPLETED"),
            Done("done in part", CARD, "ACTION_DONE_IN_PART"),
            Done("given more time: why, and until when", CARD, "ACTION_GIVEN_MORE_TIME"),
            Done("not ours: whose, and why", CARD, "ACTION_PASSED_ON"),
            Done("completed by mistake: taken back", CARD, "ACTION_COMPLETED_BY_MISTAKE"),
            Done("passed on by mistake: taken back", CARD, "ACTION_PASSED_ON_BY_MISTAKE"),
            Done("completed", BOX, "ACTION_BESIDE_THE_BOX"),
            Done("given more time: why, and until when", BOX, "MORE_TIME_BESIDE_THE_BOX"),
            Done("completed", CHANNEL, "ACTION_IN_A_CHANNEL"),
        ),
        ("work.open_action",),
    ),
    QuickAction(
        "Record an audit",
        (TM, ATM, GM),
        (
            OnCard("allocation.acknowledge", "own allocation, 3 cases", OWN),
            OnCard("audit.open", "own allocation, 3 cases", OWN),
        ),
        ("record an audit", "my work"),
        ("Record an audit", SEARCH),
        (
            Done("the allocation acknowledged", CARD, "ALLOCATION_ACKNOWLEDGED"),
            Done("every grade, what was good, what to learn, an action", CARD, "AUDIT_RECORDED"),
        ),
        ("work.open_audit",),
    ),
    QuickAction(
        "Moderate an audit",
        (TM, GM, SM, OFFICER),
        (OnCard("moderation.open", "moderation, waiting", "Moderation"),),
        ("moderations", "peer reviews"),
        (ALL_THAT_WAITS,),
        (Done("another grade agreed, with the reason", CARD, "MODERATED"),),
    ),
    QuickAction(
        "Answer a moderation",
        (TM, ATM, GM),
        (OnCard("moderation.answer", "moderation outcome, to answer", "The audit was moderated"),),
        ("my work",),
        (ALL_THAT_WAITS,),
        (
            Done("agreed with", CARD, "MODERATION_AGREED_WITH"),
            Done("seen differently, with a line", CARD, "MODERATION_SEEN_DIFFERENTLY"),
        ),
    ),
    QuickAction(
        "Record a mid-way audit",
        (REVIEWING, CHAIR),
        (OnCard("audit.open", "own allocation, 3 cases", OWN),),
        ("record an audit", "my work"),
        ("Record an audit", SEARCH),
        (Done("with views, one's own footprint, and an action", CARD, "MID_WAY_RECORDED"),),
        ("work.open_audit",),
    ),
    QuickAction(
        "Acknowledge the findings of a mid-way audit",
        (TM,),
        (OnCard("findings.acknowledge", "mid-way, findings", "Findings from the audit"),),
        ("my work",),
        (ALL_THAT_WAITS,),
        (Done("acknowledged", CARD, "FINDINGS_ACKNOWLEDGED"),),
    ),
    QuickAction(
        "Record a practice observation",
        (TM, SM, ATM),
        (OnCard("observation.open", "duties", OWED),),
        ("observation",),
        ("Record a practice observation",),
        (Done("what was seen, the discussion, training needs", CARD, "OBSERVED"),),
    ),
    QuickAction(
        "Raise a dispute",
        (REVIEWING, CHAIR),
        (OnCard("dispute.open", FOR_OFFICERS, HELLO),),
        ("dispute",),
        ("Raise a dispute",),
        (Done("raised about a case", WORD, "DISPUTE_RAISED"),),
    ),
    QuickAction(
        "Answer a dispute, or move it on",
        (TM, SM, REVIEWING, CHAIR),
        (
            OnCard("dispute.answer", "dispute, to answer", "The dispute"),
            OnCard("dispute.move_on", "dispute, to decide", "The dispute"),
            OnCard("dispute.resolve", "dispute, to decide", "The dispute"),
        ),
        ("disputes",),
        (ALL_THAT_WAITS,),
        (
            Done("answered", CARD, "DISPUTE_ANSWERED"),
            Done("moved on to the next level", CARD, "DISPUTE_MOVED_ON"),
            Done("resolved", CARD, "DISPUTE_RESOLVED"),
        ),
    ),
    QuickAction(
        "Hand over, swap or decline an allocation",
        (TM, ATM, GM),
        (
            OnCard("hand_over.open", "own allocation, 3 cases", OWN),
            OnCard("hand_over.take", "hand over, to the colleague", "A colleague asks you"),
            OnCard("hand_over.decline", "hand over, to the colleague", "A colleague asks you"),
        ),
        ("hand over",),
        ("Hand over an audit",),
        (
            Done("the reason, and whom to ask", CARD, "HANDED_OVER"),
            Done("taken by a colleague", CARD, "TAKEN_OVER"),
            Done("declined by a colleague", CARD, "DECLINED"),
        ),
    ),
    QuickAction(
        "Give an audit to another auditor",
        (OFFICER,),
        (OnCard("audit.reassign", "given back, every way", "Audits that need another auditor"),),
        ("reassign",),
        (ALL_THAT_WAITS,),
        (Done("to whoever the solver proposes", CARD, "GIVEN_BY_AN_OFFICER"),),
    ),
    QuickAction(
        "Be reminded later",
        tuple(Role),
        (
            OnCard("later.remind", "own allocation, 4 cases", OWN),
            OnCard("later.one.open", "grade alert, asked", "every card that asks for something"),
        ),
        ("remind me later",),
        ("Remind me later",),
        (Done("in a week", CARD, "REMINDED_LATER"),),
    ),
    QuickAction(
        "See what is mine, and what is my team's",
        tuple(Role),
        (
            OnCard("action.complete", "digest", "Reminders for the day"),
            OnCard("work.open_action", "my work, with what else waits", "My work"),
        ),
        ("my work", "my team"),
        (ALL_THAT_WAITS, SEARCH),
        (
            Done("an action of mine completed in its row", WORD, "ACTION_IN_MY_WORK"),
            Done("an action of my team's completed in its row", WORD, "ACTION_IN_MY_TEAM"),
            Done("all that waits brought to one's own chat", BOX, "MY_WORK_BESIDE_THE_BOX"),
        ),
        ("work.open_action", "work.open_audit"),
    ),
)
