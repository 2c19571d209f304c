"""What a round of messages comes from: something that was done, the register, or the time."""

from db.models import Round
from domain.events import What


def follows_register(round_: Round) -> bool:
    """Say whether nobody did something about the event: the register changed, or time went.

    A stop tells what the register changed meanwhile. Whom a seat sends is as its register has it.
    """
    done = (round_.undo or {}).keys() - {"superseded", "with", "asked", "was"}
    if round_.what == What.DEPUTY:
        return True
    return round_.what in {What.AUDIENCE, What.EXTENSION, What.STOP} and not done


def can_ask_again(round_: Round) -> bool:
    """Say whether a round told what the register changed, which a stop lets wait for a while."""
    return (
        round_.what == What.AUDIENCE and "asked" in (round_.undo or {}) and follows_register(round_)
    )
