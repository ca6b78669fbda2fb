"""How many people of each council can't be reached, and why; never who."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.delivery.retry import NOT_INSTALLED, sentence_for
from bot.doctor.line import Line, counted, look, ok
from programme.message import Conversation
from programme.people import Person

ABOUT = "people"


def judge_people(tenant_id: str, people: Iterable[Person], met: Mapping[str, Conversation]) -> Line:
    """`people` work for the council; `met` is where they are met, by person id."""
    everyone = list(people)
    if not everyone:
        return look(
            ABOUT, f"Council {tenant_id} has no staff list; “sightline import staff” takes one in."
        )
    why = Counter(
        reason for person in everyone if (reason := _unreached(met.get(person.id))) is not None
    )
    if not why:
        return ok(ABOUT, f"All {len(everyone):,} of council {tenant_id} can be reached.")
    reasons = " ".join(f"{count:,}: {reason}" for reason, count in sorted(why.items()))
    return look(
        ABOUT,
        f"{counted(why.total(), 'person', 'people')} of {len(everyone):,} of council {tenant_id} "
        f"can't be reached. {reasons} Its QA officers see who, by typing “programme” to Sightline.",
    )


def _unreached(conversation: Conversation | None) -> str | None:
    if conversation is None:
        return NOT_INSTALLED
    return None if conversation.blocked is None else sentence_for(conversation.blocked)
