"""Runs the app under uvicorn, and says where it is once it answers."""

import asyncio
import os
import socket
import sys
from contextlib import suppress

import uvicorn

from pinxit import __version__
from pinxit.app import House, app_of, furnish
from pinxit.config import Config
from pinxit.errors import ConfigError

BACKLOG = 2048
"""Connections that wait to be accepted."""
READY = """\
pinxit {version} is ready: {engine} paints at {url}

    from openai import OpenAI

    client = OpenAI(base_url="{url}", api_key="none")
    result = client.images.generate(model="gpt-image-1", prompt="A fox reading under a tree")
"""


class Server(uvicorn.Server):
    """Prints `READY` when the port is open, with the port that was really taken."""

    def __init__(self, config: uvicorn.Config, engine: str) -> None:
        super().__init__(config)
        self.engine = engine

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        # an address that means "every interface" is none that a client can ask for
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
        print(READY.format(version=__version__, engine=self.engine, url=f"http://{host}:{port}/v1"), flush=True)


def run(config: Config) -> None:
    """Serve until interrupted. Raises `ConfigError` if the database, the object store or the port cannot be used."""
    sys.setswitchinterval(0.001)  # the event loop waits for at most so long behind Python code in other threads
    house = furnish(config)
    asyncio.run(_try_stores(house))
    settings = uvicorn.Config(
        app_of(house),
        host=config.host,
        port=config.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    with _listen(config.host, config.port) as listener, suppress(KeyboardInterrupt):
        # which raises it again once everything is shut down
        Server(settings, house.dispatcher.painters.default.name).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as exc:
        hint = "" if port == 0 else " Another port is taken with --port, a free one with --port 0."
        raise ConfigError(
            f"Cannot listen at {host}:{port}: {os.strerror(exc.errno) if exc.errno else exc}.{hint}"
        ) from None


async def _try_stores(house: House) -> None:
    """Open and close what outlives a restart: here a fault is a sentence, and within uvicorn it is a traceback."""
    async with house.keeping():
        pass
