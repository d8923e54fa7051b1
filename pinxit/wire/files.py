"""The Files API as it travels (contract 4): names are the vendor's, and nothing here computes."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, InstanceOf

from pinxit.wire.blobs import Blob


class ExpiresAfter(BaseModel):
    """When a file goes away by itself."""

    model_config = ConfigDict(extra="forbid")

    anchor: str
    seconds: int


class FileRequest(BaseModel):
    """The form of POST /v1/files."""

    model_config = ConfigDict(extra="forbid")

    file: InstanceOf[Blob]
    purpose: str
    expires_after: ExpiresAfter | None = None


class FileQuery(BaseModel):
    """The query of GET /v1/files; None is "left out"."""

    model_config = ConfigDict(extra="forbid")

    purpose: str | None = None
    limit: int | None = None
    order: str | None = None
    after: str | None = None


class FileObject(BaseModel):
    """A file. Its nulls travel too."""

    id: str
    object: Literal["file"] = "file"
    bytes: int
    created_at: int
    expires_at: int | None = None
    filename: str
    purpose: str
    status: Literal["processed"] = "processed"
    status_details: str | None = None


class FileList(BaseModel):
    object: Literal["list"] = "list"
    data: list[FileObject]
    first_id: str | None
    last_id: str | None
    has_more: bool


class FileDeleted(BaseModel):
    id: str
    object: Literal["file"] = "file"
    deleted: Literal[True] = True
