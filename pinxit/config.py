"""Every setting, once: its name, type, default and meaning. A TOML file is read first, then PINXIT_*, then flags."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pinxit.errors import ConfigError

PREFIX = "PINXIT_"


class Config(BaseModel):
    """The settings of one server. The descriptions are what `docs/settings.md` and `--help` say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("pinxit", appauthor=False)),
        description="Folder for what must outlive a restart: the database and the object store, where their own "
        "settings do not say otherwise.",
    )
    database: str = Field(
        default_factory=lambda settings: f"sqlite:///{quote(str(settings['data'].absolute()))}/pinxit.sqlite",
        repr=False,  # it may hold a password
        description="URL of the database, which keeps what is known of files and responses: `sqlite:///` and a path, "
        "or `postgresql://user:password@host/name`.",
    )
    objects: str = Field(
        default_factory=lambda settings: (settings["data"] / "objects").absolute().as_uri(),
        description="URL of the object store, which keeps the bytes of files and pictures: `file:///` and a path, "
        "`s3://bucket/prefix`, `gs://bucket/prefix`, `az://container/prefix` or `memory:///`.",
    )
    engine: str = Field(
        default="auto",
        description="What paints for the vendor's model ids: `storybook`, `testcard`, an open model such as "
        "`flux2-klein-4b`, `module:Class`, or `auto`, which takes the best open model that is on this disk and fits "
        "this device, or else storybook.",
    )
    aliases: dict[str, str] = Field(
        default={},
        description="Names that are served beside the built-in ones, or that something else is to paint: a name, and "
        "the model or the engine that it stands for.",
    )
    models: dict[str, dict[str, Any]] = Field(
        default={}, description="Open models of your own, and changes of those that are built in: a table for each."
    )
    weights: Path = Field(
        default_factory=lambda settings: settings["data"] / "weights",
        description="Folder that the weights of open models are pulled into.",
    )
    device: str = Field(
        default="auto",
        description="Where open models are painted: `cpu`, `cuda`, `cuda:1`, `mps`, several with commas between them, "
        "each a replica, or `auto`, which is every GPU, or else the processor.",
    )
    memory_gib: float | None = Field(
        default=None, gt=0, description="Memory that open models may take of each device, in GiB."
    )
    planner: Literal["director", "chat"] = Field(
        default="director",
        description="Who decides what a response draws and says: `director`, by rules and without a language model, or "
        "`chat`, which asks the chat server of the settings below.",
    )
    chat_url: str = Field(
        default="http://127.0.0.1:11434/v1",
        description="Address of a chat server that speaks as OpenAI's does, up to and with `/v1`, for `planner = "
        '"chat"`: Ollama, llama.cpp, vLLM or a vendor.',
    )
    chat_model: str = Field(default="", description="The model that the chat server is asked for.")
    chat_key: str = Field(default="", repr=False, description="The key that the chat server wants, if it wants one.")
    chat_seconds: float = Field(
        default=60, gt=0, description="How long the chat server may take, in seconds, before the director takes over."
    )
    response_days: int = Field(
        default=30, ge=1, description="How long stored responses are kept, in days, unless they are deleted earlier."
    )
    strict: bool = Field(
        default=False,
        description="Refuse unknown fields and our own extensions exactly as the vendor did, instead of ignoring them "
        "with a `pinxit-ignored` header.",
    )
    seed: int | None = Field(
        default=None, ge=0, le=2**32 - 1, description="Seed for requests that name none, so that every run is the same."
    )
    origins: bool = Field(
        default=True,
        description="Write into a picture's file, as its EXIF comment, the prompt and the seed that it was made of, so "
        "that an edit can go on from it.",
    )
    max_waiting: int = Field(
        default=32, ge=1, description="Pictures that may wait or be painted at once; more are answered 429."
    )
    max_json_bytes: int = Field(default=2**20, ge=1024, description="Longest JSON body in bytes; more is answered 413.")
    max_form_bytes: int = Field(
        default=2**28,
        ge=1024,
        description="Longest body of an edit, a variation or a response in bytes, all its pictures together; more is "
        "answered 413.",
    )
    max_image_bytes: int = Field(
        default=50 * 2**20, ge=1, description="Largest picture to work from in bytes; more is answered 413."
    )
    max_image_pixels: int = Field(
        default=100_000_000, ge=1, description="Most pixels of a picture to work from; more is refused undecoded."
    )
    fetch_seconds: float = Field(
        default=30, gt=0, description="How long a picture that a request names by its URL may take to come, in seconds."
    )
    fetch_allow: str = Field(
        default="",
        description="Hosts, addresses and networks, separated by commas, that pictures are fetched from though they "
        "are not public; any other private address is refused.",
    )
    max_file_bytes: int = Field(default=2**29, ge=1, description="Largest file in bytes; more is answered 413.")
    max_upload_bytes: int = Field(
        default=2**33, ge=1, description="Largest upload in bytes, all its parts together; more is answered 400."
    )
    idle_seconds: float = Field(
        default=30, gt=0, description="How long a request's body may pause, in seconds; a longer pause is answered 408."
    )
    link_seconds: int = Field(default=3600, ge=1, description="How long a DALL·E picture's link works, in seconds.")

    @property
    def fetch_allowed(self) -> tuple[str, ...]:
        """`fetch_allow`, entry by entry."""
        return tuple(entry.strip() for entry in self.fetch_allow.split(",") if entry.strip())

    @field_validator("data", "weights")
    @classmethod
    def _at_home(cls, folder: Path) -> Path:
        return folder.expanduser()


def load(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    flags: Mapping[str, Any] | None = None,
) -> Config:
    """Read the settings: `file`, then PINXIT_* of `environment`, then the `flags` that are not None.

    Raises `ConfigError` that names the setting and where it came from.
    """
    named = {"PINXIT_CONFIG": "the file to read"}
    from_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in named
    }
    if file is None and environment.get("PINXIT_CONFIG"):
        file = Path(environment["PINXIT_CONFIG"])
    sources = {
        str(file): _anchored(_read(file), file) if file else {},
        "the environment": from_environment,
        "the command line": {name: value for name, value in (flags or {}).items() if value is not None},
    }
    for source, settings in sources.items():
        for name in settings:
            if name not in Config.model_fields:
                shown = f"{PREFIX}{name.upper()}" if settings is from_environment else name
                known = ", ".join(Config.model_fields)
                raise ConfigError(f"Unknown setting {shown!r} in {source}. The settings are: {known}.")
    merged: dict[str, Any] = {}
    for settings in sources.values():
        merged |= settings
    try:
        return Config.model_validate(merged)
    except ValidationError as exc:
        error = exc.errors()[0]
        name = ".".join(map(str, error["loc"]))
        raise ConfigError(f"Setting {name!r} cannot be {error['input']!r}: {error['msg']}.") from None


def _anchored(settings: dict[str, Any], file: Path) -> dict[str, Any]:
    """The settings of `file`, with folders of models that begin with "." taken from where the file is."""
    models = settings.get("models")
    if not isinstance(models, dict):
        return settings

    def anchored(value: Any) -> Any:
        if isinstance(value, list):
            return [anchored(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {key: _folder(each, file) if key == "source" else anchored(each) for key, each in value.items()}

    return settings | {"models": anchored(models)}


def _folder(source: Any, file: Path) -> Any:
    return str(file.parent.absolute() / source) if isinstance(source, str) and source.startswith(".") else source


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise ConfigError(f"The settings file {str(file)!r} cannot be read: {exc.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"The settings file {str(file)!r} is not valid TOML: {exc}.") from None
