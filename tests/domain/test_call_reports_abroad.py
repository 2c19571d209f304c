"""Reports of calls with headings of another language: the same people, for the same time."""

import pytest

from domain.call_report_times import read_seconds
from domain.errors import Refused
from tests.domain import call_files as files
from tests.domain.test_call_reports import minutes, report

GERMAN = {
    "1. Summary": "1. Zusammenfassung",
    "Meeting title": "Besprechungstitel",
    "2. Participants": "2. Teilnehmer",
    "3. In-Meeting Activities": "3. Aktivitäten während der Besprechung",
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole": "Name\t"
    "Erster Beitritt\tLetztes Verlassen\tDauer der Besprechung\tE-Mail\tTeilnehmer-ID (UPN)\tRolle",
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole": "Name\tBeitrittszeit\tAustrittszeit\t"
    "Dauer\tE-Mail\tRolle",
    "03/12/2026": "03.12.2026",
    "Presenter": "Referent",
}
FRENCH = {
    "1. Summary": "1. Résumé",
    "Meeting title": "Titre de la réunion",
    "3. In-Meeting Activities": "3. Activités en réunion",
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration": "Nom\tPremière participation\tDernier "
    "départ\tDurée de la réunion",
    "Name\tJoin Time\tLeave Time\tDuration": "Nom\tHeure d'arrivée\tHeure de départ\tDurée",
    "Email": "E-mail",
    "Role": "Rôle",
    "Presenter": "Présentateur",
}
WELSH = {
    "1. Summary": "1. Crynodeb",
    "2. Participants": "2. Cyfranogwyr",
    "3. In-Meeting Activities": "3. Gweithgareddau",
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail": "Enw\tYmuno Gyntaf\tGadael Olaf\t"
    "Hyd\tE-bost",
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole": "Enw\tYmuno\tGadael\tHyd\tE-bost\tRôl",
}
SPANISH_ZOOM = {
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants": "Tema,ID,"
    "Hora de inicio,Hora de finalización,E-mail del usuario,Duración (minutos),Participantes",
    '812 3456 7890,"Forum, Leadership"': "Foro,812 3456 7890",
    files.COLUMNS: "Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir,"
    "Duración (minutos)",
    "Guest,Recording Consent,In Waiting Room": "Invitado,Respuesta,En sala de espera",
    "Yes": "Sí",
}
FRENCH_ZOOM = {
    files.COLUMNS: "Nom (nom original),Adresse e-mail de l’utilisateur,Heure d’arrivée,Heure de "
    "départ,Durée (minutes)",
    "Guest,Recording Consent,In Waiting Room": "Invité,Consentement,Salle d’attente",
    "Yes": "Oui",
    "No": "Non",
}
GERMAN_OLD = {
    "Full Name\tUser Action\tTimestamp": "Vollständiger Name\tBenutzeraktion\tZeitstempel",
    "Joined before": "Zuvor beigetreten",
    "Joined": "Beigetreten",
    "Left": "Verlassen",
}
SPANISH_2021 = {
    "Meeting Summary": "Resumen de la reunión",
    "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)": "Nombre "
    "completo\tHora de unión\tHora de salida\tDuración\tCorreo\tRol\tId. de participante (UPN)",
    "AM": "a.\u00a0m.",
    "PM": "p.\u00a0m.",
}
SPANISH_SHORT = {
    "Name (Original Name),User Email,Total Duration (Minutes),Guest": "Nombre (nombre original),"
    "E-mail del usuario,Duración total (minutos),Invitado"
}


def put(text: str, words: dict[str, str]) -> str:
    for english, other in words.items():
        assert english in text
        text = text.replace(english, other)
    return text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (files.TEAMS, GERMAN),
        (files.TEAMS, FRENCH),
        (files.TEAMS, WELSH),
        (files.TEAMS_OLD, GERMAN_OLD),
        (files.TEAMS_2021, SPANISH_2021),
        (files.ZOOM, SPANISH_ZOOM),
        (files.ZOOM, FRENCH_ZOOM),
        (files.ZOOM_SHORT, SPANISH_SHORT),
    ],
)
def test_a_report_reads_the_same_whatever_its_headings_say(
    text: str, words: dict[str, str]
) -> None:
    own, other = (report(files.as_teams(each)) for each in (text, put(text, words)))
    assert minutes(other) == minutes(own)
    assert (other.vendor, other.waited) == (own.vendor, own.waited)
    assert [each.addresses for each in other.people] == [each.addresses for each in own.people]


def test_a_section_of_reactions_is_nobodys_time_in_the_call() -> None:
    more = "\n4. Interaktion\nName\tArt\tZeit\nSomebody Else\tHand\t03.12.2026, 10:00:00\n"
    found = report(files.as_teams(put(files.TEAMS, GERMAN) + more))
    assert minutes(found) == minutes(report(files.as_teams(files.TEAMS)))


def test_a_waiting_room_that_can_t_be_told_is_not_guessed() -> None:
    text = put(files.ZOOM, FRENCH_ZOOM).replace("Salle d’attente", "Vestibule")
    with pytest.raises(Refused, match="can't find who was in the call"):
        report(files.as_teams(text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Name,Organisation\nSam Hill,Police\n", "(Name, Organisation) none says when they joined"),
        ("Who,Join Time,Leave Time\nSam,10:00,11:00\n", "(Who, Join Time, Leave Time) none is for"),
    ],
)
def test_a_file_that_lacks_a_heading_is_told_which(text: str, says: str) -> None:
    with pytest.raises(Refused) as no:
        report(text)
    assert says in no.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Sitzung\tOrt\tBeginn\tEnde\nForum\tRathaus\t03.12.2026 10:00\t03.12.2026 12:00\n",
        "Thema\tVon\tBis\tStunden\nForum\t03.12.2026 10:00\t03.12.2026 12:00\t600\n",
    ],
)
def test_another_table_of_times_is_no_report(text: str) -> None:
    with pytest.raises(Refused, match="can't find who was in the call"):
        report(files.as_teams(text))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 Std. 2 Min. 3 Sek.", 3723),
        ("15 Min.", 900),
        ("1a 2m 3e", 3723),
        ("2 uur 5 min", 7500),
        ("3 Personen", None),
        ("2m 3m", None),
    ],
)
def test_lengths_in_words_of_other_languages(text: str, seconds: int | None) -> None:
    assert read_seconds(text) == seconds
