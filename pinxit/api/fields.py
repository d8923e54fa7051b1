"""Making a wire model of the fields of a request that has nothing to do with an image model."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from pinxit import faults
from pinxit.errors import InvalidRequest
from pinxit.options import Option
from pinxit.wire.blobs import Blob

M = TypeVar("M", bound=BaseModel)


def admit(
    sent: Mapping[str, Any], kind: type[M], options: Mapping[str, Option], *, strict: bool, is_text: bool = False
) -> tuple[M, list[str]]:
    """Make a `kind` of what was `sent`; returns it and the names of the fields that are ignored.

    `strict` refuses those instead. The values of a form or a query are text (`is_text`), and are read as what they
    stand for. Raises `InvalidRequest`, worded by contract 6.3: unknown names first, then the fields in `kind`'s order.
    """
    known = kind.model_fields
    unknown = [name for name in sent if name not in known]
    if strict and unknown:
        raise faults.unknown(unknown[0])
    fields = {
        name: value
        for name, value in sent.items()
        if name in known and (value is not None or known[name].is_required())  # a null is "left out" (contract 0)
    }
    found: faults.Faults = {}
    for name, value in fields.items():
        _unwrap_blob(fields, name, value, found)
        _check_text(name, fields[name], found)
    if is_text:
        faults.read_texts(fields, kind, found)
    request = faults.parse(fields, kind, options, found)
    if fault := faults.first_of(found, known):
        raise fault
    assert request is not None, "fields that do not parse have a fault"
    return request, unknown


def _unwrap_blob(fields: dict[str, Any], name: str, value: object, found: faults.Faults) -> None:
    """A form may carry several files under one name; nothing here takes more than one."""
    if isinstance(value, list) and value and isinstance(value[0], Blob):
        fields[name] = value[0]
        if len(value) > 1:
            found[name] = faults.duplicate(name)


def _check_text(name: str, value: object, found: faults.Faults) -> None:
    """No database keeps a NUL character in a text."""
    text = value.filename if isinstance(value, Blob) else value
    if isinstance(text, str) and "\0" in text:
        message = f"Invalid '{name}': a text with a NUL character, which cannot be kept."
        found.setdefault(name, InvalidRequest(message, param=name, code="invalid_value"))
