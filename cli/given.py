"""Settings of a demo: all of them are said, whatever the environment of whoever starts it."""

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.settings import Settings


class Given(Settings):
    """Settings that are all said: a database of the environment must not become a demo's."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what was given, and nothing else."""
        return (init_settings,)
