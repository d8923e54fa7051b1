"""Paints a test card from the seed: instant, for testing the server itself and programs that only need some picture."""

from PIL import Image, ImageDraw

from pinxit.jobs import Job, Picture, Watch


class TestcardEngine:
    """A deterministic engine: a bar for every step in a colour of the seed, over the pictures it is to work from."""

    __test__ = False  # the name begins with "Test", which pytest would collect

    def load(self) -> None:
        pass

    def render(self, job: Job, watch: Watch) -> Picture:
        image = _card(job)
        colour = (job.seed * 37 % 256, job.seed * 101 % 256, len(job.prompt) * 53 % 256)
        top = job.height * 3 // 4 if job.inputs else job.height // 8
        for step in range(job.steps):
            left, right = (job.width * edge // job.steps for edge in (step, step + 1))
            shade = tuple(channel * (step + 1) // job.steps for channel in colour)
            bottom = max(top, job.height * 7 // 8)
            ImageDraw.Draw(image).rectangle((left, top, max(left, right - 1), bottom), fill=shade)
            if watch.step():
                watch.show(image.copy())
        return Picture(image, caption=f"A test card for seed {job.seed}: {job.prompt}")

    def close(self) -> None:
        pass


def _card(job: Job) -> Image.Image:
    """Gray, or clear, and every input side by side."""
    mode = "RGBA" if job.transparent else "RGB"
    image = Image.new(mode, (job.width, job.height), (0, 0, 0, 0) if job.transparent else (32, 32, 32))
    for number, each in enumerate(job.inputs):
        left, right = (job.width * edge // len(job.inputs) for edge in (number, number + 1))
        fitted = each.convert("RGBA").resize((max(1, right - left), job.height))
        image.paste(fitted, (left, 0), fitted)
    return image
