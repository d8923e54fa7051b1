"""/health: for load balancers and for waiting until a server is up."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pinxit import __version__
from pinxit.dispatcher import Dispatcher


async def health(request: Request) -> Response:
    """200 while pictures can be asked for, loading included; 503 when they cannot."""
    dispatcher: Dispatcher = request.app.state.dispatcher
    said = {"status": dispatcher.state, "waiting": dispatcher.waiting, "version": __version__}
    return JSONResponse(said, 200 if dispatcher.state in ("loading", "ready") else 503)
