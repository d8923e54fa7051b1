"""Which model ids we answer to, and what each one accepts, costs and defaults to: `models.toml` as typed rows."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from pinxit.errors import ImageRefused, InvalidRequest, NotFound, PinxitError
from pinxit.pictures import parse_size

Reason = Literal["below", "above", "other"]


class Row(BaseModel):
    """A table of models.toml; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Refusal(Row):
    """How one family words an error. `{value}` in the message is what the caller sent."""

    message: str
    kind: Literal["request", "image"] = "request"
    param: str | None = None
    code: str | None = None

    def error(self, value: object) -> PinxitError:
        error = InvalidRequest if self.kind == "request" else ImageRefused
        return error(self.message.replace("{value}", cut(value)), param=self.param, code=self.code)


class FreeSize(Row):
    """The rule for sizes that are not on a list; edges and pixels of the picture (contract 1.2)."""

    divisor: int
    max_edge: int
    max_ratio: int
    min_pixels: int
    max_pixels: int
    min_edge: int = 1

    def fault(self, text: str) -> str | None:
        """Say what is wrong with the size `text`, or None."""
        try:
            width, height = parse_size(text)
        except ValueError:
            return "Expected WIDTHxHEIGHT, for example '1824x1024'."
        short, long = sorted((width, height))
        if width % self.divisor or height % self.divisor:
            return f"Width and height must both be divisible by {self.divisor}."
        if long > self.max_edge:
            return f"The longest edge must be less than or equal to {self.max_edge}."
        if short < self.min_edge:
            return f"The shortest edge must be greater than or equal to {self.min_edge}."
        if long > short * self.max_ratio:
            return f"The ratio of the longest edge to the shortest must be at most {self.max_ratio}:1."
        if width * height < self.min_pixels:
            return "Requested resolution is below the current minimum pixel budget."
        if width * height > self.max_pixels:
            return f"Requested resolution is above the current maximum pixel budget of {self.max_pixels}."
        return None


class Option(Row):
    """One field of a request: what it may be, and what it is when left out."""

    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    min_length: int = 0
    max_length: int | None = None
    free: FreeSize | None = None
    default: str | int | bool | None = None
    extension: bool = False
    refusals: dict[Reason, Refusal] = {}

    def check(self, name: str, value: Any) -> None:
        """Raise what contract 6.3 says of `value`, if it may not be; its type was checked before."""
        if self.minimum is not None and value < self.minimum:
            self._refuse("below", name, value, *_range("below minimum", ">=", name, self.minimum, value))
        if self.maximum is not None and value > self.maximum:
            self._refuse("above", name, value, *_range("above maximum", "<=", name, self.maximum, value))
        if self.max_length is not None:
            _check_length(name, value, self.min_length, self.max_length)
        if self.free and value not in self.values:
            if fault := self.free.fault(value):
                raise ImageRefused(f"Invalid size '{cut(value)}'. {fault}", param=name, code="invalid_value")
        elif self.values and value not in self.values:
            message = f"Invalid value: '{cut(value)}'. Supported values are: {listed(self.values, 'and')}."
            self._refuse("other", name, value, message, "invalid_value")

    def _refuse(self, reason: Reason, name: str, value: object, message: str, code: str) -> None:
        if reason in self.refusals:
            raise self.refusals[reason].error(value)
        raise InvalidRequest(message, param=name, code=code)


def _range(where: str, sign: str, name: str, limit: int, value: int) -> tuple[str, str]:
    message = f"Invalid '{name}': integer {where} value. Expected a value {sign} {limit}, but got {cut(value)} instead."
    return message, "integer_below_min_value" if sign == ">=" else "integer_above_max_value"


def cut(value: object) -> str:
    """What an error quotes of a value: no more than a reader needs to recognise it."""
    text = str(value) if not isinstance(value, int) or abs(value) < 10**100 else "a number of over 100 digits"
    return text if len(text) <= 100 else f"{text[:100]}…"


def _check_length(name: str, text: str, least: int, limit: int) -> None:
    if len(text) < least:
        message = f"Invalid '{name}': empty string. Expected a string with minimum length 1, but got an empty string."
        raise InvalidRequest(message, param=name, code="empty_string")
    if len(text) > limit:
        message = (
            f"Invalid '{name}': string too long. Expected a string with maximum length {limit}, "
            f"but got a string with length {len(text)} instead."
        )
        raise InvalidRequest(message, param=name, code="string_above_max_length")


def listed(values: tuple[str, ...], word: str) -> str:
    """Write values as errors do: 'low', 'high', and 'auto'."""
    quoted = [f"'{value}'" for value in values]
    if len(quoted) < 3:
        return f" {word} ".join(quoted)
    return f"{', '.join(quoted[:-1])}, {word} {quoted[-1]}"


class Profile(Row):
    """What a family of models accepts, and how its answers look."""

    answer: Literal["gpt-image", "dall-e"]
    tokens: str | None = None
    revises_prompts: bool = False
    auto_quality: str
    auto_sizes: tuple[str, ...]
    options: dict[str, Option]


class Model(Row):
    """A served model: a public id, the names it also answers to, and its family's profile."""

    id: str
    profile: str
    created: int
    aliases: tuple[str, ...] = ()
    owned_by: str = "system"


class Default(Row):
    """The model of a request that names none."""

    model: str
    gpt_model: str
    gpt_fields: tuple[str, ...]
    gpt_values: dict[str, tuple[str, ...]]


class Catalog(Row):
    """The served models and all that is known of them."""

    default: Default
    steps: dict[str, dict[str, int]]
    profiles: dict[str, Profile]
    models: tuple[Model, ...]
    tokens: dict[str, dict[str, dict[str, int]]]

    @classmethod
    def built_in(cls) -> Self:
        """Read `models.toml`."""
        tables = tomllib.loads(files("pinxit").joinpath("models.toml").read_text(encoding="utf-8"))
        profiles = tables["profiles"]
        tables["profiles"] = {name: _extended(name, profiles) for name in profiles}
        return cls.model_validate(tables)

    def names(self) -> dict[str, Model]:
        """Every public id, aliases included, and the model it stands for."""
        return {name: model for model in self.models for name in (model.id, *model.aliases)}

    def resolve(self, name: str) -> Model:
        """Return the model called `name`; raises `ImageRefused` as the image endpoints do (contract 6.3)."""
        try:
            return self.names()[name]
        except KeyError:
            message = f"The model '{cut(name)}' does not exist."
            raise ImageRefused(message, param="model", code="invalid_value") from None

    def retrieve(self, name: str) -> Model:
        """Return the model called `name`; raises `NotFound` as `GET /v1/models/{id}` does."""
        try:
            return self.names()[name]
        except KeyError:
            message = f"The model '{cut(name)}' does not exist or you do not have access to it."
            raise NotFound(message, param="model", code="model_not_found") from None

    def choose(self, fields: Mapping[str, object]) -> str:
        """Name the model for a request that names none: the rule of contract 1.1."""
        rule = self.default
        marked = any(field in fields for field in rule.gpt_fields)
        marked |= any(fields.get(field) in values for field, values in rule.gpt_values.items())
        return rule.gpt_model if marked else rule.model

    def profile(self, model: Model) -> Profile:
        return self.profiles[model.profile]

    def count_steps(self, engine: str, quality: str) -> int:
        """How many steps `engine` paints a picture of `quality` in."""
        return self.steps.get(engine, self.steps["default"])[quality]


def _extended(name: str, profiles: dict[str, Any]) -> dict[str, Any]:
    """One profile with all that it extends; an option that it names again is replaced whole."""
    own = dict(profiles[name])
    base = own.pop("extends", None)
    if base is None:
        return own
    inherited = _extended(base, profiles)
    return inherited | own | {"options": inherited["options"] | own.get("options", {})}
