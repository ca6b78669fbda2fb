"""`python -m bot` is `sightline`."""

from bot.cli import main

main()
