"""What we know: pure rules, without I/O, clock or session."""

import zoneinfo

# The locked zone data, the same on every machine: a system's own may be a year behind, and then
# a time here and its VTIMEZONE in a calendar would be two moments.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
