"""What is wrong with the fields of a body, in the vendor's words (contract 6.3): names, types and ranges."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pinxit.errors import InvalidRequest, PinxitError
from pinxit.options import Option, cut, listed
from pinxit.wire.blobs import Blob

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", bound=PinxitError)
Faults = dict[str, PinxitError]
"""The first error of each field."""

#: JSON's types as errors name them; bool comes before int, of which Python makes it a kind.
GOT = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a decimal number"),
    (str, "a string"),
    (list, "an array"),
    (object, "an object"),
)
#: What a form's text may say for a boolean.
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
#: Digits of the largest number that a form's text is read as.
MAX_DIGITS = 30


def missing(name: str) -> InvalidRequest:
    return InvalidRequest(f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")


def unknown(name: str) -> InvalidRequest:
    return InvalidRequest(f"Unknown parameter: '{cut(name)}'.", param=cut(name), code="unknown_parameter")


def wrong_type(name: str, expected: str, value: object) -> InvalidRequest:
    got = "null" if value is None else next(text for type_, text in GOT if isinstance(value, type_))
    message = f"Invalid type for '{name}': expected {expected}, but got {got} instead."
    return InvalidRequest(message, param=name, code="invalid_type")


def duplicate(name: str) -> InvalidRequest:
    message = (
        f"Duplicate parameter: '{cut(name)}'. You provided multiple values for this parameter, whereas only one is "
        f"allowed. If you are trying to provide a list of values, use the array syntax instead e.g. "
        f"'{cut(name)}[]=<value>'."
    )
    return InvalidRequest(message, param=cut(name), code="duplicate_parameter")


def within(place: str, fault: E) -> E:
    """The fault of a field, as one of a field that is at a `place` in the body: tools[0], input[2].content[0]."""
    if not place or fault.param is None:
        return fault
    param = f"{place}.{fault.param}"
    return type(fault)(fault.message.replace(f"'{fault.param}'", f"'{param}'", 1), param=param, code=fault.code)


def first_of(faults: Faults, order: Iterable[str]) -> PinxitError | None:
    """The fault of the first of the fields in `order` that has one, or else of any."""
    return next((faults[name] for name in (*order, *faults) if name in faults), None)


def read_texts(fields: dict[str, Any], kind: type[BaseModel], faults: Faults, *, within: str = "") -> None:
    """Turn the texts of a form into the numbers and truths that `kind` has in their places; `within` comes before their
    names in errors."""
    for name, text in fields.items():
        nested = next((type_ for type_ in _types(kind, name) if _is_model(type_)), None)
        if isinstance(text, dict) and nested:
            inner: Faults = {}
            read_texts(text, nested, inner, within=f"{within}{name}.")
            if fault := first_of(inner, nested.model_fields):
                faults[name] = fault
        fault = _read_text(fields, name, _types(kind, name), f"{within}{name}")
        if fault is not None:
            faults[name] = fault


def _read_text(fields: dict[str, Any], name: str, types: tuple[Any, ...], path: str) -> InvalidRequest | None:
    """Read one text as what it stands for. Returns what is wrong with it."""
    text = fields[name]
    if _is_bytes(text) and {str, bool, int}.intersection(types):
        return InvalidRequest(f"Invalid '{path}': not valid UTF-8 text.", param=path, code="invalid_value")
    if not isinstance(text, str) or str in types:
        return None
    for type_, article in ((bool, "a boolean"), (int, "an integer")):
        if type_ in types:
            value = _from_text(text, type_)
            if value is None:
                message = (
                    f"Invalid type for '{path}': expected {article}, but got a string value that could not "
                    f"be converted into {article}."
                )
                return InvalidRequest(message, param=path, code="invalid_type")
            fields[name] = value
            break
    return None


def _is_bytes(value: object) -> bool:
    return isinstance(value, Blob) or (isinstance(value, list) and any(isinstance(each, Blob) for each in value))


def _from_text(text: str, type_: type) -> int | None:
    text = text.strip().lower()
    if type_ is bool:
        return BOOLEANS.get(text)
    try:
        return int(text) if text.isascii() and len(text) <= MAX_DIGITS and "_" not in text else None
    except ValueError:
        return None


def parse(
    fields: Mapping[str, Any], kind: type[M], options: Mapping[str, Option], faults: Faults, *, model: str = ""
) -> M | None:
    """Make a `kind` of `fields`, and check its values by `options`; adds to `faults` what is wrong, by field.

    Returns None where the types are wrong. `model` is the id that errors name. An option may be of a field within a
    field: expires_after.seconds.
    """
    try:
        request = kind.model_validate(fields, strict=True)
    except ValidationError as exc:
        request = None
        for error in exc.errors(include_url=False, include_context=False):
            if (name := str(error["loc"][0])) not in faults:
                faults[name] = _type_fault(error, kind, options)
    for name, option in options.items():
        top, value = name.partition(".")[0], _value(fields, name)
        if value is not None and top not in faults:
            try:
                option.check(name, value, model)
            except PinxitError as exc:
                faults[top] = exc
    return request


def _value(fields: Mapping[str, Any], name: str) -> Any:
    top, _, key = name.partition(".")
    value = fields.get(top)
    if key:
        return value.get(key) if isinstance(value, Mapping) else None
    return value


def _type_fault(error: ErrorDetails, kind: type[BaseModel], options: Mapping[str, Option]) -> PinxitError:
    name = _path(error["loc"])
    if error["type"] == "missing":
        return missing(name)
    if error["type"] in ("extra_forbidden", "is_instance_of"):
        return unknown(name)
    if error["type"] == "string_unicode":
        return InvalidRequest(f"Invalid '{name}': not valid Unicode text.", param=name, code="invalid_value")
    option = options.get(name, Option())
    if option.values and not option.free:
        return wrong_type(name, f"one of {listed(option.values, 'or')}", error["input"])
    return wrong_type(name, EXPECTED.get(error["type"], "another value"), error["input"])


#: What the kinds of type errors expected.
EXPECTED = {
    "string_type": "a string",
    "int_type": "an integer",
    "int_from_float": "an integer",
    "bool_type": "a boolean",
    "list_type": "an array",
    "model_type": "an object",
    "dict_type": "an object",
}


def _path(loc: tuple[int | str, ...]) -> str:
    """Where in the body: images[0].image_url"""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc]
    return cut("".join(steps).removeprefix("."))


def _types(kind: type[BaseModel], name: str) -> tuple[Any, ...]:
    """The types that a field may have, out of a union's brackets."""
    field = kind.model_fields.get(name)
    if field is None:
        return ()
    is_union = get_origin(field.annotation) is not list
    return (field.annotation, *(get_args(field.annotation) if is_union else ()))


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, BaseModel)
