"""Cards about deputies for the lead of a seat: waiting, not asked, or not coming (D6)."""

from bot import deputy_words as said
from bot.answer_buttons import Carried
from bot.messages import layout
from bot.messages.answer_cards import ANSWER
from bot.reply import Message
from domain.answers import Deputising
from domain.askings import Asking, Mark, called
from domain.deputies import Notice
from domain.language import gettext as _


def notice(told: Notice, asking: Asking, event_id: int, mark: Mark | None) -> Message:
    """Tell how it stands with a deputy, with what can be done now."""
    waits = told.state in {Deputising.ASKED, Deputising.HELD} and not told.after_silence
    choices = {"deputy": _("Change")} if waits else said.after_no()
    if told.after_silence and told.state is Deputising.ASKED:
        choices = said.instead()
    value = Carried(event_id, asking.span).written()
    buttons = [
        layout.button(text, f"{ANSWER}{choice}", value, spoken=f"{text}: {asking.title}")
        for choice, text in choices.items()
    ]
    heading = called(mark, said.heading(told, asking))
    text = " ".join(said.notice(told, asking))
    return layout.message(
        f"{heading}. {text}", layout.header(heading), layout.plain(text), layout.actions(*buttons)
    )
