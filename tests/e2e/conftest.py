"""Stories share a machine with everything else: what must come has longer to come."""

from playwright.async_api import expect

expect.set_options(timeout=20_000)
