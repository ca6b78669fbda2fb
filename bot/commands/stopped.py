"""What a command that Ctrl+C stops says. It imports nothing: it may be needed at once."""

from typing import Final

STOPPED: Final = (
    "Stopped. Nothing is half done: what was finished before is kept, and the command can be "
    "given again."
)
STOPPED_EXITS_WITH: Final = 130
"""As a shell has it of whatever ends at that signal."""
