"""What an operator may set: each wrong value is named, says what it may be, and is not repeated."""

from pathlib import Path

import pytest

from bot.settings import MIN_SECRET, BadSettings, read_public, read_settings

NAMES = (
    "DATABASE_URL", "JOINEDUP_DATA", "PORT", "PUBLIC_URL", "SECRET_KEY", "SECRET_KEY_PREVIOUS",
    "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "SMTP_URL", "MAIL_FROM",
    "JOINEDUP_COORDINATORS", "JOINEDUP_COMMAND_PREFIX",
)  # fmt: skip
WRONG = [
    *(("DATABASE_URL", url, "sqlite:///file or postgresql://") for url in (
        "garbage", "mysql://root@h/x", "postgresql+asyncpg://h/x", "postgresql://h:notaport/x",
        "sqlite://", "sqlite:///:memory:", "sqlite:///file?mode=private", "sqlite://h/file",
    )),
    *(("PUBLIC_URL", url, "such as https://example.org") for url in (
        "https://", "https://x.org/path?a=b", "https://[x", "https://x.org?a", "x.org",
        "ftp://x.org", "https://x.org:notaport", "https://x.org/slack/events", "https://a b.org",
        "https://user@x.org",
    )),
    *(("SMTP_URL", url, "smtp://user:password@host:587") for url in (
        "smtp://[::1", "smtp://", "http://private.org", "private", "smtp://private:x@h:many",
    )),
    *(("SLACK_API_URL", url, "http://127.0.0.1:8000/api/") for url in (
        "garbage", "https://", "ftp://slack.com/api/", "https://slack.com/api/?x=private",
    )),
    ("SECRET_KEY_PREVIOUS", "private", "at least 32 characters"),
    ("SLACK_SIGNING_SECRET", " ", "Slack's signing secret"),
    ("SLACK_SIGNING_SECRET", "two private", "Slack's signing secret"),
    ("SLACK_BOT_TOKEN", "xoxb-private\n", "xoxb-…"),
    ("PORT", "99999999", "from 0 (any free one) to 65535"),
    ("PORT", "many", "from 0 (any free one) to 65535"),
    ("JOINEDUP_DATA", "/proc/nope", "folder"),
    ("JOINEDUP_DATA", "/etc/passwd", "folder"),
    ("JOINEDUP_COMMAND_PREFIX", "UP!", "eight letters a-z"),
    *(("JOINEDUP_COORDINATORS", named, "user ids (U0123ABCD) or mail addresses") for named in (
        "Jane Doe <j@private.org>,U123", "jane", "U123;U456", "U0123ABCD, B0123ABCD",
    )),
]  # fmt: skip


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set nothing but the key, in a folder of the test's own."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("SECRET_KEY", "k" * MIN_SECRET)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("name", "value", "may_be"), WRONG)
def test_what_is_wrong_is_one_line_that_says_what_it_may_be(
    name: str, value: str, may_be: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as bad:
        read_settings()
    [line] = bad.value.problems
    assert line.startswith(f"{name} is ")
    assert may_be in line
    assert "\n" not in line
    assert "private" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:////srv/x.sqlite3"),
        ("DATABASE_URL", "postgres://u:p@h:5432/x?sslmode=require"),
        ("DATABASE_URL", "postgresql:///x?host=/run/postgresql"),
        ("PUBLIC_URL", "https://x.org:8443/"),
        ("PUBLIC_URL", "http://127.0.0.1:3000"),
        ("SMTP_URL", "smtps://user%40x.org:p%2F@h"),
        ("SLACK_API_URL", "http://[::1]:8000/api"),
        ("JOINEDUP_COORDINATORS", "U0123ABCD, name@example.org,"),
        ("SECRET_KEY_PREVIOUS", "p" * MIN_SECRET),
    ],
)
def test_what_is_right_is_taken(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    read_settings()


def test_everything_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    first = {name: (value, may_be) for name, value, may_be in WRONG}
    for name, (value, _) in first.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as bad:
        read_settings()
    named = {line.split()[0] for line in bad.value.problems}
    # the folder is only made for a database in it
    assert named == {*first, "SECRET_KEY"} - {"JOINEDUP_DATA"}


def test_with_a_database_elsewhere_no_folder_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://h/x")
    read_settings()
    assert not (tmp_path / "data").exists()
    monkeypatch.delenv("DATABASE_URL")
    read_settings()
    assert (tmp_path / "data").is_dir()


def test_an_empty_file_is_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    monkeypatch.setenv("SLACK_SIGNING_SECRET_FILE", "empty")
    with pytest.raises(BadSettings, match="SLACK_SIGNING_SECRET is not what it should be"):
        read_settings()


def test_what_is_public_is_read_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("PUBLIC_URL", "https://x.org/")
    assert read_public().public_url == "https://x.org"
