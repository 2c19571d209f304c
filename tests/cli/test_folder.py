"""The folder of a demo: one demo at a time, and nothing touched that is not its own."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli.folder import DemoFolder
from domain.errors import Refused


def test_it_keeps_its_key_and_how_far_its_clock_is(tmp_path: Path) -> None:
    with DemoFolder(tmp_path / "new" / "demo").taken() as folder:
        secret = folder.secret()
        folder.keep_ahead(timedelta(days=40))
    with DemoFolder(tmp_path / "new" / "demo").taken() as again:
        assert (again.secret(), again.ahead()) == (secret, timedelta(days=40))


def test_it_keeps_where_things_listen_and_says_where_that_is_damaged(tmp_path: Path) -> None:
    with DemoFolder(tmp_path).taken() as folder:
        assert folder.port("bot") == 0
        folder.keep_port("bot", 40001)
        folder.keep_port("smtp", 40002)
        assert (folder.port("bot"), folder.port("smtp")) == (40001, 40002)
        (tmp_path / "demo.json").write_text('{"ports": [40001]}')
        with pytest.raises(Refused, match="Begin anew with --fresh"):
            folder.port("bot")


def test_a_second_demo_is_told_that_the_first_runs(tmp_path: Path) -> None:
    with (
        DemoFolder(tmp_path).taken(),
        pytest.raises(Refused, match="Another demo runs in"),
        DemoFolder(tmp_path).taken(),
    ):
        pass


def test_beginning_anew_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    mine = tmp_path / "my notes.txt"
    mine.write_text("keep me")
    with DemoFolder(tmp_path).taken() as folder:
        before = folder.secret()
        (folder.slack / "slack.json").write_text("{}")
    with DemoFolder(tmp_path).taken(fresh=True) as folder:
        assert folder.secret() != before
        assert list(folder.slack.iterdir()) == []
    assert mine.read_text() == "keep me"


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(Refused, match="Choose another folder with --data"),
        DemoFolder(tmp_path / where).taken(),
    ):
        pass
