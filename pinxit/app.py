"""Puts the house together: the only module that knows every room."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.types import ASGIApp

from pinxit import tokens
from pinxit.admission.images import Admission
from pinxit.admission.responses import ResponseAdmission
from pinxit.api import create_app
from pinxit.catalog import Catalog
from pinxit.checkpoints import Checkpoints
from pinxit.config import Config
from pinxit.dispatcher import Dispatcher
from pinxit.engines import load_engine
from pinxit.engines.base import Engine
from pinxit.engines.diffusers.engine import DiffusersEngine
from pinxit.fetch import Fetcher
from pinxit.painters import OPEN_MODELS, Painter, Painters, assign
from pinxit.scheduler import Scheduler
from pinxit.service.background import BackgroundService
from pinxit.service.conversations import ConversationService
from pinxit.service.files import FileService
from pinxit.service.images import ImageService
from pinxit.service.models import ModelService
from pinxit.service.origins import Origins
from pinxit.service.planners import load_planner
from pinxit.service.planners.base import Planner
from pinxit.service.planners.director import Director, described
from pinxit.service.references import Opener
from pinxit.service.responses import ResponseService
from pinxit.service.uploads import UploadService
from pinxit.store.conversations import Conversations
from pinxit.store.database import Database
from pinxit.store.links import Links
from pinxit.store.objects import Objects
from pinxit.store.pictures import Pictures
from pinxit.store.responses import Responses
from pinxit.weights import Weights

logger = logging.getLogger(__name__)

#: How often what has died is swept away, at least and at most.
SWEEP_SECONDS, LEAST_SWEEP_SECONDS = 600, 10


@dataclass(frozen=True, slots=True)
class House:
    """Everything that serves, built and not yet started."""

    config: Config
    catalog: Catalog
    admission: Admission
    response_admission: ResponseAdmission
    dispatcher: Dispatcher
    database: Database
    objects: Objects
    links: Links
    files: FileService
    uploads: UploadService
    images: ImageService
    models: ModelService
    conversations: ConversationService
    responses: ResponseService
    background: BackgroundService

    @asynccontextmanager
    async def painting(self) -> AsyncGenerator[None, None]:
        """Run the engine alone: what a single picture needs, with nothing kept on disk."""
        self.dispatcher.start()
        reading = asyncio.create_task(asyncio.to_thread(tokens.encoding))
        try:
            yield
        finally:
            await self.dispatcher.stop()
            await asyncio.wait({reading})

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[None, None]:
        """Run everything. The tokenizer is read before the first request, since reading it holds up the event loop."""
        async with self.keeping(), self.painting():
            await asyncio.to_thread(tokens.encoding)
            sweeps = (self.links.sweep, self.files.sweep, self.uploads.sweep, self.responses.sweep)
            every_seconds = max(LEAST_SWEEP_SECONDS, min(self.links.seconds, SWEEP_SECONDS))
            chores = {
                asyncio.create_task(_sweep(sweeps, every_seconds=every_seconds)),
                asyncio.create_task(self.background.tend()),
            }
            try:
                yield
            finally:
                for chore in chores:
                    chore.cancel()
                await asyncio.wait(chores)
                await self.background.stop()
                await self.responses.planner.close()

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


def furnish(config: Config, *, engine: Engine | None = None, planner: Planner | None = None) -> House:
    """Build every part. `engine` and `planner` replace those that `config` names."""
    catalog, painters = casting(config) if engine is None else (Catalog.built_in(), Painters(Painter(config.engine)))
    dispatcher = Dispatcher(
        painters,
        {
            name: Scheduler(
                *((engine,) if engine else make_engines(name, config, painters)), max_waiting=config.max_waiting
            )
            for name in painters.engines
        },
    )
    database, objects = Database(config.database), Objects(config.objects)
    links = Links(database, objects, seconds=config.link_seconds)
    files = FileService(database, objects)
    fetcher = Fetcher(max_bytes=config.max_image_bytes, seconds=config.fetch_seconds, allow=config.fetch_allowed)
    pictures = Pictures(database, objects)
    opener = Opener(
        files=files,
        links=links,
        pictures=pictures,
        fetcher=fetcher,
        max_pixels=config.max_image_pixels,
        max_bytes=config.max_form_bytes,
    )
    images = ImageService(
        catalog, dispatcher, links, opener, Origins(described, writes=config.origins), seed=config.seed
    )
    conversations = ConversationService(Conversations(database), pictures)
    responses = ResponseService(
        catalog,
        images,
        Responses(database),
        pictures,
        conversations,
        planner=planner or load_planner(config),
        fallback=Director(),
        keep_seconds=config.response_days * 86_400,
    )
    return House(
        config=config,
        catalog=catalog,
        admission=Admission(catalog, strict=config.strict),
        response_admission=ResponseAdmission(catalog, strict=config.strict),
        dispatcher=dispatcher,
        database=database,
        objects=objects,
        links=links,
        files=files,
        uploads=UploadService(files),
        images=images,
        models=ModelService(catalog),
        conversations=conversations,
        responses=responses,
        background=BackgroundService(responses, conversations, max_waiting=config.max_waiting),
    )


def casting(config: Config) -> tuple[Catalog, Painters]:
    """The models that are served, and who paints each. Raises `ConfigError` for one that is named and not there."""
    catalog, checkpoints = Catalog.built_in(), Checkpoints.known(config.models)
    painters = assign(config, catalog, checkpoints, Weights(config.weights))
    open_models = [name for name, painter in painters.by_model.items() if name in checkpoints.by_id]
    return catalog.serving(open_models, config.aliases), painters


def make_engines(name: str, config: Config, painters: Painters) -> tuple[Engine, ...]:
    """The replicas of the engine called `name`: one for each device, where it paints with open models."""
    if name != OPEN_MODELS:
        return (load_engine(name),)
    weights, first = Weights(config.weights), painters.default.checkpoint
    return tuple(DiffusersEngine(painters.checkpoints, weights, device, first=first) for device in painters.devices)


def build(config: Config, *, engine: Engine | None = None, planner: Planner | None = None) -> ASGIApp:
    """The server as an ASGI app."""
    return app_of(furnish(config, engine=engine, planner=planner))


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
        response_admission=house.response_admission,
        dispatcher=house.dispatcher,
        links=house.links,
        files=house.files,
        uploads=house.uploads,
        images=house.images,
        models=house.models,
        conversations=house.conversations,
        responses=house.responses,
        background=house.background,
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
