"""Decides whether a request is accepted: its model, keys, types and values, in the vendor's order of reporting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pinxit.catalog import Catalog, Option, Profile, cut, listed
from pinxit.errors import ImageRefused, InvalidRequest, PinxitError
from pinxit.wire.images import ImageOptions

R = TypeVar("R", bound=ImageOptions)

#: Fields whose errors come first, in this order (contract 6.3); the rest follow as the caller sent them.
FIRST = ("model", "prompt", "n")
#: Fields for which null is an error rather than "left out" (contract 0).
NOT_NULL = ("model", "prompt")
#: Fields that even the compat mode refuses where they are unknown: who asked for a stream cannot read a plain answer.
NOT_IGNORED = ("stream",)
#: JSON's types as errors name them; bool comes before int, of which Python makes it a kind.
GOT = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a decimal number"),
    (str, "a string"),
    (list, "an array"),
    (object, "an object"),
)


@dataclass(frozen=True, slots=True)
class Admitted(Generic[R]):
    """An accepted request, and the keys that the compat mode left out of it."""

    request: R
    ignored: tuple[str, ...]


class Admission:
    """The one place where a body becomes a wire model. `strict` refuses what compat ignores (contract 10)."""

    def __init__(self, catalog: Catalog, *, strict: bool = False) -> None:
        self.catalog = catalog
        self.strict = strict

    def admit(self, body: Mapping[str, Any], kind: type[R]) -> Admitted[R]:
        """Make a `kind` of `body`. Raises `InvalidRequest` or `ImageRefused`, the fault named by contract 6.3."""
        if self.strict and "model" not in body:
            raise InvalidRequest(
                "Missing required parameter: 'model'.", param="model", code="missing_required_parameter"
            )
        fields = {name: value for name, value in body.items() if value is not None or name in NOT_NULL}
        profile = self._choose_model(fields)
        ignored = self._take_out_unknown(body if self.strict else fields, profile)
        known = {name: value for name, value in fields.items() if name not in ignored}
        faults: dict[str, PinxitError] = {}
        request = _parse(known, kind, profile, faults)
        for name, option in profile.options.items():
            if name in known and name not in faults:
                _note(faults, name, option, known[name])
        for name in (*FIRST, *known):
            if name in faults:
                raise faults[name]
        assert request is not None, "a body that does not parse has a fault"
        check_together(known)
        if known.get("partial_images") and not known.get("stream"):
            ignored.append("partial_images")  # there is nowhere to send them
        return Admitted(request, tuple(ignored))

    def _choose_model(self, fields: dict[str, Any]) -> Profile:
        if "model" not in fields:
            fields["model"] = self.catalog.choose(fields)
        if not isinstance(fields["model"], str):
            raise _wrong_type("model", "a string", fields["model"])
        return self.catalog.profile(self.catalog.resolve(fields["model"]))

    def _take_out_unknown(self, fields: Mapping[str, Any], profile: Profile) -> list[str]:
        unknown = [name for name in fields if name != "model" and not self._knows(profile, name)]
        refused = unknown if self.strict else [name for name in unknown if name in NOT_IGNORED and fields[name]]
        if refused:
            raise InvalidRequest(
                f"Unknown parameter: '{cut(refused[0])}'.", param=cut(refused[0]), code="unknown_parameter"
            )
        return unknown

    def _knows(self, profile: Profile, name: str) -> bool:
        option = profile.options.get(name)
        return option is not None and not (self.strict and option.extension)


def _parse(fields: dict[str, Any], kind: type[R], profile: Profile, faults: dict[str, PinxitError]) -> R | None:
    """Check the types. Adds to `faults` what is wrong, by field."""
    try:
        return kind.model_validate(fields, strict=True)
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            faults.setdefault(str(error["loc"][0]), _type_fault(error, kind, profile))
        return None


def _note(faults: dict[str, PinxitError], name: str, option: Option, value: Any) -> None:
    try:
        option.check(name, value)
    except PinxitError as exc:
        faults[name] = exc


def _type_fault(error: ErrorDetails, kind: type[ImageOptions], profile: Profile) -> PinxitError:
    name = str(error["loc"][0])
    if error["type"] == "missing":
        message = f"Missing required parameter: '{name}'."
        return InvalidRequest(message, param=name, code="missing_required_parameter")
    if error["type"] == "string_unicode":
        return InvalidRequest(f"Invalid '{name}': not valid Unicode text.", param=name, code="invalid_value")
    option = profile.options.get(name, Option())
    types = {str: "a string", int: "an integer", bool: "a boolean"}
    annotation = kind.model_fields[name].annotation
    expected = next(text for type_, text in types.items() if type_ in (annotation, *get_args(annotation)))
    if option.values and not option.free:
        expected = f"one of {listed(option.values, 'or')}"
    return _wrong_type(name, expected, error["input"])


def _wrong_type(name: str, expected: str, value: object) -> InvalidRequest:
    got = "null" if value is None else next(text for type_, text in GOT if isinstance(value, type_))
    message = f"Invalid type for '{name}': expected {expected}, but got {got} instead."
    return InvalidRequest(message, param=name, code="invalid_type")


def check_together(fields: Mapping[str, Any]) -> None:
    """Refuse choices that exclude each other, before any work (contract 6.3)."""
    output_format = fields.get("output_format", "png")
    if fields.get("background") == "transparent" and output_format == "jpeg":
        message = "Transparent background is not supported for JPEG output format"
        raise ImageRefused(message, code="invalid_transparent_background_output_format")
    if output_format == "png" and fields.get("output_compression", 100) < 100:
        message = "Compression less than 100 is not supported for PNG output format"
        raise ImageRefused(message, code="invalid_png_output_compression")
