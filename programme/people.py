"""Roles, teams and service areas, and who may do what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from programme.errors import AskSomeoneAllowed


class Role(StrEnum):
    """A role as the frameworks name it; `words` is what a person reads."""

    SOCIAL_WORKER = "social_worker"
    ADVANCED_PRACTITIONER = "advanced_practitioner"
    ADVANCED_SOCIAL_WORK_PRACTITIONER = "advanced_social_work_practitioner"
    ASSISTANT_TEAM_MANAGER = "assistant_team_manager"
    TEAM_MANAGER = "team_manager"
    GROUP_MANAGER = "group_manager"
    SERVICE_MANAGER = "service_manager"
    PRACTICE_MANAGER = "practice_manager"
    HEAD_OF_SERVICE = "head_of_service"
    ASSISTANT_DIRECTOR = "assistant_director"
    DIRECTOR = "director"
    PRINCIPAL_SOCIAL_WORKER = "principal_social_worker"
    QA_OFFICER = "qa_officer"
    INDEPENDENT_REVIEWING_OFFICER = "independent_reviewing_officer"
    CONFERENCE_CHAIR = "conference_chair"
    WORKFORCE_DEVELOPMENT_OFFICER = "workforce_development_officer"

    @property
    def words(self) -> str:
        """The role in words, as it stands in a sentence."""
        return _TITLES.get(self, self.value.replace("_", " "))

    @property
    def one(self) -> str:
        """One who holds it: "a team manager", "an assistant director", "the director"."""
        if self is Role.DIRECTOR:
            return f"the {self.words}"
        return f"{'an' if self.words[0] in 'aeio' else 'a'} {self.words}"


_TITLES: Mapping[Role, str] = {
    Role.QA_OFFICER: "QA officer",
    Role.CONFERENCE_CHAIR: "child protection conference chair",
}

_RANKS: Mapping[Role, int] = {
    Role.SOCIAL_WORKER: 0,
    Role.ADVANCED_PRACTITIONER: 1,
    Role.ADVANCED_SOCIAL_WORK_PRACTITIONER: 1,
    Role.INDEPENDENT_REVIEWING_OFFICER: 1,
    Role.CONFERENCE_CHAIR: 1,
    Role.ASSISTANT_TEAM_MANAGER: 2,
    Role.TEAM_MANAGER: 3,
    Role.PRACTICE_MANAGER: 3,
    Role.WORKFORCE_DEVELOPMENT_OFFICER: 3,
    Role.QA_OFFICER: 3,
    Role.GROUP_MANAGER: 4,
    Role.SERVICE_MANAGER: 4,
    Role.PRINCIPAL_SOCIAL_WORKER: 4,
    Role.HEAD_OF_SERVICE: 5,
    Role.ASSISTANT_DIRECTOR: 6,
    Role.DIRECTOR: 7,
}


def rank(role: Role) -> int:
    """How high a role stands: a dispute climbs to higher ones alone (WC-11)."""
    return _RANKS[role]


ROLE_WORDS: Mapping[str, Role] = {
    **{role.value.replace("_", " "): role for role in Role},
    "sw": Role.SOCIAL_WORKER,
    "ap": Role.ADVANCED_PRACTITIONER,
    "aswp": Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,
    "atm": Role.ASSISTANT_TEAM_MANAGER,
    "deputy team manager": Role.ASSISTANT_TEAM_MANAGER,
    "early help co-ordinator": Role.ASSISTANT_TEAM_MANAGER,
    "early help coordinator": Role.ASSISTANT_TEAM_MANAGER,
    "tm": Role.TEAM_MANAGER,
    "team leader": Role.TEAM_MANAGER,
    "early help operational manager": Role.TEAM_MANAGER,
    "gm": Role.GROUP_MANAGER,
    "sm": Role.SERVICE_MANAGER,
    "hos": Role.HEAD_OF_SERVICE,
    "strategic lead": Role.HEAD_OF_SERVICE,
    "strategic lead for early help": Role.HEAD_OF_SERVICE,
    "early help lead": Role.HEAD_OF_SERVICE,
    "ad": Role.ASSISTANT_DIRECTOR,
    "dcs": Role.DIRECTOR,
    "director of children's services": Role.DIRECTOR,
    "psw": Role.PRINCIPAL_SOCIAL_WORKER,
    "quality assurance officer": Role.QA_OFFICER,
    "sqa": Role.QA_OFFICER,
    "reviewing officer": Role.INDEPENDENT_REVIEWING_OFFICER,
    "iro": Role.INDEPENDENT_REVIEWING_OFFICER,
    "foster carer reviewing officer": Role.INDEPENDENT_REVIEWING_OFFICER,
    "cp chair": Role.CONFERENCE_CHAIR,
    "child protection chair": Role.CONFERENCE_CHAIR,
    "child protection conference chair": Role.CONFERENCE_CHAIR,
}
"""How staff lists write a role (lower case, single spaces), and the role that is meant."""


class Verb(StrEnum):
    """What a person may ask of Sightline; the right to it depends on the role."""

    SEE_OWN_WORK = "see_own_work"
    SEE_TEAM_WORK = "see_team_work"
    SEE_PROGRAMME = "see_programme"
    DRAW_ALLOCATION = "draw_allocation"
    ACKNOWLEDGE_ALLOCATION = "acknowledge_allocation"
    RECORD_AUDIT = "record_audit"
    ACKNOWLEDGE_AUDIT = "acknowledge_audit"
    COMPLETE_ACTION = "complete_action"
    ASK_MORE_TIME = "ask_more_time"
    PASS_ACTION_ON = "pass_action_on"  # noqa: S105 # it is an action that passes
    ANSWER_ALERT = "answer_alert"
    USE_AS_EXAMPLE = "use_as_example"
    ASK_FOR_AUDIT = "ask_for_audit"
    SEE_OWN_DUTIES = "see_own_duties"
    SEE_DUTIES = "see_duties"
    RECORD_DIP_SAMPLE = "record_dip_sample"
    RECORD_OBSERVATION = "record_observation"
    RECORD_PRACTICE_DAY = "record_practice_day"
    RECORD_PRACTICE = "record_practice"
    ACKNOWLEDGE_PRACTICE = "acknowledge_practice"
    RAISE_DISPUTE = "raise_dispute"
    ANSWER_DISPUTE = "answer_dispute"
    DECIDE_DISPUTE = "decide_dispute"
    SEE_DISPUTES = "see_disputes"
    MODERATE = "moderate"
    ANSWER_MODERATION = "answer_moderation"
    CHECK_LOOP = "check_loop"
    REOPEN_ACTION = "reopen_action"
    CONFIRM_ACTIONS = "confirm_actions"
    REASSIGN_AUDIT = "reassign_audit"
    HAND_OVER = "hand_over"
    ANSWER_HAND_OVER = "answer_hand_over"
    REFUSE_HAND_OVER = "refuse_hand_over"
    WITHDRAW_AUDIT = "withdraw_audit"
    SET_THEME = "set_theme"
    CHOOSE_CASES = "choose_cases"
    RECORD_CHAIRS_REPORT = "record_chairs_report"
    REMIND_LATER = "remind_later"
    TAKE_BACK = "take_back"


EVERYONE = frozenset(Role)
MANAGERS = frozenset(
    {
        Role.ASSISTANT_TEAM_MANAGER,
        Role.TEAM_MANAGER,
        Role.GROUP_MANAGER,
        Role.SERVICE_MANAGER,
        Role.PRACTICE_MANAGER,
        Role.HEAD_OF_SERVICE,
        Role.ASSISTANT_DIRECTOR,
        Role.DIRECTOR,
    }
)
REVIEWERS = frozenset({Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR})

OWE_DUTIES = MANAGERS | {Role.PRINCIPAL_SOCIAL_WORKER}
"""Of whom a framework may ask dip samples, observations and practice days."""

MAY: Mapping[Verb, frozenset[Role]] = {
    Verb.SEE_OWN_WORK: EVERYONE,
    Verb.SEE_TEAM_WORK: MANAGERS,
    Verb.SEE_PROGRAMME: frozenset({Role.QA_OFFICER}),
    Verb.DRAW_ALLOCATION: frozenset({Role.QA_OFFICER}),
    Verb.ACKNOWLEDGE_ALLOCATION: EVERYONE,
    Verb.RECORD_AUDIT: EVERYONE,
    Verb.ACKNOWLEDGE_AUDIT: MANAGERS | {Role.QA_OFFICER},
    Verb.COMPLETE_ACTION: MANAGERS,
    Verb.ASK_MORE_TIME: MANAGERS,
    Verb.PASS_ACTION_ON: MANAGERS,
    Verb.ANSWER_ALERT: EVERYONE,
    Verb.USE_AS_EXAMPLE: MANAGERS | {Role.PRINCIPAL_SOCIAL_WORKER, Role.QA_OFFICER},
    Verb.ASK_FOR_AUDIT: frozenset(
        {
            Role.ASSISTANT_TEAM_MANAGER,
            Role.TEAM_MANAGER,
            Role.INDEPENDENT_REVIEWING_OFFICER,
            Role.CONFERENCE_CHAIR,
            Role.GROUP_MANAGER,
            Role.SERVICE_MANAGER,
            Role.HEAD_OF_SERVICE,
            Role.ASSISTANT_DIRECTOR,
            Role.DIRECTOR,
            Role.QA_OFFICER,
        }
    ),
    Verb.SEE_OWN_DUTIES: OWE_DUTIES,
    Verb.SEE_DUTIES: frozenset({Role.QA_OFFICER}),
    Verb.RECORD_DIP_SAMPLE: OWE_DUTIES,
    Verb.RECORD_OBSERVATION: OWE_DUTIES,
    Verb.RECORD_PRACTICE_DAY: OWE_DUTIES,
    Verb.RECORD_PRACTICE: REVIEWERS,
    Verb.ACKNOWLEDGE_PRACTICE: MANAGERS | {Role.QA_OFFICER},
    Verb.RAISE_DISPUTE: REVIEWERS | {Role.PRACTICE_MANAGER},
    Verb.ANSWER_DISPUTE: EVERYONE,
    Verb.DECIDE_DISPUTE: EVERYONE,
    Verb.SEE_DISPUTES: MANAGERS | REVIEWERS | {Role.QA_OFFICER, Role.PRINCIPAL_SOCIAL_WORKER},
    Verb.MODERATE: EVERYONE - {Role.SOCIAL_WORKER},
    Verb.ANSWER_MODERATION: EVERYONE,
    Verb.CHECK_LOOP: EVERYONE - {Role.SOCIAL_WORKER},
    Verb.REOPEN_ACTION: MANAGERS,
    Verb.CONFIRM_ACTIONS: EVERYONE,
    Verb.REASSIGN_AUDIT: frozenset({Role.QA_OFFICER}),
    Verb.HAND_OVER: EVERYONE,
    Verb.ANSWER_HAND_OVER: EVERYONE,
    Verb.REFUSE_HAND_OVER: frozenset({Role.QA_OFFICER}),
    Verb.WITHDRAW_AUDIT: frozenset({Role.QA_OFFICER}),
    Verb.SET_THEME: frozenset({Role.QA_OFFICER}),
    Verb.RECORD_CHAIRS_REPORT: REVIEWERS,
    Verb.REMIND_LATER: EVERYONE,
    Verb.TAKE_BACK: EVERYONE,
    Verb.CHOOSE_CASES: frozenset({Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.QA_OFFICER}),
}
"""The one table of role and verb. That it is *this* person's audit or action is the
aggregate's own rule, asked after this one."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team of the council, named as in its case lists."""

    name: str
    service_area: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Days away, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the person is away on `day`."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the council's staff list. `id` stays when the e-mail address changes, where it can
    be told that they are the same (`same_person.recognised`)."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    team: str | None = None
    service_area: str | None = None
    line_manager_email: str | None = None
    object_id: str | None = None
    absences: tuple[Absence, ...] = ()
    active: bool = True

    def has(self, role: Role) -> bool:
        """Whether the staff list gives the person this role."""
        return role in self.roles

    def may(self, verb: Verb) -> bool:
        """Whether one of the person's roles has the right to `verb`."""
        return not self.roles.isdisjoint(MAY[verb])

    def is_away(self, day: date) -> bool:
        """Whether the person is away on `day`."""
        return any(absence.covers(day) for absence in self.absences)

    @property
    def title(self) -> str:
        """The roles in words, the team behind them: "team manager, Malvern"."""
        roles = " and ".join(sorted(role.words for role in self.roles))
        place = self.team or self.service_area
        return f"{roles}, {place}" if place else roles


def require(person: Person, verb: Verb) -> None:
    """Raises AskSomeoneAllowed, saying who may, unless one of the person's roles has the right."""
    require_one_of(person, MAY[verb])


def require_one_of(person: Person, roles: Collection[Role]) -> None:
    """Raises AskSomeoneAllowed, saying who may, unless the person has one of the roles."""
    if person.roles.isdisjoint(roles):
        allowed = ", ".join(sorted({role.words for role in roles}))
        raise AskSomeoneAllowed(f"Your role doesn't allow this; please ask one of: {allowed}.")


def working_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those who still work for the council."""
    return tuple(person for person in people if person.active)
