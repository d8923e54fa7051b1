"""Origins: finished pictures say what they were made of, and edits of such pictures go on from that."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from PIL.Image import Image

from pinxit.jobs import Frame, Job, Picture
from pinxit.origins import Origin, from_exif, to_exif
from pinxit.pictures import Encoded


class Origins:
    """`describe` says what a picture shows in the end, of what it was made of and what is asked of it.

    With `writes` off, nothing is written; what others wrote is read all the same.
    """

    def __init__(self, describe: Callable[[str, str], str], *, writes: bool = True) -> None:
        self.describe = describe
        self.writes = writes

    def exif(self, frame: Frame, image: Image, job: Job, painter: str) -> bytes:
        """The block for the file of a finished picture, where words and a seed alone would make it again."""
        if not self.writes or not isinstance(frame, Picture) or not (frame.scene or job.task == "generate"):
            return b""
        said = frame.caption if job.task == "edit" and frame.scene else None
        prompt = job.description or said or job.prompt
        return to_exif(Origin.of(image, prompt=prompt, seed=job.seed, painter=painter, scene=frame.scene)) or b""

    def go_on(
        self, job: Job, files: Sequence[Encoded], painter: str, *, has_seed: bool, description: str | None = None
    ) -> Job:
        """The job with a description and a scene, if its only picture says what it was made of, and is still so.

        An edit keeps the picture's seed, unless the request has one, so that what is painted anew stays alike; a
        variation never does. Words that say a whole new picture want this one for a reference, as any other.
        `description` says what an edit is to show in the end, where that is known already.
        """
        job = replace(job, description=description)
        origin = from_exif(files[0].exif) if len(files) == 1 else None
        if origin is None or origin.painter != painter or job.mask or not origin.is_of(job.inputs[0]):
            return job
        job = replace(job, scene=origin.scene)
        if job.task == "vary":
            seed = job.seed if job.seed != origin.seed else job.seed + 1
            return replace(job, description=origin.prompt, seed=seed % 2**32)
        if description is None:
            description = self.describe(origin.prompt, job.prompt)
            is_new = not _carries_on(description, origin.prompt, job.prompt)
            if is_new and origin.scene is None:
                return job
            job = replace(job, description=None if is_new else description)
        return replace(job, seed=job.seed if has_seed else origin.seed)


def _carries_on(description: str, prompt: str, instruction: str) -> bool:
    """Whether a description has words of the prompt that the instruction does not say again."""
    described, made_of, said = (set(re.findall(r"\w{3,}", text.lower())) for text in (description, prompt, instruction))
    return bool((described & made_of) - said)
