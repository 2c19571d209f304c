"""A spreadsheet as large as they come, for tests of speed."""

PARTNERS = 5_000
PEOPLE_EACH = 4
MOST_SECONDS = 10.0


def spreadsheet(partners: int, people: int = PEOPLE_EACH) -> str:
    """Write a list as a coordinator keeps it: a row for each person, one of whom leads a seat."""
    rows = ["Organisation,Sector,E-mail domain,Name,Job title,E-mail,Board,Part,Seat from"]
    for n in range(partners):
        domain = f"org{n}.example.org"
        rows += [
            f"Organisation {n:04} of Somewhere Trust,Health,{domain},Person {n} {each},Director,"
            f"p{each}@{domain},{'' if each else 'Forum'},{'' if each else 'lead'},1/9/2019"
            for each in range(people)
        ]
    return "\n".join(rows)
