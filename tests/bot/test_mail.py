"""Mail over real SMTP: handed over once, on a connection that is kept, and honest about doubt."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTP as SMTP_

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot import mail as module
from bot.mail import Mail, MailFailed
from sandbox.post.office import PostOffice

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RAW = b"Subject: Leadership Forum\r\n\r\nCan you come?\r\n"
SENDER = "Unit <calendar@joinedup.example.org>"
LEAD = "lead@police.example.org"
DIARY = "diary@police.example.org"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice(lambda: NOW)
    with office.running():
        yield office


@pytest.fixture
def mail(office: PostOffice) -> Iterator[Mail]:
    mail = Mail(f"smtp://{office.address}", timeout=2)
    yield mail
    mail.close()


def send(mail: Mail, *recipients: str) -> dict[str, str]:
    return mail.send(RAW, sender=SENDER, recipients=recipients or (LEAD,))


def arrived(office: PostOffice, address: str = LEAD) -> int:
    return len(office.inbox(address))


def test_a_mail_arrives_with_its_copy(mail: Mail, office: PostOffice) -> None:
    send(mail, LEAD, DIARY)
    assert (arrived(office), arrived(office, DIARY)) == (1, 1)
    assert office.inbox(LEAD)[0].raw == RAW


def test_the_connection_is_kept(
    mail: Mail, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Mail] = []
    plain = Mail._open

    def counted(self: Mail) -> SMTP_:
        opened.append(self)
        return plain(self)

    monkeypatch.setattr(Mail, "_open", counted)
    for _ in range(3):
        send(mail)
    assert (len(opened), arrived(office)) == (1, 3)


def test_a_connection_that_died_meanwhile_is_opened_anew(mail: Mail, office: PostOffice) -> None:
    send(mail)
    for _since, smtp in mail._kept:
        assert smtp.sock is not None
        smtp.sock.close()
    send(mail)
    assert arrived(office) == 2


@pytest.mark.parametrize(("code", "permanent"), [(550, True), (451, False)])
def test_a_refused_recipient_is_said(
    mail: Mail, office: PostOffice, code: int, *, permanent: bool
) -> None:
    office.refuse(LEAD, code)
    with pytest.raises(MailFailed) as failed:
        send(mail)
    found = failed.value
    assert (found.step, found.code, found.permanent, found.in_doubt) == (
        "rcpt",
        str(code),
        permanent,
        False,
    )
    assert not found.of_server


@pytest.mark.parametrize("code", [550, 451])
def test_a_refused_copy_holds_up_nobody_and_is_said(
    mail: Mail, office: PostOffice, code: int
) -> None:
    office.refuse(DIARY, code, times=None)
    assert send(mail, LEAD, DIARY) == {DIARY: str(code)}
    assert (arrived(office), arrived(office, DIARY)) == (1, 0)


@pytest.mark.parametrize("after", [False, True])
def test_a_line_cut_while_the_mail_is_handed_over_is_doubt(
    mail: Mail, office: PostOffice, *, after: bool
) -> None:
    office.drop(LEAD, after=after)
    with pytest.raises(MailFailed) as failed:
        send(mail)
    assert failed.value.in_doubt
    assert arrived(office) == int(after)
    send(mail)


def test_a_server_that_is_slow_is_given_up_in_doubt(mail: Mail, office: PostOffice) -> None:
    office.delay(4, LEAD)
    with pytest.raises(MailFailed) as failed:
        send(mail)
    assert failed.value.in_doubt


def test_no_server_is_no_doubt() -> None:
    with pytest.raises(MailFailed) as failed:
        send(Mail("smtp://127.0.0.1:1", timeout=1))
    assert (failed.value.step, failed.value.in_doubt, failed.value.of_server) == (
        "connect",
        False,
        True,
    )


class Keeper:
    """Keeps what arrives, for a server with TLS and passwords."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        assert isinstance(envelope.content, bytes)
        self.kept.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for 127.0.0.1, good for these tests only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)  # noqa: TID251 - TLS reads the real clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize("password", ["right", "wrong"])
def test_passwords_go_over_tls_only(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, password: str
) -> None:
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate)
    monkeypatch.setattr(module, "_tls", lambda: ssl.create_default_context(cafile=certificate))
    keeper = Keeper()
    from_the_start, port = scheme == "smtps", free_port()
    controller = Controller(
        keeper,
        hostname="localhost",
        port=port,
        auth_required=True,
        auth_require_tls=not from_the_start,
        authenticator=_knows,
        ssl_context=served if from_the_start else None,
        tls_context=None if from_the_start else served,
    )
    controller.start()
    try:
        mail = Mail(f"{scheme}://unit:{password}@localhost:{port}", timeout=3)
        if password == "right":
            send(mail)
            assert len(keeper.kept) == 1
        else:
            with pytest.raises(MailFailed) as failed:
                send(mail)
            assert (failed.value.step, failed.value.of_server) == ("auth", True)
        mail.close()
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


def _knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
) -> AuthResult:
    password = getattr(data, "password", b"")
    return AuthResult(success=password == b"right")


def test_a_password_is_not_said_in_the_clear(office: PostOffice) -> None:
    with pytest.raises(MailFailed) as failed:
        send(Mail(f"smtp://unit:secret@{office.address}", timeout=2))
    assert (failed.value.step, failed.value.code) == ("auth", "no_tls")
