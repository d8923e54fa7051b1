"""Decides whether an image request is accepted: model, keys, types and values, in the vendor's order of reporting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pinxit import faults
from pinxit.catalog import Catalog, Inputs, Model
from pinxit.errors import ImageRefused, InvalidRequest
from pinxit.options import Option, cut, listed
from pinxit.wire.images import EditRequest, ImageReference, ImageRequest, VariationRequest

R = TypeVar("R", bound=ImageRequest)

#: Fields whose errors come first, in this order (contract 6.3); the rest follow as the caller sent them.
FIRST = ("model", "prompt", "images", "n")
#: Fields for which null is an error rather than "left out" (contract 0).
NOT_NULL = ("model", "prompt", "images")
#: Fields that even the compat mode refuses where they are unknown: who asked for a stream cannot read a plain answer.
NOT_IGNORED = ("stream",)
#: The longest `image_url` (contract 1.3).
MAX_URL_LENGTH = 20_971_520
#: The media types that the vendor takes for each format, where it goes by what the caller says (contract 6.3).
MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


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

    def admit(self, body: Mapping[str, Any], kind: type[R], *, is_form: bool = False) -> Admitted[R]:
        """Make a `kind` of `body`. Raises `InvalidRequest` or `ImageRefused`, the fault named by contract 6.3.

        A form's values are text, or lists of `Blob` where it carries files, and are read as the types they stand for.
        """
        if self.strict and "model" not in body:
            raise faults.missing("model")
        sent = _with_images(body, kind, is_form)
        fields = {name: value for name, value in sent.items() if value is not None or name in NOT_NULL}
        found: faults.Faults = {}
        if is_form:
            faults.read_texts(fields, kind, found)
        model = self._choose_model(fields, kind, is_form)
        profile = self.catalog.profile(model)
        if self.strict and not is_form and "images" in kind.model_fields and profile.answer != "gpt-image":
            raise _form_only()
        options = profile.takes(kind.operation)
        ignored = self._take_out_unknown(sent if self.strict else fields, options)
        left_out = set(ignored)
        known = {name: value for name, value in fields.items() if name not in left_out}
        if profile.inputs:
            _check_images_count(known, profile.inputs, found)
        request = faults.parse(known, kind, options, found, model=model.id)
        if isinstance(request, EditRequest | VariationRequest) and profile.inputs:
            self._check_images(request, profile.inputs, found, is_form)
        if fault := faults.first_of(found, (*FIRST, *known)):
            raise _as_form(fault) if is_form else fault
        assert request is not None, "a body that does not parse has a fault"
        check_together(known)
        if known.get("partial_images") and not known.get("stream"):
            ignored.append("partial_images")  # there is nowhere to send them
        return Admitted(request, tuple(ignored))

    def _choose_model(self, fields: dict[str, Any], kind: type[R], is_form: bool) -> Model:
        if "model" not in fields:
            fields["model"] = self.catalog.choose(fields, kind.operation, is_form=is_form)
        if not isinstance(fields["model"], str):
            raise faults.wrong_type("model", "a string", fields["model"])
        return self.catalog.resolve_for(kind.operation, fields["model"])

    def _take_out_unknown(self, fields: Mapping[str, Any], options: Mapping[str, Option]) -> list[str]:
        unknown = [name for name in fields if name != "model" and not self._knows(options, name)]
        refused = unknown if self.strict else [name for name in unknown if name in NOT_IGNORED and fields[name]]
        if refused:
            raise faults.unknown(refused[0])
        return unknown

    def _knows(self, options: Mapping[str, Option], name: str) -> bool:
        option = options.get(name)
        return option is not None and not (self.strict and option.extension)

    def _check_images(
        self, request: EditRequest | VariationRequest, inputs: Inputs, found: faults.Faults, is_form: bool
    ) -> None:
        """Note what each picture is named by, and, where strict, what it is said to be."""
        named = [(f"images[{number}]", image) for number, image in enumerate(request.images)]
        if isinstance(request, EditRequest) and request.mask:
            named.append(("mask", request.mask))
        try:
            for name, image in named:
                check_named(name, image)
                if self.strict and image.upload:
                    _check_media_type("mask" if name == "mask" else "image", image.upload.media_type, inputs)
        except InvalidRequest as exc:
            found.setdefault("images", exc)


def _with_images(body: Mapping[str, Any], kind: type[R], is_form: bool) -> dict[str, Any]:
    """The body with the pictures of a form called what JSON calls them. Raises for the one's name in the other
    (contract 1.3)."""
    sent = dict(body)
    if "images" not in kind.model_fields:
        return sent
    if is_form and "images" in sent:
        message = "Invalid parameter: 'images'. For multipart/form-data use 'image' or 'image[]'."
        raise InvalidRequest(message, param="images", code="invalid_parameter")
    if not is_form and sent.get("image") is not None:
        message = f"For application/json on /v1/images/{kind.operation}, use 'images' (array)."
        raise InvalidRequest(message, param="image", code="invalid_parameter")
    if is_form and sent.get("image") is not None:
        sent["images"] = [{"upload": blob} for blob in sent.pop("image")]
    if is_form and sent.get("mask") is not None:
        if len(sent["mask"]) > 1:
            raise faults.duplicate("mask")
        sent["mask"] = {"upload": sent["mask"][0]}
    return sent


def _form_only() -> InvalidRequest:
    """Only GPT image models take pictures by JSON (contract 1.3); the compat mode knows no such difference."""
    message = (
        "Unsupported content type: 'application/json'. This API method only accepts 'multipart/form-data' requests, "
        "but you specified another in the Content-Type header."
    )
    return InvalidRequest(message, code="unsupported_content_type")


def _as_form(fault: Any) -> Any:
    """The fault under the name that a form has for pictures."""
    if fault.param == "images":
        return type(fault)(fault.message.replace("'images'", "'image'"), param="image", code=fault.code)
    return fault


def _check_images_count(fields: dict[str, Any], inputs: Inputs, found: faults.Faults) -> None:
    """Note that there are too few pictures or too many, and look at no more of them then."""
    images = fields.get("images")
    if isinstance(images, list):
        try:
            check_count("images", len(images), inputs.max_count)
        except InvalidRequest as exc:
            found["images"] = exc
            fields["images"] = images[:1]


def check_count(name: str, count: int, limit: int, *, least: int = 1) -> None:
    """Refuse an array that is too short or too long; `least` is 0 or 1."""
    if count < least:
        message = f"Invalid '{name}': empty array. Expected an array with minimum length 1, but got an empty array."
        raise InvalidRequest(message, param=name, code="empty_array")
    if count > limit:
        message = (
            f"Invalid '{name}': array too long. Expected an array with maximum length {limit}, "
            f"but got an array with length {count} instead."
        )
        raise InvalidRequest(message, param=name, code="array_above_max_length")


def check_named(name: str, image: ImageReference) -> None:
    """Refuse a picture that is named by nothing or by two things, or by a URL of more than the vendor reads."""
    given = [source for source in (image.image_url, image.file_id, image.upload) if source is not None]
    if not given:
        raise faults.missing(f"{name}.image_url")
    if len(given) > 1:
        message = (
            f"Mutually exclusive parameters: '{name}'. Ensure you are only providing one of: 'image_url' or 'file_id'."
        )
        raise InvalidRequest(message, param=name, code="mutually_exclusive_parameters")
    if image.image_url is not None and len(image.image_url) > MAX_URL_LENGTH:
        message = (
            f"Invalid '{name}.image_url': string too long. Expected a string with maximum length {MAX_URL_LENGTH}, "
            f"but got a string with length {len(image.image_url)} instead."
        )
        raise InvalidRequest(message, param=f"{name}.image_url", code="string_above_max_length")


def _check_media_type(name: str, media_type: str, inputs: Inputs) -> None:
    allowed = tuple(MEDIA_TYPES[each] for each in inputs.formats)
    if media_type not in allowed:
        message = (
            f"Invalid file '{name}': unsupported mimetype ('{cut(media_type)}'). "
            f"Supported file formats are {listed(allowed, 'and')}."
        )
        raise InvalidRequest(message, param=name, code="unsupported_file_mimetype")


def check_together(fields: Mapping[str, Any]) -> None:
    """Refuse choices that exclude each other, before any work (contract 6.3)."""
    output_format = fields.get("output_format", "png")
    if fields.get("background") == "transparent" and output_format == "jpeg":
        message = "Transparent background is not supported for JPEG output format"
        raise ImageRefused(message, code="invalid_transparent_background_output_format")
    if output_format == "png" and fields.get("output_compression", 100) < 100:
        message = "Compression less than 100 is not supported for PNG output format"
        raise ImageRefused(message, code="invalid_png_output_compression")
