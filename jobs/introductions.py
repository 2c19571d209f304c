"""Looks up who wrote to us in Slack and is not known: the profile of our own workspace counts.

Of people of another workspace nothing is asked, since nothing that their profile says is trusted.
"""

from datetime import datetime
from typing import Any

import structlog

from bot.failures import SlackFailed
from bot.faults import report
from bot.slack import Slack
from db import introductions
from db.engine import Database
from db.introductions import Profile, Waiting
from db.sealing import CannotOpen, Sealer
from db.tenancy import within

AT_ONCE = 20
"""People looked up in one run: users.info takes a hundred a minute and more (tier 4)."""

log = structlog.get_logger()


class Lookups:
    """Asks Slack, outside of any transaction, and keeps what it says in one of its own."""

    def __init__(self, slack: Slack, sealer: Sealer) -> None:
        self._slack = slack
        self._sealer = sealer

    def run(self, database: Database, now: datetime) -> int:
        """Look up who waits, twenty at most; say how many were settled."""
        with database.reading() as session:
            waiting = introductions.to_look_up(session, limit=AT_ONCE)
        return sum(self._look_up(database, each, now) for each in waiting)

    def _look_up(self, database: Database, each: Waiting, now: datetime) -> bool:
        """Look one up; False: Slack did not answer, the next run may do better."""
        try:
            user = self._ask(each) if each.own else None
        except SlackFailed as failed:
            if not failed.permanent or failed.of_installation:
                log.info("introduction waits", introduction=each.id, error=failed.code)
                return False
            user = None
        except CannotOpen as error:
            report("introduction waits", error, introduction=each.id)
            return False
        with database.writing() as session, within(session, each.partnership_id):
            if user is not None and _is_nobody(user):
                introductions.is_a_program(session, each.id, now=now)
            else:
                profile = _profile(user) if user is not None else None
                introductions.looked_up(session, each.id, profile, now=now)
        return True

    def _ask(self, each: Waiting) -> dict[str, Any] | None:
        token = self._sealer.open(each.sealed_token, each.partnership_id)
        user = self._slack.user(token, each.user_id)
        return user if user is not None and user.get("team_id") == each.team_id else None


def _is_nobody(user: dict[str, Any]) -> bool:
    """Say whether this is an app, or an account that was closed."""
    return bool(user.get("is_bot") or user.get("deleted"))


def _profile(user: dict[str, Any]) -> Profile:
    """Read name and address; an address that Slack has not confirmed counts for nothing."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    confirmed = user.get("is_email_confirmed", True)
    return Profile(str(name), profile.get("email") if confirmed else None)
