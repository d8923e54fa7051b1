"""Puts the house together: the only module that knows every room."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
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
from pinxit.fetch import Fetcher
from pinxit.scheduler import Scheduler
from pinxit.service.files import FileService
from pinxit.service.images import ImageService
from pinxit.service.models import ModelService
from pinxit.service.references import Opener
from pinxit.service.uploads import UploadService
from pinxit.store.database import Database
from pinxit.store.links import Links
from pinxit.store.objects import Objects

logger = logging.getLogger(__name__)

#: How often what has died is swept away, at least.
SWEEP_SECONDS = 600


@dataclass(frozen=True, slots=True)
class House:
    """Everything that serves, built and not yet started."""

    config: Config
    catalog: Catalog
    admission: Admission
    scheduler: Scheduler
    database: Database
    objects: Objects
    links: Links
    files: FileService
    uploads: UploadService
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
        async with self.keeping(), self.painting():
            await asyncio.to_thread(tokens.encoding)
            sweeps = (self.links.sweep, self.files.sweep, self.uploads.sweep)
            sweeping = asyncio.create_task(_sweep(sweeps, every_seconds=min(self.links.seconds, SWEEP_SECONDS)))
            try:
                yield
            finally:
                sweeping.cancel()
                await asyncio.wait({sweeping})

    @asynccontextmanager
    async def keeping(self) -> AsyncGenerator[None, None]:
        """Open what outlives a restart."""
        await self.database.open()
        try:
            await self.objects.open()
            await self.links.open()
            yield
        finally:
            await self.database.close()


def furnish(config: Config, *, engine: Engine | None = None) -> House:
    """Build every part. `engine` replaces the one that `config` names."""
    catalog = Catalog.built_in()
    scheduler = Scheduler(engine or load_engine(config.engine), max_waiting=config.max_waiting)
    database, objects = Database(config.database), Objects(config.objects)
    links = Links(database, objects, seconds=config.link_seconds)
    files = FileService(database, objects)
    fetcher = Fetcher(max_bytes=config.max_image_bytes, seconds=config.fetch_seconds, allow=config.fetch_allowed)
    opener = Opener(files=files, links=links, fetcher=fetcher, max_pixels=config.max_image_pixels)
    return House(
        config=config,
        catalog=catalog,
        admission=Admission(catalog, strict=config.strict),
        scheduler=scheduler,
        database=database,
        objects=objects,
        links=links,
        files=files,
        uploads=UploadService(files),
        images=ImageService(catalog, scheduler, links, opener, engine=config.engine, seed=config.seed),
        models=ModelService(catalog),
    )


def build(config: Config, *, engine: Engine | None = None) -> ASGIApp:
    """The server as an ASGI app."""
    return app_of(furnish(config, engine=engine))


def app_of(house: House) -> ASGIApp:
    """The ASGI app of a house, which starts and stops with it."""

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
        files=house.files,
        uploads=house.uploads,
        images=house.images,
        models=house.models,
    )


async def _sweep(sweeps: tuple[Callable[[], Awaitable[None]], ...], *, every_seconds: float) -> None:
    """Delete what has died, now and then again."""
    while True:
        for sweep in sweeps:
            try:
                await sweep()
            except Exception:  # a full or a vanished disk may be well again the next time
                logger.exception("what has died could not be swept away")
        await asyncio.sleep(every_seconds)
