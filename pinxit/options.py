"""One field of a request: what it may be, and what is said of a value that it may not have (contract 1.2 and 6.3)."""

from typing import Any, Literal

from pinxit.errors import ImageRefused, InvalidRequest, PinxitError
from pinxit.pictures import parse_size
from pinxit.rows import Row
from pinxit.wire.images import Operation

Reason = Literal["below", "above", "other"]


class Refusal(Row):
    """How one family words an error. `{value}` in the message is what the caller sent, `{model}` the model's id."""

    message: str
    kind: Literal["request", "image"] = "request"
    param: str | None = None
    code: str | None = None

    def error(self, value: object, model: str) -> PinxitError:
        error = InvalidRequest if self.kind == "request" else ImageRefused
        message = self.message.replace("{model}", cut(model)).replace("{value}", cut(value))
        return error(message, param=self.param, code=self.code)


class FreeSize(Row):
    """The rule for sizes that are not on a list; edges and pixels of the picture (contract 1.2)."""

    divisor: int
    max_edge: int
    max_ratio: int
    min_pixels: int
    max_pixels: int
    min_edge: int = 1

    def describe(self) -> str:
        """The rule in a few words."""
        steps = f" in steps of {self.divisor}" if self.divisor > 1 else ""
        return f"WIDTHxHEIGHT{steps}, up to {self.max_edge}, at most {self.max_ratio}:1"

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
    """One field of a request: what it may be, what it is when left out, and which operations take it (none: all)."""

    only: tuple[Operation, ...] = ()
    values: tuple[str, ...] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int = 0
    max_length: int | None = None
    free: FreeSize | None = None
    default: str | int | bool | None = None
    extension: bool = False
    refusals: dict[Reason, Refusal] = {}
    never: Refusal | None = None
    """What is said of any value, where the vendor's model knows the field and does not take it."""

    def check(self, name: str, value: Any, model: str) -> None:
        """Raise what contract 6.3 says of `value`, if it may not be; its type was checked before."""
        if self.never:
            raise self.never.error(value, model)
        if self.minimum is not None and value < self.minimum:
            self._refuse("below", model, name, value, *_range("below minimum", ">=", name, self.minimum, value))
        if self.maximum is not None and value > self.maximum:
            self._refuse("above", model, name, value, *_range("above maximum", "<=", name, self.maximum, value))
        if self.max_length is not None:
            _check_length(name, value, self.min_length, self.max_length)
        if self.free and value not in self.values:
            if fault := self.free.fault(value):
                raise ImageRefused(f"Invalid size '{cut(value)}'. {fault}", param=name, code="invalid_value")
        elif self.values and value not in self.values:
            message = f"Invalid value: '{cut(value)}'. Supported values are: {listed(self.values, 'and')}."
            self._refuse("other", model, name, value, message, "invalid_value")

    def _refuse(self, reason: Reason, model: str, name: str, value: object, message: str, code: str) -> None:
        if reason in self.refusals:
            raise self.refusals[reason].error(value, model)
        raise InvalidRequest(message, param=name, code=code)


def _range(where: str, sign: str, name: str, limit: float, value: float) -> tuple[str, str]:
    kind = "integer" if isinstance(limit, int) else "decimal"
    message = f"Invalid '{name}': {kind} {where} value. Expected a value {sign} {limit}, but got {cut(value)} instead."
    return message, f"{kind}_below_min_value" if sign == ">=" else f"{kind}_above_max_value"


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
