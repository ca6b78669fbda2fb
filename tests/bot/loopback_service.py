"""`sightline` as it is, but that `run` may post to loopback.

Its process is started by tests, which stand in for Teams, Entra and the machine's identity.
"""

from functools import partial

from bot import cli
from bot.authentication import is_loopback_url
from bot.commands import run
from bot.wiring import Outside

if __name__ == "__main__":
    run.Outside = partial(Outside, allowed=is_loopback_url)  # type: ignore[attr-defined, assignment]  # as it is called there
    cli.main()
