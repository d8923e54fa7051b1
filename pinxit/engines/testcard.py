"""Paints a test card from the seed: instant, for testing the server itself and programs that only need some picture."""

from PIL import Image, ImageDraw

from pinxit.jobs import Job, Picture, Watch


class TestcardEngine:
    """A deterministic engine: a bar for every step, in a colour of the seed."""

    __test__ = False  # the name begins with "Test", which pytest would collect

    def load(self) -> None:
        pass

    def render(self, job: Job, watch: Watch) -> Picture:
        mode = "RGBA" if job.transparent else "RGB"
        image = Image.new(mode, (job.width, job.height), (0, 0, 0, 0) if job.transparent else (32, 32, 32))
        colour = (job.seed * 37 % 256, job.seed * 101 % 256, len(job.prompt) * 53 % 256)
        for step in range(job.steps):
            left, right = (job.width * edge // job.steps for edge in (step, step + 1))
            shade = tuple(channel * (step + 1) // job.steps for channel in colour)
            top, bottom = job.height // 8, job.height * 7 // 8
            ImageDraw.Draw(image).rectangle((left, top, max(left, right - 1), bottom), fill=shade)
            if watch.step():
                watch.show(image.copy())
        return Picture(image, caption=f"A test card for seed {job.seed}: {job.prompt}")

    def close(self) -> None:
        pass
