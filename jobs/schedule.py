"""Everything the clock makes us do, and how often."""

from bot.slack import Slack
from db.sealing import Sealer
from jobs import (
    audiences,
    audit,
    diaries,
    digests,
    findings,
    imports,
    inbox,
    introductions,
    papers,
    quorum,
    registers,
    reminders,
    retention,
    series,
    worklist,
)
from jobs.ticks import Errand, Tick

TICKS = (
    Tick("expire messages", 60, retention.expire),
    Tick("seal the audit", 60, audit.seal),
    Tick("keep the worklist", 60, worklist.reconcile),
    Tick("keep audiences", 15, audiences.keep),
    Tick("clear diaries", 60, diaries.clear),
    Tick("announce papers", 60, papers.announce),
    Tick("remind", 60, reminders.remind),
    Tick("forecast quorums", 60, quorum.forecast),
    Tick("ask who came", 60, registers.ask),
    Tick("look for findings", 300, findings.look),
    Tick("write series ahead", 6 * 3600, series.extend),
    Tick("forget", 6 * 3600, retention.forget),
)


def errands(slack: Slack, sealer: Sealer, mailbox: str) -> tuple[Errand, ...]:
    """Give what asks Slack now and then, or reads our mail, each in transactions of its own."""
    return (
        Errand("look up introductions", 5, introductions.Lookups(slack, sealer).run),
        Errand("read spreadsheets", 3, imports.Imports(slack, sealer).run),
        Errand("fetch papers", 3, papers.Files(slack, sealer).run),
        Errand("make digests", 60, digests.Digests(slack, sealer).run),
        Errand("read mail", 1, inbox.Inbox(mailbox).run),
    )
