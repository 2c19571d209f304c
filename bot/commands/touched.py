"""What a form changed: what nobody touched stays as another has set it meanwhile."""

from collections.abc import Sequence

from bot.routing import Request
from db.models import Address
from domain.lists_shown import edited, mark
from domain.people import read_addresses


def was(request: Request, field: str) -> str:
    """Give the mark of what a field held when the form was opened; empty for an unknown one."""
    held = request.state.get("was")
    return str(held.get(field, "")) if isinstance(held, dict) else ""


def value(request: Request, field: str, held: str) -> str:
    """Give what was entered; where nobody touched the field, what is held by now."""
    entered = request.entered(field)
    return held if mark([entered]) == was(request, field) else entered


def addresses(request: Request, held: Sequence[Address]) -> tuple[str | None, tuple[str, ...]]:
    """Give a person's main address and the others, after the edit.

    Raises `Refused` as `read_addresses` does.
    """
    main, others = read_addresses(
        request.entered("address"), request.entered("others").splitlines()
    )
    now = next((each.address for each in held if each.main), None)
    rest = edited(
        [each.address for each in held if not each.main],
        others,
        was(request, "others"),
        str.casefold,
    )
    untouched = mark([request.entered("address")]) == was(request, "address")
    if now is not None and not untouched and mark([now]) != was(request, "address"):
        rest = [*rest, now]
    return read_addresses((now if untouched else main) or "", rest)
