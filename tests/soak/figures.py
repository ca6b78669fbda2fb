"""Where the figures of a run go: to whoever runs it with -s."""


def tell(figures: str) -> None:
    """One line."""
    print(f"\n{figures}")  # noqa: T201 - a figure that nobody reads need not be measured
