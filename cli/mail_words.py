"""What `joinedup doctor --mail` says: what came back, what did not, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.mail import MailFailed
from cli.findings import Findings
from cli.probing import Run
from db.models import InboundMail
from domain import probes
from domain.mailboxes import tagged

NO_DOOR = (
    "INBOUND_SMTP_PORT is not set: mail comes in only where your mail server pipes it to "
    "`joinedup inbound --eml -`."
)
_GUIDE = "See “Mail that comes in” in docs/running.md."


def nothing_set(has_server: bool) -> str:  # noqa: FBT001 - which of two
    """Say what is missing before any mail can leave."""
    missing = "MAIL_FROM" if has_server else "SMTP_URL"
    return f"{missing} is not set: no mail can be sent, so nothing could be tried."


def closed(host: str, port: int) -> str:
    """Say that nobody listens at our door."""
    return f"Nothing listens at {host}, port {port} (INBOUND_SMTP_PORT). Start `joinedup inbound`."


def not_ours(host: str, port: int) -> str:
    """Say that somebody else listens there."""
    return f"Another program answers at {host}, port {port}: choose another INBOUND_SMTP_PORT."


def not_sent(failed: MailFailed, mailbox: str, to: str, purpose: str) -> str:
    """Say why a mail did not leave, by the step at which it failed."""
    code = failed.code
    if failed.step == "auth" and code == "no_tls":
        return "The mail server offers no TLS, so no password was sent. Try smtps:// in SMTP_URL."
    said = {
        "connect": f"The mail server can't be reached ({code}). Look at host and port in SMTP_URL.",
        "tls": f"TLS with the mail server failed ({code}). Look at its name and its certificate.",
        "auth": f"The mail server refused the login ({code}). Look at the user in SMTP_URL.",
        "mail": f"The mail server does not let us send as {mailbox} ({code}). Look at MAIL_FROM.",
        "data": f"The mail server did not take the mail to {to} ({code}). Look at its log.",
    }
    if failed.step in said:
        return said[failed.step]
    if purpose == probes.PLUS:
        return (
            f"The mail server refuses {to} ({code}). Let it take {tagged(mailbox, '…')}. {_GUIDE}"
        )
    return f"The mail server refuses {to} ({code})."


def left(to: str, purpose: str) -> str:
    """Say what was sent."""
    what = "A test invitation" if purpose == probes.ANSWER else "A test mail"
    return f"{what} to {to} has left."


def waiting(sent: Sequence[str], reader: str, seconds: float) -> str:
    """Say what is waited for."""
    if probes.ANSWER in sent:
        return f"Please accept the invitation at {reader}. Waiting {seconds:.0f} seconds at most."
    return f"Waiting for them to come back, {seconds:.0f} seconds at most."


def came(purpose: str) -> str:
    """Say what has come back."""
    return {
        probes.BARE: "The mail to the mailbox itself came through the door.",
        probes.PLUS: "The mail to the address with a tag came through the door.",
        probes.ANSWER: "The calendar's answer came through the door.",
        probes.BOUNCED: "A test mail came back as not delivered.",
    }.get(purpose, "An answer in words came, not from a calendar.")


def judged(run: Run, reader: str, sent: Sequence[str], back: Mapping[str, InboundMail]) -> Findings:
    """Say what is wrong with the way back, from what has come by it."""
    wrong = [*_way(run, sent, back), *_answer(reader, sent, back)]
    notes = []
    if probes.BARE in sent and probes.BARE not in back and probes.PLUS in back:
        notes.append(f"Mail to {run.mailbox} itself did not come: what people write there is lost.")
    probe = back.get(probes.PLUS) or back.get(probes.BARE)
    if probe is not None:
        found = _seal(run, probe.raw or b"")
        wrong, notes = wrong + found.wrong, notes + found.notes
    return Findings(wrong, notes)


def _way(run: Run, sent: Sequence[str], back: Mapping[str, InboundMail]) -> Iterator[str]:
    """See whether mail to our mailbox, and to its tags, comes to the door."""
    to = tagged(run.mailbox, "…")
    if probes.BOUNCED in back:
        yield "A test mail came back as not delivered. Look at your mail server's log."
    if probes.PLUS not in sent:
        return
    probe = back.get(probes.PLUS)
    if probe is None and probes.BARE in back:
        yield (
            f"Mail to {run.mailbox} came, mail to {to} did not: let your mail server deliver "
            f"addresses with a plus (Postfix: recipient_delimiter = +). {_GUIDE}"
        )
    elif probe is None:
        yield f"No mail to {run.mailbox} came through the door. Route it there. {_GUIDE}"
    elif probe.token is None:
        yield f"The tag of {to} was lost on the way: let your mail server keep it. {_GUIDE}"
    elif probe.token != probes.tag(run.number, probes.PLUS):
        yield (
            "The tag of our address came with other letters: let your mail server keep capitals "
            "before the @. Answers would wait for a coordinator."
        )


def _answer(reader: str, sent: Sequence[str], back: Mapping[str, InboundMail]) -> Iterator[str]:
    """See whether a calendar's answer came, and to which address."""
    if probes.ANSWER not in sent:
        return
    answer = back.get(probes.ANSWER)
    if answer is None:
        yield (
            f"No calendar's answer came from {reader} in time. If it was accepted there, look in "
            "your mail server's log where the answer went."
        )
    elif answer.token is None:
        yield (
            f"The answer from {reader} came without its tag: their program, or a server on the "
            "way, takes it off. Such answers wait for a coordinator."
        )


def _seal(run: Run, raw: bytes) -> Findings:
    """See what the receiving server found of SPF, DKIM and DMARC on mail of ours."""
    domain = run.mailbox.rpartition("@")[2]
    found = probes.verdicts(raw)
    wrong = [
        f"{method.upper()} of {domain}: {result}. {_MEND[method]}"
        for method, result in sorted(found.items())
        if result not in _FINE
    ]
    if not found:
        note = (
            "The mail server wrote nothing on SPF and DKIM into mail that came back: look at the "
            "headers of a mail of ours in a mailbox elsewhere."
        )
        return Findings([], [note])
    if "dkim" not in found and not probes.is_signed(raw):
        wrong.append(f"Mail of {domain} came back without a signature. {_MEND['dkim']}")
    return Findings(wrong, [])


_FINE = {"pass", "bestguesspass", "neutral", "policy"}
_MEND = {
    "spf": "Name your mail server in the domain's SPF record.",
    "dkim": "Let your mail server sign for the domain, and publish its key.",
    "dmarc": "SPF or DKIM must pass for the domain of MAIL_FROM itself.",
}
