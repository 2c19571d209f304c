"""What `joinedup doctor --mail` finds, with a real mail server between us and our own door."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes

import pytest
from icalendar import Calendar
from pydantic import SecretStr

from bot.mail import MailFailed
from cli import mail_words
from cli.findings import Findings
from cli.mail_doctor import look
from cli.wiring import House
from db.engine import Database
from domain import probes
from domain.mailboxes import token_at
from sandbox.post.faults import EVERYBODY, Fault, Faults
from sandbox.post.smtp import Door as Listening
from sandbox.post.smtp import listening
from tests.bot.doors import MAILBOX, Open, opened
from tests.conftest import NOW
from tests.db.mailed import attendee
from tests.db.mailed import mail as reply
from tests.world import settings_for

LEAD = "lead@police.example.org"
GOOD = (
    b"Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=joinedup.example.org;\r\n"
    b"\tdkim=pass (2048-bit key) header.d=joinedup.example.org; dmarc=pass\r\n"
)
Bend = Callable[[str], str | None]


@dataclass
class Server:
    """A mail server: what is for us it brings to our door, as `bend` says, with a `head` on top.

    A calendar of the partner's answers at once, to the address that `answers_to` makes of ours.
    """

    door: Open
    bend: Bend = lambda to: to
    head: bytes = GOOD
    answers_to: Bend = lambda to: to
    faults: Faults = field(default_factory=Faults)
    got: list[str] = field(default_factory=list)

    def accept(self, sender: str, people: list[str], raw: bytes) -> None:
        """Bring a mail to where it belongs."""
        for to in people:
            if token_at(to, MAILBOX) is not None:
                if (bent := self.bend(to)) is not None:
                    self.door.send(self.head + raw, bent, sender=sender)
            else:
                self.got.append(str(message_from_bytes(raw)["Subject"]))
                self._answer(raw)

    def _answer(self, raw: bytes) -> None:
        parts = message_from_bytes(raw).walk()
        asked = [each for each in parts if each.get_param("method") == "REQUEST"]
        if not asked:
            return
        part = asked[0]
        [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")  # type: ignore[arg-type]
        to = self.answers_to(str(event["ORGANIZER"]).removeprefix("mailto:"))
        said = reply(str(event["UID"]), people=[attendee(LEAD, "ACCEPTED")], sender=LEAD)
        if to is not None:
            self.door.send(said, to, sender=LEAD)


@dataclass
class Office:
    """A house whose mail goes through a server."""

    house: House
    server: Server

    def look(self, address: str | None = LEAD) -> Findings:
        """Let the doctor look; nothing is on its way any more once it was sent."""
        self.said: list[str] = []
        return look(self.house, address, wait=0, say=self.said.append, poll=0)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with opened(database) as door:
        server = Server(door)
        with listening(Listening(server.accept, server.faults)) as address:
            settings = settings_for(database.url, "http://127.0.0.1:9", "xoxb-1", ()).model_copy(
                update={
                    "smtp_url": SecretStr(f"smtp://{address}"),
                    "mail_from": MAILBOX,
                    "inbound_smtp_port": door.port,
                }
            )
            house = House(settings, lambda: NOW)
            yield Office(house, server)
            house.database.close()


def without_tag(to: str) -> str:
    return MAILBOX if token_at(to, MAILBOX) else to


def test_where_all_goes_well_it_says_so_and_clears_the_calendar(office: Office) -> None:
    findings = office.look()
    assert findings.lines == ["All is well."]
    assert f"A test invitation to {LEAD} has left." in office.said
    assert "The calendar's answer came through the door." in office.said
    assert office.server.got == ["Joined Up: a test invitation"] * 2


def test_without_an_address_it_writes_to_ourselves_alone(office: Office) -> None:
    assert office.look(None).well
    assert office.server.got == []


@pytest.mark.parametrize(
    ("bend", "wrong"),
    [
        (lambda to: None if token_at(to, MAILBOX) else to, "did not: let your mail server deliver"),
        (lambda _to: None, f"No mail to {MAILBOX} came through the door. Route it there."),
        (without_tag, "was lost on the way"),
        (str.lower, "let your mail server keep capitals"),
    ],
)
def test_what_happens_to_tags_on_the_way_is_named(office: Office, bend: Bend, wrong: str) -> None:
    office.server.bend = bend
    [found] = office.look(None).wrong
    assert wrong in found


def test_a_mailbox_that_leads_elsewhere_is_worth_knowing(office: Office) -> None:
    office.server.bend = lambda to: to if token_at(to, MAILBOX) else None
    findings = office.look(None)
    assert findings.well
    assert findings.notes == [
        f"Mail to {MAILBOX} itself did not come: what people write there is lost."
    ]


def test_an_answer_without_its_tag_and_one_that_does_not_come_are_named(office: Office) -> None:
    office.server.answers_to = without_tag
    [found] = office.look().wrong
    assert "came without its tag" in found
    office.server.answers_to = lambda _to: None
    [found] = office.look().wrong
    assert found.startswith(f"No calendar's answer came from {LEAD} in time.")


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        (
            GOOD.replace(b"spf=pass", b"spf=softfail (x=y) "),
            ["SPF of joinedup.example.org: softfail."],
        ),
        (GOOD.replace(b"dkim=pass", b"dkim=none"), ["DKIM of joinedup.example.org: none."]),
        (GOOD.replace(b"=pass", b"=fail"), ["DKIM of", "DMARC of", "SPF of"]),
        (
            b"Received-SPF: Fail (x) client-ip=192.0.2.1\r\n",
            ["SPF of", "Mail of joinedup.example.org"],
        ),
        (b"Received-SPF: pass\r\nDKIM-Signature: v=1\r\n", []),
    ],
)
def test_what_the_server_found_of_our_seal_is_named(
    office: Office, head: bytes, wrong: list[str]
) -> None:
    office.server.head = head
    found = office.look(None).wrong
    assert [each.startswith(start) for each, start in zip(found, wrong, strict=True)] == [
        True
    ] * len(wrong)


def test_a_server_that_writes_no_findings_is_mentioned(office: Office) -> None:
    office.server.head = b""
    findings = office.look(None)
    assert findings.well
    assert "wrote nothing on SPF and DKIM" in findings.notes[0]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def changed(office: Office, **settings: object) -> list[str]:
    """Look with other settings; gives what is wrong."""
    house = House(office.house.settings.model_copy(update=settings), lambda: NOW)
    try:
        return look(house, None, wait=0, say=lambda _line: None).wrong
    finally:
        house.database.close()


def test_a_door_that_is_shut_or_anothers_is_named(office: Office) -> None:
    port = free_port()
    assert changed(office, inbound_smtp_port=port) == [
        f"Nothing listens at 127.0.0.1, port {port} (INBOUND_SMTP_PORT). Start `joinedup inbound`."
    ]
    url = office.house.settings.smtp_url
    assert url is not None
    other = int(url.get_secret_value().rpartition(":")[2])
    [found] = changed(office, inbound_smtp_port=other)
    assert found.startswith("Another program answers")


def test_a_server_that_is_not_there_or_offers_no_safe_login_is_named(office: Office) -> None:
    [found] = changed(office, smtp_url=SecretStr(f"smtp://127.0.0.1:{free_port()}"))
    assert found.startswith("The mail server can't be reached (ConnectionRefusedError).")
    url = office.house.settings.smtp_url
    assert url is not None
    login = SecretStr(url.get_secret_value().replace("smtp://", "smtp://user:password@"))
    [found] = changed(office, smtp_url=login)
    assert found.startswith("The mail server offers no TLS")
    assert changed(office, smtp_url=None)[0].startswith("SMTP_URL is not set")


def test_what_a_server_refuses_is_named_and_the_rest_is_tried(office: Office) -> None:
    office.server.faults.add(Fault("refuse", "recipient", EVERYBODY, 1, 550))
    findings = office.look()
    assert findings.wrong == [f"The mail server refuses {MAILBOX} (550)."]
    assert "The calendar's answer came through the door." in office.said


@pytest.mark.parametrize(
    ("step", "code", "said"),
    [
        ("rcpt", "550", "Let it take calendar+…@joinedup.example.org."),
        ("auth", "535", "refused the login (535)"),
        ("tls", "SSLError", "TLS with the mail server failed (SSLError)"),
        ("mail", "553", f"does not let us send as {MAILBOX} (553)"),
        ("data", "554", "did not take the mail"),
    ],
)
def test_each_step_that_fails_has_its_sentence(step: str, code: str, said: str) -> None:
    to = "calendar+x@joinedup.example.org"
    assert said in mail_words.not_sent(MailFailed(step, code), MAILBOX, to, probes.PLUS)
