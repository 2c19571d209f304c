"""Sentences in the reader's language."""

from gettext import NullTranslations

from domain.language import gettext, ngettext, speaking, spoken


class Welsh(NullTranslations):
    """A catalogue of two sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._info = {"language": "cy"}

    def gettext(self, message: str) -> str:
        return {"Close": "Cau"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return {"{n} partner": "{n} partner"}.get(msgid1, msgid2) if n == 1 else "{n} o bartneriaid"


def test_english_is_the_source() -> None:
    assert gettext("Close") == "Close"
    assert [ngettext("one", "many", n) for n in (0, 1, 2)] == ["many", "one", "many"]
    assert spoken() is None


def test_inside_the_block_another_language_is_spoken_and_after_it_no_more() -> None:
    with speaking(Welsh()):
        assert (gettext("Close"), spoken()) == ("Cau", "cy")
        assert ngettext("{n} partner", "{n} partners", 2).format(n=2) == "2 o bartneriaid"
    assert gettext("Close") == "Close"
