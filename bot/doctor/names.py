"""Whether what is set is what Sightline reads."""

from collections.abc import Iterable

from bot.doctor.line import Line, look
from bot.settings import Settings

_PREFIX = "SIGHTLINE_"


def judge_names(stated: Iterable[str]) -> Line | None:
    """`stated` are the names of all variables, ours and others'; None where each of ours is known.

    A misspelt setting does nothing, and its default may pass for what was meant.
    """
    known = {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    ours = {name for name in stated if name.upper().startswith(_PREFIX)}
    unknown = sorted(name for name in ours if name.upper() not in known)
    if not unknown:
        return None
    return look(
        "settings",
        f"Nothing reads {', '.join(unknown)}; docs/settings.md has the settings as they are spelt.",
    )
