"""Every benchmark, one table after the other: `python -m benchmarks`."""

import sys

from benchmarks import allocation, presses, pushes, retention, ticks


def main() -> None:
    """Runs them; each measures its ratios within its own run."""
    for number, benchmark in enumerate((pushes, presses, ticks, allocation, retention)):
        if number:
            sys.stdout.write("\n")
        benchmark.main()
        sys.stdout.flush()


if __name__ == "__main__":
    main()
