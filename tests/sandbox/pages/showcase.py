"""A bot that shows everything a page has to render, and a small world to see it in."""

import base64
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Channel, Person, Sandbox, Workspace
from tests.sandbox.conftest import actions, button, field_of, modal, text, typed

COMMANDS = [
    {
        "command": "/partner",
        "description": "Partner organisations",
        "usage_hint": "add <name> | show <name> | list",
    },
    {"command": "/event", "description": "Leadership events", "usage_hint": "new | list"},
    {"command": "/form", "description": "A form with every input", "usage_hint": ""},
]
SHORTCUTS = [
    {"name": "New partner", "type": "global", "callback_id": "new", "description": "Register one"},
    {"name": "Note it", "type": "message", "callback_id": "note", "description": "As a task"},
]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwACegF+9vKJ4QAAAABJRU5ErkJg"
    "gg=="
)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n"
    b"DTSTAMP:20260302T093000Z\r\nDTSTART:20260612T090000Z\r\nSUMMARY:Leadership meeting\r\n"
    b"LOCATION:Town hall\\, room 2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def options(*names: str) -> list[dict[str, Any]]:
    return [{"text": text(name), "value": name.lower()} for name in names]


def element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": kind} | more


def sign(kind: str, **more: Any) -> dict[str, Any]:
    return field_of(kind, element(kind, **more), optional=True)


EVERY_INPUT = [
    sign("plain_text_input", placeholder=text("A name"), max_length=80),
    field_of("notes", element("plain_text_input", multiline=True), optional=True),
    sign("email_text_input"),
    sign("url_text_input"),
    sign("number_input", is_decimal_allowed=False, min_value="1", max_value="500"),
    sign("datepicker"),
    sign("timepicker"),
    sign("datetimepicker"),
    sign("radio_buttons", options=options("Yes", "No")),
    sign("checkboxes", options=options("Housing", "Health", "Police")),
    sign("static_select", options=options("Weekly", "Monthly")),
    sign("multi_static_select", options=options("Red", "Green", "Blue")),
    sign("users_select"),
    sign("multi_users_select"),
    sign("conversations_select"),
    sign("channels_select"),
    sign("external_select", min_query_length=2),
    sign("multi_external_select", min_query_length=2),
    sign("rich_text_input"),
    sign("file_input", filetypes=["csv"], max_files=2),
]

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Bold", "style": {"bold": True}},
                {"type": "text", "text": " and "},
                {"type": "link", "url": "https://example.org/", "text": "a link"},
                {"type": "emoji", "name": "tada", "unicode": "1f389"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": name}]}
                for name in ("First", "Second")
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "A quote"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code()"}]},
    ],
}
TABLE = {
    "type": "table",
    "column_settings": [{"align": "left"}, {"align": "right"}],
    "rows": [
        [{"type": "raw_text", "text": "Partner"}, {"type": "raw_text", "text": "Came"}],
        [{"type": "raw_text", "text": "Housing Trust"}, {"type": "raw_text", "text": "4 of 5"}],
        [{"type": "raw_text", "text": "County Police"}, {"type": "raw_text", "text": "2 of 5"}],
    ],
}


def everything(people: list[Person], stamp: int) -> list[dict[str, Any]]:
    """Give a message with each kind of block."""
    mentions = f"{people[0].mention} *bold* _italic_ ~gone~ `code`, <https://example.org|a link>"
    date = f"<!date^{stamp}^{{date_long_pretty}} at {{time}}|12 June 2026, 10:00>"
    quotes = "> quoted &amp; said\n• one\n• two\n```\nraw &lt;b&gt;\n```"
    menu = element("overflow", options=options("Edit", "Remove"))
    return [
        {"type": "header", "text": text("Leadership meeting :tada:")},
        {"type": "section", "text": text(f"{mentions}\n{date}", "mrkdwn"), "accessory": menu},
        {"type": "section", "text": text(quotes, "mrkdwn")},
        {
            "type": "section",
            "fields": [text("*Coming*\n12", "mrkdwn"), text("*Not coming*\n3", "mrkdwn")],
        },
        {"type": "divider"},
        {"type": "image", "image_url": "https://example.org/map.png", "alt_text": "A map"},
        {"type": "context", "elements": [text("Until *Friday*", "mrkdwn")]},
        actions(
            button("come") | {"text": text("Coming"), "style": "primary"},
            button("maybe") | {"text": text("Not sure")},
            button("stay") | {"text": text("Not coming"), "style": "danger", "confirm": CONFIRM},
            element("static_select", options=options("Weekly", "Monthly")),
            element("datepicker", initial_date="2026-06-12"),
        ),
        RICH,
        TABLE,
        {"type": "video", "alt_text": "A film", "title": text("A film"), "title_url": "https://x.y/",
         "thumbnail_url": "https://x.y/t.png", "video_url": "https://x.y/v"},
    ]  # fmt: skip


CONFIRM = {
    "title": text("Not coming?"),
    "text": text("The host will be told.", "mrkdwn"),
    "confirm": text("Yes, tell them"),
    "deny": text("Keep my place"),
}


@dataclass
class World:
    """Two workspaces, five kinds of people, two channels, and what the bot has heard."""

    slack: Sandbox
    host: Workspace
    trust: Workspace
    coordinator: Person
    lead: Person
    guest: Person
    partner: Person
    stranger: Person
    channel: Channel
    shared: Channel
    client: WebClient


def world(slack: Sandbox) -> World:
    """Build the world."""
    host = slack.add_workspace("Partnership business unit")
    trust = slack.add_workspace("Housing Trust", installed=False)
    coordinator = host.add_user("Alex Morgan", title="Coordinator")
    lead = host.add_user("Sam Price", title="Partner lead, County Police")
    guest = host.add_user("Jo Field", title="Deputy", is_guest=True)
    partner = trust.add_user("Robin Hart", title="Partner lead, Housing Trust")
    stranger = host.add_user("Kit Lane")
    channel = host.add_channel("coordinators", private=True, members=[coordinator, host.bot])
    shared = host.add_channel(
        "leadership", members=[coordinator, lead, guest, partner, host.bot], shared_with=[trust]
    )
    client = WebClient(
        host.bot_token, base_url=f"{slack.core.base_url}/api/", retry_handlers=[], timeout=5
    )
    people = (coordinator, lead, guest, partner, stranger)
    return World(slack, host, trust, *people, channel, shared, client)


def listen(bolt: App, heard: list[tuple[str, Any]]) -> None:
    """Give the bot something to say to all that is pressed."""

    @bolt.command("/partner")
    def partner(ack: Ack, command: dict[str, Any]) -> None:
        heard.append(("command", command["text"]))
        ack(
            text="Done",
            blocks=[
                {"type": "section", "text": text(f"{command['text']} is now a partner.")},
                actions(
                    button("open_form") | {"text": text("Add another partner"), "style": "primary"}
                ),
            ],
        )

    @bolt.command("/form")
    def form(ack: Ack, client: WebClient, command: dict[str, Any]) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=modal(*EVERY_INPUT))
        ack()

    @bolt.command("/event")
    def event(ack: Ack) -> None:
        ack({"response_type": "in_channel", "text": "A new event"})

    @bolt.options({"action_id": "external_select"})
    @bolt.options({"action_id": "multi_external_select"})
    def offer(ack: Ack, payload: dict[str, Any]) -> None:
        names = ("Housing Trust", "County Police", "Health Board")
        found = [one for one in names if payload["value"].lower() in one.lower()]
        ack(options=options(*found))

    _open(bolt)
    _submit(bolt, heard)
    _press(bolt, heard)


def _open(bolt: App) -> None:
    @bolt.action("open_form")
    def opened(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        more = actions(
            button("push") | {"text": text("More about it")},
            button("refresh") | {"text": text("Look it up")},
        )
        name = field_of("name", typed(), hint=text("As people write it"))
        client.views_open(
            trigger_id=body["trigger_id"], view=modal(name, more, title=text("New partner"))
        )
        ack()

    @bolt.action("push")
    def push(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        view = modal(field_of("sector", typed()), title=text("Sector"), callback_id="second")
        client.views_push(trigger_id=body["trigger_id"], view=view)
        ack()

    @bolt.action("refresh")
    def refresh(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        found = {"type": "alert", "text": text("Found in the register"), "level": "success"}
        name = field_of("name", typed(), hint=text("As people write it"))
        client.views_update(
            view_id=body["view"]["id"], view=modal(name, found, title=text("New partner"))
        )
        ack()


def _submit(bolt: App, heard: list[tuple[str, Any]]) -> None:
    @bolt.view("form")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        name = values.get("name", {}).get("typed", {}).get("value")
        if name == "Taken":
            ack(response_action="errors", errors={"name": "That name is taken."})
            return
        heard.append(("submitted", values))
        ack()

    @bolt.view("second")
    def second(ack: Ack) -> None:
        ack()


def _press(bolt: App, heard: list[tuple[str, Any]]) -> None:
    @bolt.action({"action_id": "come"})
    @bolt.action({"action_id": "stay"})
    @bolt.action({"action_id": "maybe"})
    @bolt.action({"action_id": "overflow"})
    @bolt.action({"action_id": "static_select"})
    @bolt.action({"action_id": "multi_static_select"})
    @bolt.action({"action_id": "datepicker"})
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        heard.append((action["action_id"], action | {"user": body["user"]["id"]}))
        ack()

    @bolt.shortcut("new")
    @bolt.shortcut("note")
    def shortcut(ack: Ack, payload: dict[str, Any]) -> None:
        heard.append((payload["callback_id"], payload.get("message", {}).get("text")))
        ack()

    @bolt.event("app_home_opened")
    def home(client: WebClient, event: dict[str, Any]) -> None:
        heard.append(("home", event["tab"]))
        if event["tab"] == "home":
            blocks = [
                {"type": "header", "text": text("Partnership")},
                {"type": "section", "text": text("12 partners on the register.")},
                actions(button("open_form") | {"text": text("New partner")}),
            ]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
