"""The forms of the page to answer on: for all seats at once, for each apart, and as a deputy."""

from collections.abc import Sequence

from bot.event_words import listed
from bot.pages.forms import Box, Button, Fields, Form, Group, Menu, Option, Radios
from bot.pages.standing import carried, is_theirs
from bot.pages.visits import Visit
from db.answer_pages import AnswerPage, Named, Own
from domain.answers import REASONS, Deputising, Kind
from domain.askings import CHOICES
from domain.language import gettext as _

ALL, APART, REPRESENT = "all", "apart", "represent"
"""The names of the forms."""

FOR = "for"
"""The field that carries for which invitations a form is."""


def together(page: AnswerPage, visit: Visit) -> Form:
    """Ask once, for all that somebody answers for."""
    asked: list[Fields] = [
        Radios(
            name="answer",
            label=_question(page.own),
            options=_choices(any(each.is_seat for each in page.own)),
            value=_chosen(page.own, visit),
        ),
        _reason("reason", given_by(page.own, visit, "reason")),
        _comment(given_by(page.own, visit, "comment")),
    ]
    return _form(page, visit, ALL, asked)


def apart(page: AnswerPage, visit: Visit) -> Form:
    """Ask for each seat by itself; those without a choice stay as they are."""
    groups = [
        Group(
            each.whose.where if each.is_seat else _("As a guest"),
            [
                Radios(
                    name=f"answer-{each.id}",
                    label=_question([each]),
                    options=_choices(each.is_seat),
                    value=_chosen([each], visit),
                ),
                _reason(f"reason-{each.id}", given_by([each], visit, "reason")),
            ],
        )
        for each in page.own
    ]
    return _form(page, visit, APART, [*groups, _comment(given_by(page.own, visit, "comment"))])


def represent(page: AnswerPage, visit: Visit) -> list[Form]:
    """Ask somebody who was named as a deputy whether they can come: for all seats, or each."""
    if "separately" in visit.query:
        return [_represent([each], page, visit) for each in page.named]
    return [_represent(page.named, page, visit)] if page.named else []


def _represent(named: Sequence[Named], page: AnswerPage, visit: Visit) -> Form:
    partners = listed(list(dict.fromkeys(each.whose.partner for each in named)))
    ids = "~".join(str(each.row.invitation_id) for each in named)
    name = f"{REPRESENT}-{ids}"
    asked = Radios(
        name=name,
        label=_("Can you represent {partners}?").format(partners=partners),
        options=[
            Option(Kind.ATTENDING, _("I can represent {partners}").format(partners=partners)),
            Option(Kind.APOLOGIES, _("I cannot")),
        ],
        value=_said(named, visit),
    )
    return Form(
        to=visit.by(visit.link, "?separately=1" if "separately" in visit.query else ""),
        name=name,
        fields=[asked],
        buttons=[Button(text=_("Record my answer"))],
        carried={**carried(page.shown.event), FOR: ids},
    )


def _said(named: Sequence[Named], visit: Visit) -> str:
    """Give what is chosen at first: what the link says, else what they all replied."""
    asked = visit.query.get("choice", "")
    if asked in {Kind.ATTENDING, Kind.APOLOGIES}:
        return asked
    stood = {Deputising.AGREED: str(Kind.ATTENDING), Deputising.DECLINED: str(Kind.APOLOGIES)}
    found = {stood.get(Deputising(each.row.state), "") for each in named}
    return found.pop() if len(found) == 1 else ""


def _form(page: AnswerPage, visit: Visit, name: str, fields: Sequence[Fields | Group]) -> Form:
    return Form(
        to=visit.by(visit.link, "?separately=1" if name == APART else ""),
        name=name,
        fields=fields,
        buttons=[Button(text=_("Record my answer"))],
        carried=carried(page.shown.event),
    )


def _question(own: Sequence[Own]) -> str:
    partners = list(dict.fromkeys(each.whose.partner for each in own if each.is_seat))
    if not partners:
        return _("Can you come as our guest?")
    return _("Can {partners} be represented?").format(partners=listed(partners))


def _choices(seat: bool) -> list[Option]:  # noqa: FBT001 - a fact, not a switch
    hints = {Kind.DEPUTY: _("A deputy counts just the same. We ask next who comes.")}
    return [
        Option(code, _(text), hints.get(Kind(code), ""))
        for code, text in CHOICES.items()
        if seat or code != Kind.DEPUTY
    ]


def _chosen(own: Sequence[Own], visit: Visit) -> str:
    """Give what is chosen at first: what the link says, else what stands for all of them."""
    asked = visit.query.get("choice", "")
    if asked in CHOICES:
        return asked
    stands = {each.invited.standing.kind for each in own}
    kind = stands.pop() if len(stands) == 1 else None
    return kind or ""


def given_by(own: Sequence[Own], visit: Visit, what: str) -> str:
    """Give a reason or a comment that the reader gave before: nobody else's is shown."""
    found = {
        getattr(answer, what) or ""
        for each in own
        if (answer := each.invited.answer) is not None and is_theirs(answer, visit.person.id)
    }
    return str(found.pop()) if len(found) == 1 else ""


def _reason(name: str, value: str) -> Menu:
    return Menu(
        name=name,
        label=_("Why, if you send apologies (you need not say)"),
        hint=_("For the business unit only. Please don’t include health details."),
        options=[Option(code, _(text)) for code, text in REASONS.items()],
        value=value,
        beside=Kind.APOLOGIES,
    )


def _comment(value: str) -> Box:
    return Box(
        name="comment",
        label=_("Anything to add (you need not)"),
        hint=_("For the business unit. Please don’t send details of any child or family."),
        value=value,
    )
