"""The log keeps the last entries, and what an entry is called stays the same."""

from sandbox.slack.journal import ApiCall, Journal


def call(name: str) -> ApiCall:
    return ApiCall(name, "T1", {}, {"ok": True}, 200, 0.01, 0.0)


def written(journal: Journal, *names: str) -> None:
    for name in names:
        journal.add(call(name))


def test_a_bounded_log_forgets_the_oldest_and_numbers_stay() -> None:
    journal = Journal(most=2)
    written(journal, "a", "b", "c")
    assert [(number, one.method) for number, one in journal.numbered()] == [(1, "b"), (2, "c")]  # type: ignore[union-attr]
    assert (len(journal), journal.written) == (2, 3)


def test_a_log_keeps_all_until_it_is_told_how_many() -> None:
    journal = Journal()
    written(journal, *"abcd")
    assert len(journal) == 4
    journal.keep(3)
    written(journal, "e")
    assert [one.method for one in journal.calls()] == ["c", "d", "e"]


def test_clearing_does_not_begin_the_numbers_anew() -> None:
    journal = Journal()
    written(journal, "a")
    journal.clear()
    written(journal, "b")
    assert [number for number, _ in journal.numbered()] == [1]


def test_whoever_listens_hears_of_every_entry() -> None:
    journal, heard = Journal(), list[int]()
    journal.on_add(lambda: heard.append(journal.written))
    written(journal, "a", "b")
    assert heard == [1, 2]
