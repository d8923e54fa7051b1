"""The HTTP face: a table of routes, and nothing that paints."""

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan

from pinxit.api import errors, images, models, system
from pinxit.api.headers import VendorHeaders

ROUTES = [
    Route("/v1/images/generations", images.generate, methods=["POST"]),
    Route("/v1/images", images.generate, methods=["POST"]),
    Route("/v1/images/links/{name}", images.link, methods=["GET"]),
    Route("/v1/models", models.list_models, methods=["GET"]),
    Route("/v1/models/{model}", models.retrieve, methods=["GET"]),
    Route("/health", system.health, methods=["GET"]),
]

EXPOSED = ("X-Request-ID", "openai-processing-ms", "pinxit-ignored", "retry-after")


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
