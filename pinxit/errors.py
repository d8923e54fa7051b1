"""Everything that can go wrong, in one tree.

* PinxitError
  + InvalidRequest     the caller must change the request
  + ImageRefused       the request is well formed, but no such picture can be made
  + NotFound           no such path, model or file
  + MethodNotAllowed   the path is there, the verb is not
  + TooLarge           more bytes than we read
  + TooSlow            the body did not come in time
  + Busy               the queue is full; try again
  + Closing            the server is shutting down; try another
  + Cancelled          the caller went away
  + EngineFailed       the engine broke; our fault
    + OutOfMemory      the device is too small for this picture
* ConfigError          a setting is wrong; the server does not start
* PullFailed           weights did not come from the hub
"""


class PinxitError(Exception):
    """Base class; `message` is shown to the caller, so write it for them.

    `param` names the field at fault and `code` the kind of fault, in the words of contract section 6.
    """

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code


class InvalidRequest(PinxitError):
    """The caller must change the request."""


class ImageRefused(PinxitError):
    """The request is well formed, but no such picture can be made."""


class NotFound(PinxitError):
    """No such path, model or file."""


class MethodNotAllowed(PinxitError):
    """The path is there, the verb is not."""


class TooLarge(PinxitError):
    """More bytes than we read."""


class TooSlow(PinxitError):
    """The body did not come in time."""


class Busy(PinxitError):
    """The queue is full; try again in `retry_after_seconds`."""

    def __init__(self, message: str, *, retry_after_seconds: int) -> None:
        super().__init__(message, code="rate_limit_exceeded")
        self.retry_after_seconds = retry_after_seconds


class Closing(PinxitError):
    """The server is shutting down; try another."""


class Cancelled(PinxitError):
    """The caller went away while the job was waiting or running."""


class EngineFailed(PinxitError):
    """The engine broke while loading or rendering."""


class OutOfMemory(EngineFailed):
    """The device has not enough memory for this picture; others may fit."""


class ConfigError(Exception):
    """A setting is wrong; the server does not start."""


class PullFailed(Exception):
    """Weights did not come from the hub, or are not what it says; the message tells the user what to do."""
