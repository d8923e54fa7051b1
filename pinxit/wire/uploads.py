"""The Uploads API as it travels (contract 4): one file in parts."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, FailFast, InstanceOf

from pinxit.wire.blobs import Blob
from pinxit.wire.files import ExpiresAfter, FileObject

UploadStatus = Literal["pending", "completed", "cancelled", "expired"]


class UploadRequest(BaseModel):
    """The body of POST /v1/uploads; `bytes` is what all parts must add up to."""

    model_config = ConfigDict(extra="forbid")

    filename: str
    purpose: str
    bytes: int
    mime_type: str
    expires_after: ExpiresAfter | None = None


class PartRequest(BaseModel):
    """The form of POST /v1/uploads/{upload_id}/parts."""

    model_config = ConfigDict(extra="forbid")

    data: InstanceOf[Blob]


class CompleteRequest(BaseModel):
    """The body of POST /v1/uploads/{upload_id}/complete; the parts come in the order of their ids."""

    model_config = ConfigDict(extra="forbid")

    part_ids: Annotated[list[str], FailFast()]
    md5: str | None = None


class Upload(BaseModel):
    """A file that comes in parts, and at last the file. Its nulls travel too."""

    id: str
    object: Literal["upload"] = "upload"
    bytes: int
    created_at: int
    expires_at: int
    filename: str
    purpose: str
    status: UploadStatus
    file: FileObject | None = None


class UploadPart(BaseModel):
    id: str
    object: Literal["upload.part"] = "upload.part"
    created_at: int
    upload_id: str
