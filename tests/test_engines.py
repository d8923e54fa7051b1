"""The one contract, over every engine of the house."""

from pathlib import Path

import pytest

from pinxit.checkpoints import Checkpoints
from pinxit.config import load
from pinxit.engines import ENGINES, load_engine
from pinxit.engines.diffusers.devices import Device
from pinxit.engines.diffusers.engine import DiffusersEngine
from pinxit.errors import Cancelled, ConfigError
from pinxit.jobs import Job
from pinxit.weights import Weights

PROMPT = "a red circle on a white background"
SHAPES = Path(__file__).parent / "weights" / "shapes.toml"
pytestmark = pytest.mark.xdist_group("open models")  # so that one worker alone reads torch


class Waiting:
    """A watch that counts, and can leave."""

    def __init__(self, *, due=(), leaves_at=None):
        self.due, self.leaves_at = due, leaves_at
        self.steps = 0
        self.shown = []
        self.notes = []

    def step(self):
        if self.steps == self.leaves_at:
            raise Cancelled("gone")
        self.steps += 1
        return self.steps in self.due

    def show(self, image):
        self.shown.append(image)

    def tell(self, note):
        self.notes.append(note)


@pytest.fixture(scope="module", params=[*ENGINES, "shapes"])
def engine(request):
    if request.param == "shapes":
        (checkpoint,) = Checkpoints.known(load(SHAPES, {}).models).models[-1:]
        engine = DiffusersEngine([checkpoint], Weights(SHAPES.parent), Device("cpu", 4), first=checkpoint)
    else:
        engine = load_engine(request.param)
    engine.load()
    yield engine
    engine.close()


def job(**choices):
    return Job(**{"prompt": PROMPT, "width": 160, "height": 96, "seed": 1, "steps": 6} | choices)


@pytest.mark.parametrize("size", [(160, 96), (96, 160), (64, 64), (17, 16), (333, 111)])
def test_size_and_mode(engine, size):
    for transparent, mode in ((False, "RGB"), (True, "RGBA")):
        picture = engine.render(job(width=size[0], height=size[1], transparent=transparent), Waiting())
        assert picture.image.size == size
        assert picture.image.mode == mode


def test_one_step_for_each_that_was_promised(engine):
    for steps in (1, 4, 6, 40):
        watch = Waiting()
        engine.render(job(steps=steps), watch)
        assert watch.steps == steps


def test_the_seed_decides(engine):
    one, two, other = (engine.render(job(seed=seed), Waiting()).image.tobytes() for seed in (1, 1, 2))
    assert one == two != other


def test_previews_are_stages_that_no_longer_change(engine):
    watch = Waiting(due=(2, 4))
    first_bytes = []
    watch.show = lambda image: (watch.shown.append(image), first_bytes.append(image.tobytes()))
    final = engine.render(job(), watch).image
    assert [image.tobytes() for image in watch.shown] == first_bytes
    assert {image.size for image in watch.shown} == {final.size}
    assert len({*first_bytes, final.tobytes()}) == 3


@pytest.mark.parametrize("leaves_at", [0, 3, 5])
def test_leaving_ends_the_work_at_that_step(engine, leaves_at):
    watch = Waiting(leaves_at=leaves_at)
    with pytest.raises(Cancelled):
        engine.render(job(), watch)
    assert watch.steps == leaves_at
    assert engine.render(job(), Waiting()).image.size == (160, 96)


def test_unknown_engines_are_named():
    with pytest.raises(ConfigError, match="'nope'"):
        load_engine("nope")
    with pytest.raises(ConfigError, match="nowhere"):
        load_engine("nowhere:Engine")
    assert load_engine("pinxit.engines.testcard:TestcardEngine")
