"""The parts of letters: the same words as text and as HTML, links and all."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from bot.letters.layout import Actions, Facts, Link, Paragraph, letter

URL = "https://joinedup.example.org/a/" + "x" * 90
PARTS = (
    Paragraph("Hello,"),
    Paragraph("Can County Police & partners <be> represented?", main=True),
    Facts(
        [
            ("When", "Thursday 3 December 2026, 10:00 to 12:00 (London time)"),
            ("Online", (Link("Join the meeting online", URL), ". Meeting ID 000 000")),
            ("Where", "Town Hall\nCommittee Room 2"),
        ]
    ),
    Actions([Link("I will attend", URL), Link("Send apologies", URL)]),
    Paragraph(("You get this because you hold a seat. ", Link("Choose", URL)), small=True),
)


def test_text_says_every_word_and_every_address_unbroken() -> None:
    text = letter("Leadership Forum", *PARTS).text
    assert text.startswith(
        "Hello,\n\nCan County Police & partners <be> represented?\n\nWhen: Thursday 3"
    )
    assert f"Join the meeting online ({URL})" in text.replace("\n", " ")
    assert f"I will attend:\n{URL}\nSend apologies:\n{URL}\n" in text
    assert "Where: Town Hall\nCommittee Room 2" in text
    assert all(len(line) <= 76 or URL in line for line in text.splitlines())


def test_html_escapes_what_people_typed_and_loads_nothing() -> None:
    html = letter("A <b>bold</b> title", *PARTS).html
    assert "<title>A &lt;b&gt;bold&lt;/b&gt; title</title>" in html
    assert "County Police &amp; partners &lt;be&gt; represented?" in html
    assert html.count(f'href="{URL}"') == 4
    assert "Town Hall<br>Committee Room 2" in html
    assert "src=" not in html
    assert "@import" not in html


def test_html_can_be_used_by_anybody(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_content(letter("Leadership Forum", *PARTS).html)
        page.screenshot(path=tmp_path / f"{scheme}.png")
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["id"] != "page-has-heading-one"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
