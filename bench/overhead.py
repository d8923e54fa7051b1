"""Seconds through HTTP over seconds in the engine, at 1024x1024: `python bench/overhead.py [--engine NAME]`.

The server runs in a process of its own, as it would; the engine runs alone in this one, in the same number of steps.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import openai

from pinxit.catalog import Catalog
from pinxit.engines import load_engine
from pinxit.engines.base import NobodyWaits
from pinxit.jobs import Job

PROMPT = "A gray cat and an otter with an orange scarf in a meadow"


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    work()  # the first is slower: caches, lazy imports
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="storybook")
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()

    engine = load_engine(arguments.engine)
    engine.load()
    steps = Catalog.built_in().count_steps(arguments.engine, "medium")
    job = Job(prompt=PROMPT, width=1024, height=1024, seed=1, steps=steps, quality="medium")
    bare = median_seconds(lambda: engine.render(job, NobodyWaits()), arguments.rounds)
    engine.close()
    print(f"engine alone: {bare * 1000:.0f} ms")

    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", data]
        environment = os.environ | {"PINXIT_ENGINE": arguments.engine, "PINXIT_SEED": "1"}
        started = time.perf_counter()
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        assert server.stdout is not None
        said = ""
        while "images.generate" not in said:
            said += server.stdout.readline()
        print(f"server ready after: {time.perf_counter() - started:.2f} s")
        found = re.search(r"http://\S+/v1", said)
        assert found is not None
        client = openai.OpenAI(base_url=found[0], api_key="none", max_retries=0)
        for output_format in ("png", "jpeg", "webp"):

            def ask(output_format: str = output_format) -> None:
                client.images.generate(
                    model="gpt-image-1", prompt=PROMPT, size="1024x1024", quality="medium",
                    output_format=output_format,  # type: ignore[arg-type]
                )  # fmt: skip

            through = median_seconds(ask, arguments.rounds)
            print(
                f"{output_format:5} through HTTP: {through * 1000:.0f} ms, {through / bare:.2f} times the engine alone"
            )
        server.send_signal(signal.SIGINT)
        server.wait()


if __name__ == "__main__":
    main()
