"""The Image API as it travels: names are the vendor's, and nothing here computes.

Which values a field may hold depends on the model, so the rules are in models.toml; here are only the types.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field, InstanceOf

from pinxit.wire.blobs import Blob, Kept
from pinxit.wire.sparse import Sparse

Operation = Literal["generations", "edits", "variations"]


class ImageOptions(BaseModel):
    """The choices that generations, edits and the Responses image_generation tool share; None is "left out"."""

    model_config = ConfigDict(extra="forbid")

    model: str
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    moderation: str | None = None
    output_format: str | None = None
    output_compression: int | None = None
    partial_images: int | None = None
    input_fidelity: str | None = None
    seed: int | None = None


class ImageReference(BaseModel):
    """A picture to work from: exactly one of a URL (http, https or data), the id of a file, an uploaded part, and a
    picture of a conversation."""

    model_config = ConfigDict(extra="forbid")

    image_url: str | None = None
    file_id: str | None = None
    upload: InstanceOf[Blob] | None = Field(default=None, exclude=True)
    kept: InstanceOf[Kept] | None = Field(default=None, exclude=True)


class ImageRequest(ImageOptions):
    """What the three endpoints of the Image API share."""

    operation: ClassVar[Operation]

    n: int | None = None
    stream: bool | None = None
    response_format: str | None = None
    user: str | None = None
    safety_identifier: str | None = None


class GenerateRequest(ImageRequest):
    """The body of POST /v1/images/generations (contract 1.2)."""

    operation = "generations"

    prompt: str
    style: str | None = None


class EditRequest(ImageRequest):
    """The body of POST /v1/images/edits (contract 1.3); a form's `image` parts are its `images`."""

    operation = "edits"

    prompt: str
    images: Annotated[list[ImageReference], FailFast()]
    mask: ImageReference | None = None


class VariationRequest(ImageRequest):
    """The body of POST /v1/images/variations (contract 1.4)."""

    operation = "variations"

    images: Annotated[list[ImageReference], FailFast()]


class TokenDetails(BaseModel):
    image_tokens: int
    text_tokens: int


class Usage(BaseModel):
    input_tokens: int
    input_tokens_details: TokenDetails
    output_tokens: int
    output_tokens_details: TokenDetails
    total_tokens: int


class Image(Sparse):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class ImagesResponse(Sparse):
    """The plain answer (contract 1.5); DALL·E's has `created` and `data` only."""

    created: int
    background: str | None = None
    data: list[Image]
    output_format: str | None = None
    quality: str | None = None
    safety_identifier: str | None = None
    size: str | None = None
    usage: Usage | None = None
    notes: tuple[str, ...] = Field(default=(), exclude=True)
    """What of the prompt was not done: said in a header, not in the body."""


class Event(Sparse):
    """What the stream events say; every choice in them is resolved, never "auto" (contract 2)."""

    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    image_index: int
    notes: tuple[str, ...] = Field(default=(), exclude=True)


class Partial(Event):
    """An unfinished picture."""

    type: Literal["image_generation.partial_image", "image_edit.partial_image"]
    partial_image_index: int


class Completed(Event):
    """A finished picture."""

    type: Literal["image_generation.completed", "image_edit.completed"]
    safety_identifier: str | None = None
    usage: Usage


class DalleCompleted(Sparse):
    """A finished DALL·E picture: never streamed, so it has no vendor's event; it is the item of the plain answer."""

    type: Literal["pinxit.dalle.completed"] = "pinxit.dalle.completed"
    created_at: int
    image: Image
    notes: tuple[str, ...] = Field(default=(), exclude=True)


ImageEvent = Partial | Completed | DalleCompleted
