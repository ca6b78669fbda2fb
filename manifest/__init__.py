"""The Teams app package: its manifest, its icons, and what builds them."""
