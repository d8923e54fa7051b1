"""Open models through HTTP against the bare pipeline in a loop: `python bench/engine.py`.

The model is a small one that was made here (tests/weights), so that what is measured is the way to the pipeline and
back, and not the pipeline. Give another: `--config FILE --model ID`, with `--size` and `--quality`.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx2

from pinxit.app import casting
from pinxit.config import load
from pinxit.engines.diffusers.calls import plan
from pinxit.engines.diffusers.devices import find_devices
from pinxit.engines.diffusers.loading import load as load_weights
from pinxit.jobs import Job
from pinxit.weights import Weights

SHAPES = Path(__file__).parent.parent / "tests" / "weights" / "shapes.toml"
LEAST_ROUNDS = 3
PROMPT = "a red circle on a blue background"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=SHAPES, help="settings that name the model")
    parser.add_argument("--model", default="shapes")
    parser.add_argument("--size", default="256x256")
    parser.add_argument("--quality", default="medium")
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()

    bare = list(in_a_loop(arguments))
    rate = len(bare) / sum(bare)
    print(f"bare pipeline in a loop: {rate:.2f} pictures/s, {statistics.median(bare) * 1000:.0f} ms each")
    for callers in (1, 8):
        with serving(arguments.config, arguments.model) as address:
            spent, seconds = through_http(address, callers, arguments)
        spent.sort()
        p50, p95 = (spent[int(len(spent) * share)] * 1000 for share in (0.5, 0.95))
        through = len(spent) / seconds
        print(
            f"through HTTP, {callers} at once: {through:.2f} pictures/s, {through / rate:.2f} of the bare pipeline's; "
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


def in_a_loop(arguments: argparse.Namespace) -> Iterator[float]:
    """Seconds of each call of the pipeline, with nothing around it, for as long as was asked."""
    import torch

    config = load(arguments.config)
    _, painters = casting(config)
    checkpoint = painters.of(arguments.model).checkpoint
    assert checkpoint is not None, f"{arguments.model} is no open model that is here"
    (device, *_) = find_devices(config.device)
    loaded = load_weights(checkpoint, Weights(config.weights), device)
    width, height = map(int, arguments.size.split("x"))
    steps = checkpoint.level(arguments.quality).steps
    job = Job(prompt=PROMPT, width=width, height=height, seed=1, steps=steps, quality=arguments.quality)
    call = plan(job, checkpoint)
    pipeline, until = loaded.pipeline(call.pipeline), time.perf_counter() + arguments.seconds
    for number in count():
        started = time.perf_counter()
        pipeline(
            prompt=call.prompt,
            width=call.width,
            height=call.height,
            num_inference_steps=call.steps,
            generator=torch.Generator("cpu").manual_seed(number),
            **call.arguments,
        )
        if number:  # the first is slower
            yield time.perf_counter() - started
        if number >= LEAST_ROUNDS and time.perf_counter() > until:
            return


@contextmanager
def serving(config: Path, model: str) -> Iterator[str]:
    """A server in a process of its own, once it has loaded `model`; yields its address."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", data, "--config", str(config)]
        environment = os.environ | {"PINXIT_ENGINE": model}
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            assert server.stdout is not None
            said = ""
            while "images.generate" not in said:
                said += server.stdout.readline()
            found = re.search(r"http://[^/]+", said)
            assert found is not None
            while httpx2.get(f"{found[0]}/health").json()["status"] == "loading":
                time.sleep(0.1)
            yield found[0]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def through_http(address: str, callers: int, arguments: argparse.Namespace) -> tuple[list[float], float]:
    """Seconds of each request of `callers` that ask one after the other, and seconds in all."""
    spent: list[float] = []
    started = time.perf_counter()
    until = started + arguments.seconds

    def ask(number: int) -> None:
        with httpx2.Client(base_url=address, timeout=600) as http:
            for asked in count():
                if asked > LEAST_ROUNDS and time.perf_counter() > until:
                    return
                began = time.perf_counter()
                fields = {"model": arguments.model, "prompt": PROMPT, "size": arguments.size}
                fields |= {"quality": arguments.quality, "seed": number}
                http.post("/v1/images/generations", json=fields).raise_for_status()
                spent.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent, time.perf_counter() - started


if __name__ == "__main__":
    main()
