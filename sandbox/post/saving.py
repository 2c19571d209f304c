"""Keeps the post office's state in a folder: the mails as .eml files, the rest as JSON."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.post.calendars import Answer
from sandbox.post.mailroom import Mailroom
from sandbox.post.mails import Mail, Resident

INDEX = "post.json"
MAILS = "mails"


def save(room: Mailroom, folder: Path) -> None:
    """Write everything into a folder; the index last and at once, so that it is never half."""
    mails = folder / MAILS
    mails.mkdir(parents=True, exist_ok=True)
    kept = room.mails.all()
    for mail in kept:
        path = mails / f"{mail.id}.eml"
        if not path.exists() or path.read_bytes() != mail.raw:
            _replace(path, mail.raw)
    _replace(folder / INDEX, json.dumps(_index(room, kept), indent=1).encode())
    names = {f"{mail.id}.eml" for mail in kept}
    for path in mails.glob("*.eml"):
        if path.name not in names:
            path.unlink()


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _index(room: Mailroom, kept: list[Mail]) -> dict[str, Any]:
    return {
        "people": [[person.address, person.name] for person in room.people],
        "mails": [
            {
                "id": mail.id,
                "sender": mail.sender,
                "recipients": mail.recipients,
                "arrived": mail.arrived.isoformat(),
                "sent": mail.sent,
            }
            for mail in kept
        ],
        "opened": sorted(room.mails.opened),
        "added_by_hand": sorted(room.added_by_hand),
        "shapes": room.shapes,
        "answers": list(_answers(room)),
    }


def _answers(room: Mailroom) -> Iterator[list[object]]:
    for address, calendar in room.calendars.items():
        for (uid, moment), given in calendar.answers.items():
            at = given.at.isoformat()
            yield [address, uid, moment, given.partstat, given.sequence, at]


def load(room: Mailroom, folder: Path) -> bool:
    """Put back what was saved, if anything was; the calendars come of the mails, read again."""
    path = folder / INDEX
    if not path.exists():
        return False
    index = json.loads(path.read_bytes())
    room.people = [Resident(address, name) for address, name in index["people"]]
    kept = [_mail(folder, each) for each in index["mails"]]
    room.mails.restore(kept, [(address, number) for address, number in index["opened"]])
    room.calendars.clear()
    room.added_by_hand = {(address, number) for address, number in index["added_by_hand"]}
    for mail in kept:
        for address in mail.recipients if not mail.sent else ():
            room.obey(address, mail)
    for address, number in sorted(room.added_by_hand):
        room.calendar(address).take(room.mail(number), by_hand=True)
    room.shapes = {**index["shapes"]}
    for address, uid, moment, partstat, sequence, at in index["answers"]:
        given = Answer(partstat, sequence, datetime.fromisoformat(at))
        room.calendar(address).answers[uid, moment] = given
    return True


def _mail(folder: Path, row: dict[str, Any]) -> Mail:
    return Mail(
        id=row["id"],
        sender=row["sender"],
        recipients=tuple(row["recipients"]),
        arrived=datetime.fromisoformat(row["arrived"]),
        raw=(folder / MAILS / f"{row['id']}.eml").read_bytes(),
        sent=row["sent"],
    )
