"""Settings by environment, read once; whatever is missing or wrong is named all at once.

A secret may also stand in a file: SECRET_KEY_FILE names one that holds SECRET_KEY.
"""

import os
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.addresses import names_a_database, taken_apart
from db.engine import sqlite_file
from domain.errors import Refused
from domain.partnerships import clean_contact

MIN_SECRET = 32
"""Characters of a SECRET_KEY: 128 bits even in hexadecimal digits."""

SECRETS = (
    "DATABASE_URL",
    "SECRET_KEY",
    "SECRET_KEY_PREVIOUS",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SMTP_URL",
)
"""Settings that may stand in a file named by `{NAME}_FILE`."""


class BadSettings(Exception):  # noqa: N818 - named for what is wrong
    """Settings that are missing or wrong, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Public(BaseSettings):
    """What everybody may know of an installation: all that Slack's manifest is made from."""

    model_config = SettingsConfigDict(
        extra="ignore",
        populate_by_name=True,
        env_ignore_empty=True,
        case_sensitive=True,
        hide_input_in_errors=True,
    )

    public_url: str = Field(
        default="",
        validation_alias="PUBLIC_URL",
        description="The address people and Slack reach `web` at, such as https://example.org: "
        "no path, no question mark.",
    )
    command_prefix: str = Field(
        default="",
        pattern=r"^[a-z]{0,8}$",
        validation_alias="JOINEDUP_COMMAND_PREFIX",
        description="At most eight letters a-z before each command: with ju, /partner becomes "
        "/ju-partner.",
    )

    @field_validator("public_url")
    @classmethod
    def _has_no_path(cls, value: str) -> str:
        if value and (taken_apart(value, "https", "http").path.strip("/") or "@" in value):
            raise ValueError("a path or a user")
        return value.rstrip("/")


class Settings(Public):
    """What an operator sets. Each field's description stands in docs/settings.md.

    It also says what may be set: whoever sets something else reads it.
    """

    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="Where everything is kept: sqlite:///file or postgresql://user@host/name. "
        "Default: an SQLite file in the data folder.",
    )
    data: Path = Field(
        default=Path("data"),
        validate_default=True,
        validation_alias="JOINEDUP_DATA",
        description="The folder for files of ours, such as the default database: it is made, and "
        "must be ours to write.",
    )
    port: int = Field(
        default=3000,
        ge=0,
        le=65535,
        validation_alias="PORT",
        description="Where `web` listens: a number from 0 (any free one) to 65535.",
    )
    secret_key: SecretStr = Field(
        validation_alias="SECRET_KEY",
        min_length=MIN_SECRET,
        description="Seals tokens and signs links: at least 32 random characters.",
    )
    secret_key_previous: SecretStr | None = Field(
        default=None,
        min_length=MIN_SECRET,
        validation_alias="SECRET_KEY_PREVIOUS",
        description="The SECRET_KEY before, at least 32 characters, while it is being changed: "
        "what it sealed still opens.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The app's bot token (xoxb-…): at start it makes the installation.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Slack's signing secret of the app. `web` takes no request without it.",
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Another Web API server than Slack's, such as the sandbox's: "
        "http://127.0.0.1:8000/api/.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        validation_alias="SMTP_URL",
        description="The mail server: smtp://user:password@host:587, or smtps:// for TLS.",
    )
    mail_from: str = Field(
        default="", validation_alias="MAIL_FROM", description="The address our mails come from."
    )
    inbound_smtp_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        validation_alias="INBOUND_SMTP_PORT",
        description="Where `joinedup inbound` takes mail from your mail server; 0: nowhere.",
    )
    inbound_smtp_host: str = Field(
        default="127.0.0.1",
        validation_alias="INBOUND_SMTP_HOST",
        description="The address it listens on for that: this machine's own, unless you say so.",
    )
    coordinators: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        validation_alias="JOINEDUP_COORDINATORS",
        description="The first coordinators: Slack user ids (U0123ABCD) or mail addresses "
        "(name@example.org), with commas between them.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then the files it names."""
        return init_settings, env_settings, _Files(settings_cls)

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        if value and not names_a_database(value):
            raise ValueError("another database")
        return value

    @field_validator("data")
    @classmethod
    def _can_be_written(cls, value: Path, others: ValidationInfo) -> Path:
        """Make the folder, where the database will be in it: only that shows that it can be."""
        if not others.data.get("database_url", "one that is wrong"):
            try:
                value.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ValueError("no folder") from error
            if not os.access(value, os.W_OK | os.X_OK):
                raise ValueError("not ours")
        return value

    @field_validator("slack_bot_token", "slack_signing_secret")
    @classmethod
    def _is_one_word(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value is not None else "unset"
        if text.split() != [text] or not text.isascii():
            raise ValueError("blanks")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        taken_apart(value, "https", "http")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            taken_apart(value.get_secret_value(), "smtp", "smtps")
        return value

    @field_validator("coordinators", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("coordinators")
    @classmethod
    def _can_be_found(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(clean_contact(each) for each in value)
        except Refused as no:
            raise ValueError("neither an address nor an id") from no

    @property
    def database(self) -> str:
        """Give the address of the database."""
        return self.database_url or str(sqlite_file(self.data))


class _Files(EnvSettingsSource):
    """Secrets in files: SECRET_KEY_FILE=/run/secrets/key holds what SECRET_KEY would."""

    def _load_env_vars(self) -> dict[str, str | None]:
        named = {name: os.environ.get(f"{name}_FILE") for name in SECRETS}
        return {name: _content(name, file) for name, file in named.items() if file}


def _content(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"{name}_FILE names a file that can't be read."]) from error


S = TypeVar("S", bound=Public)


def read_settings(needs: tuple[str, ...] = ()) -> Settings:
    """Read all settings. Raises `BadSettings`, which names all that is missing or wrong.

    `needs` names optional ones, by their field, without which a command can't do its work.
    """
    return _read(Settings, needs)


def read_public() -> Public:
    """Read what the manifest needs, whatever else is missing. Raises `BadSettings` as well."""
    return _read(Public, ())


def _read(kind: type[S], needs: tuple[str, ...]) -> S:
    problems: list[str] = []
    settings: S | None = None
    try:
        settings = kind()
    except ValidationError as error:
        problems = [_sentence(str(each["loc"][0]), each["type"]) for each in error.errors()]
    problems += [_sentence(name, "missing") for name in _missing(settings, needs)]
    if problems or settings is None:
        raise BadSettings(problems)
    return settings


def _missing(settings: Public | None, needs: tuple[str, ...]) -> list[str]:
    """Give the names in the environment of needed settings that are not set, or not readable."""
    names = {each: str(Settings.model_fields[each].validation_alias) for each in needs}
    if settings is not None:
        return [name for each, name in names.items() if getattr(settings, each) is None]
    return [name for name in names.values() if not _given(name)]


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _sentence(name: str, kind: str) -> str:
    """Say what is wrong with a setting, without its value."""
    field = next(each for each in Settings.model_fields.values() if each.validation_alias == name)
    if kind == "missing":
        return f"{name} is missing. {field.description}"
    if kind in {"string_too_short", "too_short"}:
        return f"{name} is too short. {field.description}"
    return f"{name} is not what it should be. {field.description}"
