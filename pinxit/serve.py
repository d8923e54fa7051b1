"""Runs the app under uvicorn, and says where it is once it answers."""

import asyncio
import socket
import sys
from contextlib import suppress

import uvicorn

from pinxit import __version__
from pinxit.app import House, app_of, furnish
from pinxit.config import Config

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
    """Serve until interrupted. Raises `ConfigError` if the database or the object store cannot be used."""
    sys.setswitchinterval(0.001)
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
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once everything is shut down
        Server(settings, config.engine).run()


async def _try_stores(house: House) -> None:
    """Open and close what outlives a restart: here a fault is a sentence, and within uvicorn it is a traceback."""
    async with house.keeping():
        pass
