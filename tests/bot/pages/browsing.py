"""A browser without a script, as far as forms go: reads a page's forms and sends one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from tests.bot.commands.visits import Visits

Values = dict[str, list[str]]


@dataclass
class Sheet:
    """A form as it stands on a page: where it goes, what it would send, and its choices."""

    action: str
    values: Values = field(default_factory=dict)
    choices: Values = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give which form of its page it is."""
        return self.values["form"][0]


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sheet] = []
        self._menu = self._text = ""
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(Sheet(own["action"]))
        if not self.forms:
            return
        form, name, value = self.forms[-1], own.get("name", ""), own.get("value", "")
        if tag == "input":
            self._input(form, own, name, value)
        elif tag == "select":
            self._menu = name
        elif tag == "option" and "selected" in own:
            form.values[self._menu] = [value]
        elif tag == "textarea":
            self._text = name
            form.values[name] = [""]
        elif tag == "button":
            self._button = (name, value)

    def _input(self, form: Sheet, own: dict[str, str], name: str, value: str) -> None:
        if own["type"] in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" in own:
                form.values.setdefault(name, []).append(value)
        else:
            form.values[name] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].values[self._text] = [data.removeprefix("\n")]
        if self._button is not None and data.strip():
            self.forms[-1].buttons[data.strip()] = self._button
            self._button = None


def forms(page: str) -> dict[str, Sheet]:
    """Give a page's forms by name."""
    reader = _Reader()
    reader.feed(page)
    return {each.name: each for each in reader.forms}


def send(
    event: Visits, path: str, form: str = "", press: str = "", **typed: str | list[str]
) -> httpx.Response:
    """Open a page, fill one of its forms in, and press a button: the only ones by default."""
    address = f"{event.base}{path}"
    shown = httpx.get(address)
    assert shown.status_code == 200, shown.text
    found = forms(shown.text)
    own = found[form] if form else next(iter(found.values()))
    named, value = own.buttons[press] if press else ("", "")
    values = {**own.values, **({named: [value]} if named else {})}
    values |= {name: [each] if isinstance(each, str) else each for name, each in typed.items()}
    return httpx.post(urljoin(address, own.action), data=values)


def followed(answer: httpx.Response) -> str:
    """Give the page that a form led to."""
    assert answer.status_code == 303, answer.text
    shown = httpx.get(urljoin(str(answer.request.url), answer.headers["location"]))
    assert shown.status_code == 200, shown.text
    return shown.text
