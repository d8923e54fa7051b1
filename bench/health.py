"""How long /health takes while pictures are painted and encoded: `python bench/health.py [--seconds 10]`."""

import argparse
import asyncio
import os
import re
import signal
import sys
import tempfile
import time

import httpx2


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", data]
        server = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=os.environ
        )
        assert server.stdout is not None
        said = ""
        while "images.generate" not in said:
            said += (await server.stdout.readline()).decode()
        found = re.search(r"http://[^/]+", said)
        assert found is not None
        try:
            await measure(found[0], arguments.seconds, arguments.clients)
        finally:
            server.send_signal(signal.SIGINT)
            await server.wait()


async def measure(address: str, seconds: float, clients: int) -> None:
    made, spent = 0, []
    until = time.perf_counter() + seconds
    async with httpx2.AsyncClient(base_url=address, timeout=60) as http:

        async def ask(number: int) -> None:
            nonlocal made
            while time.perf_counter() < until:
                fields = {"model": "gpt-image-1", "prompt": f"{number} cats and a dog in a garden", "quality": "medium"}
                answer = await http.post("/v1/images/generations", json=fields)
                answer.raise_for_status()
                made += 1

        asking = [asyncio.create_task(ask(number + 1)) for number in range(clients)]
        while time.perf_counter() < until:
            started = time.perf_counter()
            (await http.get("/health")).raise_for_status()
            spent.append(time.perf_counter() - started)
            await asyncio.sleep(0.02)
        await asyncio.gather(*asking)
    spent.sort()
    p50, p99 = spent[len(spent) // 2], spent[len(spent) * 99 // 100]
    print(f"{made} pictures for {clients} clients in {seconds:.0f} s; {len(spent)} health checks meanwhile:")
    print(f"median {p50 * 1000:.1f} ms, 99th percentile {p99 * 1000:.1f} ms, worst {spent[-1] * 1000:.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
