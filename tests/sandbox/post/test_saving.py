"""What the post office keeps on disk, and how it starts again."""

from pathlib import Path

from sandbox.post import PostOffice
from tests.sandbox.post.conftest import ADA, BOT, NOW, Clock, Post


def test_a_demo_starts_again_with_its_mail_and_calendars(
    office: PostOffice, post: Post, clock: Clock, tmp_path: Path
) -> None:
    office.open(ADA, post("request"))
    post("hostile")
    office.reply("1", ADA, "ACCEPTED", shape="google")
    office.reply(post("only-attached").id, ADA, "TENTATIVE", shape="google")
    office.shapes[ADA] = "google"
    office.save(tmp_path)
    office.save(tmp_path)
    again = PostOffice(clock)
    assert again.load(tmp_path)
    assert again.mails.all() == office.mails.all()
    assert [mail.raw for mail in again.mails.all()] == [mail.raw for mail in office.mails.all()]
    assert again.people == office.people
    assert again.unread(ADA) == office.unread(ADA) == 2
    assert again.shapes == office.shapes
    window = NOW, NOW.replace(year=2027)
    assert again.calendar(ADA).between(*window) == office.calendar(ADA).between(*window)
    assert {each.partstat for each in again.calendar(ADA).between(*window)} == {
        "ACCEPTED",
        "TENTATIVE",
    }
    with again.running():
        again.compose(ADA, BOT, "Later", "Words")
        assert len(again.mails.all()) == len(office.mails.all()) + 2


def test_nothing_saved_is_nothing_loaded(office: PostOffice, tmp_path: Path) -> None:
    assert not office.load(tmp_path)
    assert office.people


def test_mails_of_an_older_state_are_taken_away(
    office: PostOffice, post: Post, tmp_path: Path
) -> None:
    post("request")
    office.save(tmp_path)
    PostOffice(office.now).save(tmp_path)
    assert list((tmp_path / "mails").iterdir()) == []
