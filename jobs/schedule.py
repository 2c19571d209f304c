"""Everything the clock makes us do, and how often."""

from jobs import audit, retention
from jobs.ticks import Tick

TICKS = (
    Tick("expire messages", 60, retention.expire),
    Tick("seal the audit", 60, audit.seal),
    Tick("forget", 6 * 3600, retention.forget),
)
