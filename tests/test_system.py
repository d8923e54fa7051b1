import asyncio

import httpx2
import pytest

from pinxit.app import build
from tests.conftest import serving
from tests.engines import GatedEngine

pytestmark = pytest.mark.anyio


async def test_health(http):
    answer = (await http.get("/health")).json()
    assert answer["status"] in ("loading", "ready") and answer["waiting"] == 0


async def test_health_answers_while_the_engine_is_busy(config):
    """The engine holds its thread until the test lets go, so an answer at all shows that the loop is free."""
    engine = GatedEngine()
    async with serving(build(config, engine=engine)) as address, httpx2.AsyncClient(base_url=address) as http:
        fields = {"model": "gpt-image-1", "prompt": "a cat", "quality": "low"}
        call = asyncio.create_task(http.post("/v1/images/generations", json=fields))
        await asyncio.to_thread(engine.began.wait, 10)
        answer = (await http.get("/health")).json()
        assert answer["status"] == "ready" and answer["waiting"] == 1
        for _ in range(4):
            engine.gate.release()
        assert (await call).status_code == 200
