import asyncio
import socket
from contextlib import asynccontextmanager

import httpx2
import pytest
import uvicorn
from openai import AsyncOpenAI

from pinxit.app import build
from pinxit.config import Config


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def config(tmp_path):
    """Settings with an instant engine and nothing outside the test's own folder."""
    return Config(data=tmp_path / "data", engine="testcard")


@asynccontextmanager
async def running(app):
    """Start and stop an app without a server, as a server would."""
    inbox, outbox = asyncio.Queue(), asyncio.Queue()
    life = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"
    try:
        yield app
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        assert (await outbox.get())["type"] == "lifespan.shutdown.complete"
        await life


def client_of(app, **options):
    """The official client, strict, wired straight to the app: no sockets, no ports."""
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app, raise_app_exceptions=False))
    settings = {"api_key": "My API Key", "base_url": "http://test/v1", "http_client": http, "max_retries": 0}
    return AsyncOpenAI(**settings | {"_strict_response_validation": True} | options)


def state_of(app):
    """The services behind an app's middleware."""
    while not hasattr(app, "state"):
        app = app.app
    return app.state


@pytest.fixture
async def app(config):
    async with running(build(config)) as app:
        yield app


@pytest.fixture
async def openai(app):
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def http(app):
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@asynccontextmanager
async def serving(app):
    """Serve `app` on a free loopback port; yields its address. For what in-process transports buffer away."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
    serve = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        assert not serve.done(), "the server did not start"
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serve
        listener.close()


async def until(is_true):
    """Wait, at most ten seconds, for what another task or thread does."""
    async with asyncio.timeout(10):
        while not is_true():
            await asyncio.sleep(0.01)
