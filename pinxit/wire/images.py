"""The Image API as it travels: names are the vendor's, and nothing here computes.

Which values a field may hold depends on the model, so the rules are in models.toml; here are only the types.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


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
    seed: int | None = None


class GenerateRequest(ImageOptions):
    """The body of POST /v1/images/generations (contract 1.2)."""

    prompt: str
    n: int | None = None
    stream: bool | None = None
    style: str | None = None
    response_format: str | None = None
    user: str | None = None
    safety_identifier: str | None = None


class TokenDetails(BaseModel):
    image_tokens: int
    text_tokens: int


class Usage(BaseModel):
    input_tokens: int
    input_tokens_details: TokenDetails
    output_tokens: int
    output_tokens_details: TokenDetails
    total_tokens: int


class Image(BaseModel):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class ImagesResponse(BaseModel):
    """The plain answer (contract 1.5); DALL·E's has `created` and `data` only."""

    created: int
    background: str | None = None
    data: list[Image]
    output_format: str | None = None
    quality: str | None = None
    safety_identifier: str | None = None
    size: str | None = None
    usage: Usage | None = None


class Event(BaseModel):
    """What both stream events say; every choice in it is resolved, never "auto" (contract 2)."""

    type: str
    b64_json: str
    created_at: int
    size: str
    quality: str
    background: str
    output_format: str
    image_index: int


class GeneratePartial(Event):
    type: Literal["image_generation.partial_image"] = "image_generation.partial_image"
    partial_image_index: int


class GenerateCompleted(Event):
    type: Literal["image_generation.completed"] = "image_generation.completed"
    safety_identifier: str | None = None
    usage: Usage


class DalleCompleted(BaseModel):
    """A finished DALL·E picture: never streamed, so it has no vendor's event; it is the item of the plain answer."""

    type: Literal["pinxit.dalle.completed"] = "pinxit.dalle.completed"
    created_at: int
    image: Image


ImageEvent = GeneratePartial | GenerateCompleted | DalleCompleted
