"""A worker in a process of its own, to be killed: `python -m tests.jobs.worker_process`.

Arguments: the database's address, the Web API's, the moment it is, the lease in seconds, and the
mail server's address where there is one.
It says `ready`, begins when it is told so by a line, delivers until SIGTERM, and exits with 0.
"""

import logging
import sys
from datetime import datetime

import structlog

from bot.mail import Mail
from bot.slack import Slack
from db.engine import Database
from jobs.budgets import UNLIMITED, Budgets
from jobs.deliver import Deliverer, Post
from jobs.pace import Pace
from jobs.ticks import TickRunner
from jobs.worker import Worker
from tests.jobs.notes import KINDS, LETTERS, SEALER, SENDER


def main(url: str, api: str, now: str, lease: str, smtp: str = "") -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database = Database(url)
    moment = datetime.fromisoformat(now)
    seconds = float(lease)
    pace = Pace(lease=seconds, deadline=1.5, poll=0.1, doubt=seconds, longest_wait=0.5)
    slack = Slack(api, timeout=1)
    deliverer = Deliverer(
        database,
        slack,
        sealer=SEALER,
        clock=lambda: moment,
        kinds=KINDS,
        post=Post(Mail(smtp, timeout=1), SENDER) if smtp else None,
        letters=LETTERS,
        pace=pace,
        budgets=Budgets(UNLIMITED),
    )
    worker = Worker(deliverer, TickRunner(database, [], lambda: moment))
    print("ready", flush=True)  # noqa: T201 - the test waits for this line
    if not sys.stdin.readline():
        return  # the test is gone
    worker.start()
    worker.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
