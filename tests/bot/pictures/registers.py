"""Made-up registers to draw: of a quiet, a busy, an empty and an enormous month."""

from datetime import date

from domain.pictures import Cell, Grid, Mark, Partner, Point, ReachLine

LETTERS = {
    "M": Cell.MEMBER,
    "R": Cell.DEPUTY,
    "A": Cell.APOLOGIES,
    "N": Cell.NO_CONTACT,
    "?": Cell.NOT_RECORDED,
    "L": Cell.ON_LEAVE,
    "-": Cell.NOT_INVITED,
}
DAYS = tuple(
    date(2025 + (9 + n) // 12, (9 + n) % 12 + 1, day)
    for n, day in enumerate((20, 18, 15, 19, 19, 16, 21, 18, 16, 20, 17, 15), 1)
)
SECTORS = ("Local authority", "Health", "Police", "Housing", "Education", "Voluntary")
SPRING = date(2026, 4, 16)


def partner(name: str, sector: str, cells: str, mark: Mark = Mark.NONE) -> Partner:
    """Make a row by its letters."""
    seen = SPRING if mark is Mark.UNSEEN else None
    return Partner(name, sector, tuple(LETTERS[each] for each in cells), mark, seen)


EMPTY = Grid("Leadership Forum", (), ())
QUIET = Grid(
    "Executive",
    DAYS[-3:],
    tuple(partner(f"{each} board", each, "MMR") for each in SECTORS[:3]),
)
BUSY = Grid(
    "Leadership Forum",
    DAYS,
    (
        *(partner(f"Council {n}", "Local authority", "MMMRMAMMRMMM") for n in range(1, 9)),
        partner("Hospital trust", "Health", "MMRMMMMR" + "L" * 4),
        partner("Care board", "Health", "RAMMRMMNNNNN", Mark.UNSEEN),
        *(partner(f"Practice {n}", "Health", "-----NMMRRAR") for n in range(1, 6)),
        partner("Constabulary", "Police", "MMMMMM?AARAM"),
        partner("Probation", "Police", "RMMMMMMMMNAN", Mark.CHANGED),
        partner("Housing provider", "Housing", "RAMRAMMRMANN", Mark.CHANGED),
        partner("Youth club", "Voluntary", "RAMMRMNNNNNN", Mark.UNSEEN),
        *(partner(f"Charity {n}", "Voluntary", "MRMMNMMARMMA") for n in range(1, 4)),
    ),
)
ENORMOUS = Grid(
    "Assembly",
    DAYS,
    tuple(
        partner(
            f"Partner {n}",
            SECTORS[n % len(SECTORS)],
            ("MRMMAMMNMRMM" * 2)[n % 12 : n % 12 + 12] if n % 7 else "N" * 12,
            {41: Mark.CHANGED, 83: Mark.WATCHED, 120: Mark.UNSEEN}.get(n, Mark.NONE),
        )
        for n in range(500)
    ),
)
GRIDS = {"empty": EMPTY, "quiet": QUIET, "busy": BUSY, "enormous": ENORMOUS}


def reach(name: str, *counted: tuple[int, int, int]) -> ReachLine:
    """Make a line of months, by how many were invited, represented, and by their member."""
    return ReachLine(
        name, tuple(Point(day, *each) for day, each in zip(DAYS, counted, strict=False))
    )


LINES = {
    "empty": reach("Leadership Forum", *[(0, 0, 0)] * 12),
    "quiet": reach("Executive", (3, 3, 3)),
    "busy": reach(
        "Leadership Forum",
        *((22, 18, 16), (22, 19, 17), (22, 20, 15), (22, 20, 15), (22, 19, 15), (22, 14, 8)),
        *((22, 17, 11), (22, 15, 10), (22, 14, 13), (0, 0, 0), (22, 19, 12), (22, 17, 12)),
    ),
    "enormous": reach("Assembly", *((500, 380 + 7 * n, 379 + 7 * n) for n in range(12))),
}
