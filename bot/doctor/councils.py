"""Whether each council's framework can be read, and the rules that are to hold later."""

from bot.doctor.line import Line, mend, ok
from programme.council import CouncilRecord
from programme.errors import CorrectAndRepeat
from programme.frameworks.load import parse

ABOUT = "councils"


def judge_councils(records: tuple[CouncilRecord, ...]) -> list[Line]:
    """A line a council whose rules can't be read; otherwise one for all."""
    if not records:
        return [mend(ABOUT, "None was added; add one with “sightline council add”.")]
    wrong = [line for record in records if (line := _unread(record))]
    if wrong:
        return wrong
    names = sorted({record.framework_id for record in records})
    return [ok(ABOUT, f"{len(records)}, and every framework can be read ({', '.join(names)}).")]


def _unread(record: CouncilRecord) -> Line | None:
    try:
        for text in (record.rules, *(version.rules for version in record.later)):
            parse(text, f"the rules of {record.framework_id}")
    except CorrectAndRepeat as error:
        return mend(
            ABOUT,
            f"The rules of council {record.tenant_id} can't be read, so all that it is sent waits; "
            f"start the version of Sightline that it had, or mend them: {error}",
        )
    return None
