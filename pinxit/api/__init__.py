"""The HTTP face: a table of routes, and nothing that paints."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan

from pinxit.api import conversations, errors, files, images, models, responses, system, uploads
from pinxit.api.headers import VendorHeaders

Handler = Callable[[Request], Awaitable[Response]]


def _by_verb(path: str, **handlers: Handler) -> Route:
    """A path that answers several verbs, each by a function of its own."""

    async def handle(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, handle, methods=list(handlers))


ROUTES = [
    Route("/v1/images/generations", images.generate, methods=["POST"]),
    Route("/v1/images", images.generate, methods=["POST"]),
    Route("/v1/images/edits", images.edit, methods=["POST"]),
    Route("/v1/images/variations", images.vary, methods=["POST"]),
    Route("/v1/images/links/{name}", images.link, methods=["GET"]),
    _by_verb("/v1/files", GET=files.list_files, POST=files.create),
    _by_verb("/v1/files/{file_id}", GET=files.retrieve, DELETE=files.delete),
    Route("/v1/files/{file_id}/content", files.content, methods=["GET"]),
    Route("/v1/uploads", uploads.create, methods=["POST"]),
    Route("/v1/uploads/{upload_id}/parts", uploads.add_part, methods=["POST"]),
    Route("/v1/uploads/{upload_id}/complete", uploads.complete, methods=["POST"]),
    Route("/v1/uploads/{upload_id}/cancel", uploads.cancel, methods=["POST"]),
    Route("/v1/responses", responses.create, methods=["POST"]),
    Route("/v1/responses/input_tokens", responses.input_tokens, methods=["POST"]),
    _by_verb("/v1/responses/{response_id}", GET=responses.retrieve, DELETE=responses.delete),
    Route("/v1/responses/{response_id}/cancel", responses.cancel, methods=["POST"]),
    Route("/v1/responses/{response_id}/input_items", responses.input_items, methods=["GET"]),
    Route("/v1/conversations", conversations.create, methods=["POST"]),
    _by_verb(
        "/v1/conversations/{conversation_id}",
        GET=conversations.retrieve,
        POST=conversations.update,
        DELETE=conversations.delete,
    ),
    _by_verb("/v1/conversations/{conversation_id}/items", GET=conversations.list_items, POST=conversations.add_items),
    _by_verb(
        "/v1/conversations/{conversation_id}/items/{item_id}",
        GET=conversations.retrieve_item,
        DELETE=conversations.delete_item,
    ),
    Route("/v1/models", models.list_models, methods=["GET"]),
    Route("/v1/models/{model}", models.retrieve, methods=["GET"]),
    Route("/health", system.health, methods=["GET"]),
]

EXPOSED = ("X-Request-ID", "openai-processing-ms", "pinxit-ignored", "pinxit-not-done", "retry-after")


def create_app(lifespan: Lifespan[Starlette], **state: object) -> ASGIApp:
    """The ASGI app; `state` holds the services, which handlers find by these names on `request.app.state`."""
    app = Starlette(routes=ROUTES, exception_handlers=errors.HANDLERS, lifespan=lifespan)
    app.router.redirect_slashes = False
    for name, service in state.items():
        setattr(app.state, name, service)
    # CORS stands around the app, where the answers to bugs pass too
    return VendorHeaders(
        CORSMiddleware(app, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"], expose_headers=EXPOSED)
    )
