"""Mail comes in by real SMTP, byte for byte, and fails when it is asked to."""

import smtplib
import time

import pytest

from sandbox.post import PostOffice
from tests.sandbox.post.conftest import ADA, NOW, Post, fixture

PLAIN = b"Subject: Hello\r\n\r\nWords.\r\n.a dot\r\n"


def test_mail_arrives_byte_for_byte_with_its_envelope(office: PostOffice, post: Post) -> None:
    mail = post("eight-bit", sender="bounces@joinedup.example")
    assert mail.raw == fixture("eight-bit")
    assert (mail.sender, mail.recipients) == ("bounces@joinedup.example", (ADA,))
    assert mail.arrived == NOW
    assert office.mail(mail.id) is mail


def test_dots_at_the_start_of_a_line_survive(post: Post) -> None:
    assert post("", raw=PLAIN).raw == PLAIN


def test_any_address_has_a_mailbox_and_its_case_does_not_matter(
    office: PostOffice, post: Post
) -> None:
    post("request", to="New.Person@Nowhere.example")
    assert [mail.id for mail in office.inbox("new.person@nowhere.EXAMPLE")] == ["1"]
    assert "New.Person@Nowhere.example" in [each.address for each in office.residents()]


def test_a_mail_is_unread_until_it_is_opened(office: PostOffice, post: Post) -> None:
    mail = post("request")
    assert office.unread(ADA) == 1
    office.open(ADA, mail)
    assert office.unread(ADA) == 0
    office.open(ADA, mail, opened=False)
    assert office.unread(ADA) == 1


def test_listeners_hear_whose_mailbox_changed(office: PostOffice, post: Post) -> None:
    heard: list[str] = []
    office.on_change = heard.append
    post("request")
    assert heard == [ADA]


@pytest.mark.parametrize("code", [550, 450])
def test_an_address_can_refuse_its_mail(office: PostOffice, post: Post, code: int) -> None:
    office.refuse(ADA, code, times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post("request")
    assert refused.value.recipients[ADA][0] == code
    assert post("request").recipients == (ADA,)


def test_the_server_can_refuse_after_the_data(office: PostOffice, post: Post) -> None:
    office.refuse(code=452, stage="data", times=1)
    with pytest.raises(smtplib.SMTPDataError, match="452"):
        post("request")
    assert not office.inbox(ADA)


@pytest.mark.parametrize(("after", "kept"), [(False, 0), (True, 1)])
def test_the_line_can_be_cut_before_or_after_the_mail_is_kept(
    office: PostOffice, post: Post, *, after: bool, kept: int
) -> None:
    office.drop(after=after)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        post("request")
    assert len(office.inbox(ADA)) == kept
    post("request")
    assert len(office.inbox(ADA)) == kept + 1


def test_the_server_can_be_slow(office: PostOffice, post: Post) -> None:
    office.delay(0.2, times=1)
    begun = time.monotonic()
    post("request")
    assert time.monotonic() - begun > 0.2


def test_faults_for_one_address_spare_the_others(office: PostOffice, post: Post) -> None:
    office.refuse(ADA)
    assert post("request", to="ben@housing.example").recipients == ("ben@housing.example",)
    office.faults.clear()
    assert post("request").recipients == (ADA,)


def test_it_closes_while_somebody_is_still_connected(office: PostOffice) -> None:
    host, _, port = office.address.rpartition(":")
    smtp = smtplib.SMTP(host, int(port))
    smtp.ehlo()
    other = PostOffice(office.now)
    with other.running() as address:
        assert address != office.address
    assert other.address == ""
    smtp.close()


def test_mail_for_the_bots_own_domain_is_handed_on_to_its_door(
    office: PostOffice, post: Post
) -> None:
    bot = PostOffice(office.now)
    with bot.running() as door:
        office.door, office.door_domains = door, ["joinedup.example"]
        with smtplib.SMTP(office.address) as smtp:
            smtp.sendmail("a@b.example", ["calendar+x@JoinedUp.example", ADA], PLAIN)
            assert [bot.inbox("calendar+x@joinedup.example")[0].raw, office.inbox(ADA)[0].raw] == [
                PLAIN,
                PLAIN,
            ]
            bot.refuse("calendar@joinedup.example", 550, times=1)
            with pytest.raises(smtplib.SMTPDataError) as refused:
                smtp.sendmail("a@b.example", ["calendar@joinedup.example"], PLAIN)
            assert refused.value.smtp_code == 550
    with smtplib.SMTP(office.address) as smtp, pytest.raises(smtplib.SMTPDataError) as later:
        smtp.sendmail("a@b.example", ["calendar@joinedup.example"], PLAIN)
    assert later.value.smtp_code == 451
    assert len(office.inbox("calendar@joinedup.example")) == 0
    assert post("request").recipients == (ADA,)
