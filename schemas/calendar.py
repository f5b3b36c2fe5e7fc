"""The calendar of the registry: its time zone, and the years that a date of it may lie in.

What does not belong here: reading a printed date (`scrapers/text/dates.py`), which day a night or a release is of (`pipelines`).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

#: The zone of every day: a moment is of the day that it has in Kyiv.
KYIV = ZoneInfo("Europe/Kyiv")
#: Years that a tie of our days can begin or end in, and that a snapshot can be of. A number outside is no year.
YEARS = range(1900, 2101)


def kyiv_time(moment: datetime) -> str:
    """A moment as messages print it, in Kyiv time to the second: `2025-10-01 02:00:00+03:00`."""
    return moment.astimezone(KYIV).isoformat(" ", "seconds")
