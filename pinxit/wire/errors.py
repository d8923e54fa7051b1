"""The error envelope as it travels: all four keys, always (contract 6.1)."""

from pydantic import BaseModel

from pinxit import errors

#: What each error is called (contract 6.2 and 6.3).
TYPES: dict[type[errors.PinxitError], str] = {
    errors.InvalidRequest: "invalid_request_error",
    errors.ImageRefused: "image_generation_user_error",
    errors.NotFound: "invalid_request_error",
    errors.MethodNotAllowed: "invalid_request_error",
    errors.TooSlow: "invalid_request_error",
    errors.TooLarge: "invalid_request_error",
    errors.Busy: "rate_limit_error",
    errors.Cancelled: "cancelled",
    errors.EngineFailed: "server_error",
    errors.OutOfMemory: "server_error",
    errors.Closing: "server_error",
}


class ErrorBody(BaseModel):
    message: str
    type: str
    param: str | None = None
    code: str | None = None


class ErrorEnvelope(BaseModel):
    error: ErrorBody
