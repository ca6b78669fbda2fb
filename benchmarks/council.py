"""The benchmarks' council: its framework gives every case two auditors."""

from datetime import datetime

from programme.calendar import LONDON
from programme.frameworks.load import load_shipped, shipped

FRAMEWORK = next(found for found in shipped() if load_shipped(found).allocation.peer)
TENANT = "11111111-2222-3333-4444-555555555555"
APP_ID = "99999999-8888-7777-6666-555555555555"
THE_FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=LONDON)
OBJECT_ID = "00000000-0000-0000-0000-000000000001"
