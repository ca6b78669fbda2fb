"""`python -m bot` is `sightline`."""

import sys

from bot.commands.stopped import STOPPED, STOPPED_EXITS_WITH


def main() -> None:
    """Runs the command line, and answers Ctrl+C from the first moment on."""
    try:
        # Imported here, for that takes a second or two.
        from bot.cli import main as run_commands

        run_commands()
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{STOPPED}\n")
        sys.exit(STOPPED_EXITS_WITH)


if __name__ == "__main__":
    main()
