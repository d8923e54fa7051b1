"""What the tests of files and uploads share: clients, a clock, and a look into the object store."""

import time

import httpx2

from tests.conftest import state_of

SUPPORTED = "'assistants', 'batch', 'fine-tune', 'vision', 'user_data', and 'evals'"
"""The purposes, as errors list them."""


def http_of(app):
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://test")


async def names_in(objects):
    """The names of all that an object store holds."""
    found = []

    async def living(names):
        found.extend(names)
        return set(names)

    await objects.sweep("", before=time.time() + 60, living=living)
    return sorted(found)


async def objects_of(app):
    return await names_in(state_of(app).files.objects)


def later(app, seconds):
    """Move the clock of the services of `app` on."""
    state_of(app).files.clock = lambda: time.time() + seconds
