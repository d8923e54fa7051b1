"""Puts the house together: the only module that knows every room."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.types import ASGIApp

from pinxit import tokens
from pinxit.admission import Admission
from pinxit.api import create_app
from pinxit.catalog import Catalog
from pinxit.config import Config
from pinxit.engines import load_engine
from pinxit.engines.base import Engine
from pinxit.scheduler import Scheduler
from pinxit.service.images import ImageService
from pinxit.service.models import ModelService
from pinxit.store.links import Links

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that serves, built and not yet started."""

    config: Config
    catalog: Catalog
    admission: Admission
    scheduler: Scheduler
    links: Links
    images: ImageService
    models: ModelService

    @asynccontextmanager
    async def painting(self) -> AsyncGenerator[None, None]:
        """Run the engine alone: what a single picture needs, with nothing kept on disk."""
        await self.scheduler.start()
        reading = asyncio.create_task(asyncio.to_thread(tokens.encoding))
        try:
            yield
        finally:
            await self.scheduler.stop()
            await asyncio.wait({reading})

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[None, None]:
        """Run everything. The tokenizer is read before the first request, since reading it holds up the event loop."""
        await self.links.open()
        async with self.painting():
            await asyncio.to_thread(tokens.encoding)
            sweeping = asyncio.create_task(_sweep(self.links))
            try:
                yield
            finally:
                sweeping.cancel()
                await asyncio.wait({sweeping})


def furnish(config: Config, *, engine: Engine | None = None) -> House:
    """Build every part. `engine` replaces the one that `config` names."""
    catalog = Catalog.built_in()
    scheduler = Scheduler(engine or load_engine(config.engine), max_waiting=config.max_waiting)
    links = Links(config.data, seconds=config.link_seconds)
    return House(
        config=config,
        catalog=catalog,
        admission=Admission(catalog, strict=config.strict),
        scheduler=scheduler,
        links=links,
        images=ImageService(catalog, scheduler, links, engine=config.engine, seed=config.seed),
        models=ModelService(catalog),
    )


def build(config: Config, *, engine: Engine | None = None) -> ASGIApp:
    """The server as an ASGI app."""
    house = furnish(config, engine=engine)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None, None]:
        async with house.serving():
            yield

    return create_app(
        lifespan,
        config=house.config,
        admission=house.admission,
        scheduler=house.scheduler,
        links=house.links,
        images=house.images,
        models=house.models,
    )


async def _sweep(links: Links) -> None:
    """Delete dead links' pictures, as often as a link lives and at least every ten minutes."""
    while True:
        await asyncio.sleep(min(links.seconds, 600))
        try:
            await links.sweep()
        except Exception:  # a full or a vanished disk may be well again the next time
            logger.exception("dead links could not be swept")
