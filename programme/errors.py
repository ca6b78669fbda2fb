"""Every refusal, in one tree, named by what the caller should do next.

    SightlineError
    ├── CorrectAndRepeat        the input is wrong: mend it and send it again
    │   └── FileRefused         a file is not what it says, or does not hold together
    ├── ShowAsItIsNow           what was acted on has changed: show it afresh
    ├── LookElsewhere           what was asked for is not here
    ├── AskSomeoneAllowed       the person may not do this: say who may
    ├── RepeatLater             somebody else is in the way: the same may be done a little later
    └── RulesUnread             a council's rules can't be read: wait until they are mended

`str(error)` is always the one sentence that a person sees.
"""

from collections.abc import Mapping


class SightlineError(Exception):
    """A refusal with a sentence for a person: what happened, and what to do."""


class CorrectAndRepeat(SightlineError):
    """The input is wrong; `problems` has a sentence for each field that must be mended."""

    def __init__(self, sentence: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.problems: Mapping[str, str] = problems or {}


class FileRefused(CorrectAndRepeat):
    """A file was not taken in; nothing has changed."""


class ShowAsItIsNow(SightlineError):
    """What was acted on has changed since it was shown; `stands` is what somebody had written
    before, where the new words would be in its place."""

    def __init__(self, sentence: str, stands: str = "") -> None:
        super().__init__(sentence)
        self.stands = stands


class LookElsewhere(SightlineError):
    """What was asked for is not here."""


class AskSomeoneAllowed(SightlineError):
    """The person may not do this."""


class RepeatLater(SightlineError):
    """Somebody else is in the way; nothing was done, and the same may be done a little later."""


class RulesUnread(SightlineError):
    """A council's rules, as they are kept, can't be read: nothing of it can be done until then."""
