"""Microsoft's schema of the manifest, as npm brings it."""

import json
from pathlib import Path

from jsonschema import Draft4Validator

_SCHEMAS = (
    Path(__file__).parents[2] / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
)


def breaches(manifest: dict[str, object]) -> list[str]:
    """What Microsoft's schema of the manifest's own version has against it: place and sentence."""
    schema = _SCHEMAS / f"v{manifest['manifestVersion']}" / "MicrosoftTeams.schema.json"
    # Not check_schema(): the schema's own patterns have Unicode classes that Python's re refuses.
    validator = Draft4Validator(json.loads(schema.read_text("utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(manifest)]
