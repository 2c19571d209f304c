"""Reports of calls as Teams and Zoom write them, made by hand: nobody in them is anybody.

`LEAD` stands for an address, so that the lines fit.
"""

ADDRESSES = {"LEAD": "council.lead@example.org", "UNIT": "unit@example.org"}

TEAMS = """1. Summary
Meeting title\tLeadership Forum
Attended participants\t4
Start time\t03/12/2026, 09:55:00
End time\t03/12/2026, 12:01:10
Meeting duration\t2h 6m 10s
Average attendance time\t1h 2m 3s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Council lead\t03/12/2026, 09:58:00\t03/12/2026, 12:00:00\t1h 50m\tLEAD\tLEAD\tPresenter
Hill, Sam (Guest)\t03/12/2026, 10:30:00\t03/12/2026, 11:30:30\t1h 0m 30s\t\t\tAttendee
The unit\t03/12/2026, 09:55:00\t03/12/2026, 12:01:10\t2h 6m 10s\tUNIT\tu12@example.org\tOrganizer
Fleeting Visitor\t03/12/2026, 10:00:00\t03/12/2026, 10:03:59\t3m 59s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Council lead\t03/12/2026, 09:58:00\t03/12/2026, 11:00:00\t1h 2m\tLEAD\tPresenter
Council lead\t03/12/2026, 10:30:00\t03/12/2026, 10:40:00\t10m\tLEAD\tPresenter
Council lead\t03/12/2026, 11:12:00\t03/12/2026, 12:00:00\t48m\tLEAD\tPresenter
Hill, Sam (Guest)\t03/12/2026, 10:30:00\t03/12/2026, 11:30:30\t1h 0m 30s\t\tAttendee
The unit\t03/12/2026, 09:55:00\t03/12/2026, 12:01:10\t2h 6m 10s\tunit@example.org\tOrganizer
Fleeting Visitor\t03/12/2026, 10:00:00\t03/12/2026, 10:03:59\t3m 59s\t\tAttendee
"""
"""The newer one of Teams, as a computer set to Britain writes it."""

TEAMS_2021 = """Meeting Summary
Total Number of Participants\t2
Meeting Title\tLeadership Forum
Meeting Start Time\t12/3/2026, 9:55:38 AM
Meeting End Time\t12/3/2026, 12:00:03 PM
Meeting Id\t1f2e3d

Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)
Council lead\t12/3/2026, 9:55:38 AM\t12/3/2026, 12:00:03 PM\t2h 4m\tLEAD\tOrganizer\tLEAD
Sam Hill\t12/3/2026, 10:00:00 AM\t12/3/2026, 11:00:00 AM\t1h\t\tPresenter\t
"""

TEAMS_OLD = """Full Name\tUser Action\tTimestamp
Council lead\tJoined before\t12/3/2026, 9:59:00 AM
Sam Hill\tJoined\t12/3/2026, 10:00:00 AM
Sam Hill\tLeft\t12/3/2026, 10:20:00 AM
Sam Hill\tJoined\t12/3/2026, 10:30:00 AM
Sam Hill\tJoined\t12/3/2026, 10:35:00 AM
Sam Hill\tLeft\t12/3/2026, 10:45:00 AM
Sam Hill\tLeft\t12/3/2026, 11:00:00 AM
Late Comer\tJoined\t12/3/2026, 11:40:00 AM
"""
"""Who is still there when it is downloaded never leaves in it."""

COLUMNS = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"

ZOOM = f"""Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456 7890,"Forum, Leadership",12/03/2026 09:50:01 AM,12/03/2026 12:02:00 PM,UNIT,132,4

{COLUMNS},Guest,Recording Consent,In Waiting Room
Council lead,LEAD,12/03/2026 09:58:00 AM,12/03/2026 10:28:00 AM,30,No,Yes,No
Council lead,LEAD,12/03/2026 10:20:00 AM,12/03/2026 10:58:00 AM,38,No,Yes,No
Sam (Sam Hill),,12/03/2026 09:50:00 AM,12/03/2026 10:00:00 AM,10,Yes,,Yes
Sam (Sam Hill),,12/03/2026 10:00:00 AM,12/03/2026 10:45:00 AM,45,Yes,Yes,No
Never Let In,,12/03/2026 10:00:00 AM,12/03/2026 10:45:00 AM,45,Yes,,Yes
,,12/03/2026 10:00:00 AM,12/03/2026 10:45:00 AM,45,Yes,,No
"""

ZOOM_SHORT = """Name (Original Name),User Email,Total Duration (Minutes),Guest
Council lead,LEAD,68,No
Sam Hill,,45,Yes
"""

ZOOM_WEBINAR = """Attendee Report
Report Generated:,12/03/2026 08:00 PM
Topic,Webinar ID,Actual Start Time
Forum,812 3456 7890,12/03/2026 10:00 AM
Panelist Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,Council lead,LEAD,12/03/2026 10:00:00 AM,12/03/2026 11:00:00 AM,60
Attendee Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,Sam Hill,,12/03/2026 10:00:00 AM,12/03/2026 10:30:00 AM,30
No,Never Came,never@example.org,--,--,--
"""


def filled(text: str) -> str:
    """Put addresses where they are named."""
    for name, address in ADDRESSES.items():
        text = text.replace(name, address)
    return text


def as_teams(text: str) -> bytes:
    """Encode a text as Teams does: UTF-16 with its mark, and Windows' line ends."""
    return b"\xff\xfe" + filled(text).replace("\n", "\r\n").encode("utf-16-le")
