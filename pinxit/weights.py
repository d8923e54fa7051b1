"""The weights of open models on disk: where they lie, what is whole, and how they come and go."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pydantic import ValidationError

from pinxit.checkpoints import Checkpoint, Checkpoints, Part, TinyDecoder, local_folder
from pinxit.errors import ConfigError, PullFailed
from pinxit.hub import PIPELINE_INDEX, File, Hub, Repository, files_of_pipeline, partial_path
from pinxit.rows import Row

#: The file that is written to a folder once all that it holds is there.
RECORD = "pinxit.json"

#: What may be wanted of a repository; anything else is the name of a single file.
PIPELINE = "pipeline"
PIPELINE_BUT_TRANSFORMER = "pipeline but its transformer"
DECODER = "decoder"
DECODER_FILES = ("config.json", "diffusion_pytorch_model.safetensors")


class Record(Row):
    """What a folder holds: written last, so that where it is, everything is."""

    source: str
    revision: str
    commit: str
    """What `revision` was; the folder stays at it."""
    licence: str
    """The one that was agreed to."""
    holds: tuple[str, ...]
    files: dict[str, File]

    def satisfies(self, what: str) -> bool:
        return what in self.holds or (what == PIPELINE_BUT_TRANSFORMER and PIPELINE in self.holds)


@dataclass(frozen=True, slots=True)
class Need:
    """What a model wants of one repository, or of a folder of the user's own."""

    source: str
    revision: str
    what: str
    variant: str | None = None

    @property
    def key(self) -> str:
        """The name of the folder that keeps it; models with the same source share it."""
        revision = "" if self.revision == "main" else f"@{quote(self.revision, safe='')}"
        return self.source.replace("/", "--") + revision + (f"+{self.variant}" if self.variant else "")

    @property
    def is_pipeline(self) -> bool:
        return self.what in (PIPELINE, PIPELINE_BUT_TRANSFORMER)

    @property
    def first_file(self) -> str:
        """The file by which a folder of the user's own is known to hold it."""
        if self.what == DECODER:
            return DECODER_FILES[0]
        return PIPELINE_INDEX if self.is_pipeline else self.what


def needs_of(checkpoint: Checkpoint) -> tuple[Need, ...]:
    """Everything that must be here before `checkpoint` can paint."""
    whole = PIPELINE_BUT_TRANSFORMER if checkpoint.gguf else PIPELINE
    pipeline = Need(checkpoint.source, checkpoint.revision, whole, checkpoint.variant)
    return (pipeline, *map(_need_of, checkpoint.parts), *map(_need_of, filter(None, [checkpoint.preview])))


def _need_of(part: Part | TinyDecoder) -> Need:
    return Need(part.source, part.revision, part.file if isinstance(part, Part) else DECODER)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be fetched for a need."""

    need: Need
    repository: Repository
    names: list[str]


class Weights:
    """A folder that keeps the weights of open models, each source in a folder of its own.

    Sources that are folders of the user's own are used where they lie; nothing is ever written there or removed.
    `endpoint` is the hub to pull from, where it is not the usual one.
    """

    def __init__(self, folder: Path, endpoint: str | None = None) -> None:
        self.folder = folder
        self._endpoint = endpoint

    def path(self, checkpoint: Checkpoint) -> Path:
        """The folder with the model's `model_index.json`, be it here or not."""
        return self._folder(needs_of(checkpoint)[0])

    def part_path(self, part: Part) -> Path:
        """The file of a LoRA or a GGUF, be it here or not."""
        return self._folder(_need_of(part)) / part.file

    def tiny_decoder_path(self, decoder: TinyDecoder) -> Path:
        """The folder with the decoder's `config.json`, be it here or not."""
        return self._folder(_need_of(decoder))

    def is_present(self, checkpoint: Checkpoint) -> bool:
        """Whether everything that `checkpoint` needs is here and complete; looks at sizes, and hashes nothing."""
        return all(self._has(need) for need in needs_of(checkpoint))

    def record(self, checkpoint: Checkpoint) -> Record | None:
        """What was pulled for the pipeline of `checkpoint`, if it was pulled to its end."""
        return self._record(self.path(checkpoint))

    def size(self, checkpoint: Checkpoint) -> int:
        """Bytes on disk of everything that `checkpoint` needs, with what it shares with others."""
        own = [need for need in needs_of(checkpoint) if local_folder(need.source)]
        files = {self._folder(need) / need.what for need in own if not need.is_pipeline and need.what != DECODER}
        folders = {self._folder(need) for need in own if need.is_pipeline or need.what == DECODER}
        return sum(map(_size_of, {*files, *folders, *self._pulled(checkpoint)}))

    def check(self, checkpoint: Checkpoint) -> list[str]:
        """The faults of what is on disk, a sentence each; reads every file that was pulled."""
        faults: dict[str, None] = {}
        for need in needs_of(checkpoint):
            folder = self._folder(need)
            record = self._record(folder)
            if local_folder(need.source):
                if not self._has(need):
                    faults[f"{folder / need.first_file} is missing."] = None
            elif record is None or not record.satisfies(need.what):
                faults[f"{folder} is not complete: it lacks the {need.what}."] = None
            else:
                found = ((name, file.fault(folder / name)) for name, file in record.files.items())
                faults |= {f"{folder / name} {fault}.": None for name, fault in found if fault}
        return list(faults)

    def pull(
        self, checkpoint: Checkpoint, *, is_thorough: bool = False, say: Callable[[str], None] = lambda line: None
    ) -> None:
        """Fetch what `checkpoint` needs and is not here; goes on with what an earlier call left undone.

        `is_thorough` also reads what is here already, and fetches anew what is damaged. Of what goes on, `say` is told;
        progress is shown on the terminal. Raises `PullFailed`, or `ConfigError` for a folder that is not there.
        """
        if not is_thorough and self.is_present(checkpoint):
            say(f"{checkpoint.id} is here already: {self.path(checkpoint)}")
            return
        needs = [need for need in needs_of(checkpoint) if is_thorough or not self._has(need)]
        for need in needs:
            if local_folder(need.source) and not self._has(need):
                raise ConfigError(f"{checkpoint.id} needs {self._folder(need) / need.first_file}, which is not there.")
        with self._alone():
            hub = Hub(self._endpoint)
            plans = [self._plan(need, hub, say) for need in needs if not local_folder(need.source)]
            self._look_for_space(checkpoint, plans)
            for plan in plans:
                self._carry_out(plan, hub, checkpoint, say)
        say(f"{checkpoint.id} is here: {self.path(checkpoint)}")

    def remove(self, checkpoint: Checkpoint, known: Checkpoints) -> list[str]:
        """Remove what was pulled for `checkpoint` and no other model that is here needs. Returns what was done, a
        sentence for each folder."""
        others = [other for other in known.models if other.id != checkpoint.id and self.is_present(other)]
        said = [f"Kept {need.source}: it is your own." for need in needs_of(checkpoint) if local_folder(need.source)]
        for folder in self._pulled(checkpoint):
            users = [other.id for other in others if folder in self._pulled(other)]
            if users:
                said.append(f"Kept {folder}: {', '.join(users)} {'needs' if len(users) == 1 else 'need'} it.")
            elif folder.exists():
                size = shown(_size_of(folder))
                with self._alone():
                    shutil.rmtree(folder)
                said.append(f"Removed {folder}: {size}.")
        return said

    def _folder(self, need: Need) -> Path:
        return local_folder(need.source) or self.folder / need.key

    def _pulled(self, checkpoint: Checkpoint) -> list[Path]:
        """The folders here that `checkpoint` needs, without those of the user's own; each once."""
        needs = [need for need in needs_of(checkpoint) if not local_folder(need.source)]
        return list(dict.fromkeys(map(self._folder, needs)))

    def _record(self, folder: Path) -> Record | None:
        try:
            return Record.model_validate_json((folder / RECORD).read_bytes())
        except (OSError, ValidationError):
            return None

    def _has(self, need: Need) -> bool:
        folder = self._folder(need)
        if local_folder(need.source):
            return (folder / need.first_file).is_file()
        record = self._record(folder)
        if record is None or not record.satisfies(need.what):
            return False
        return not any(file.shortcoming(folder / name) for name, file in record.files.items())

    def _plan(self, need: Need, hub: Hub, say: Callable[[str], None]) -> Plan:
        """Ask the hub what there is, and choose. A folder that was pulled once stays at its commit."""
        folder = self._folder(need)
        record = self._record(folder)
        say(f"Asking for {need.source} …")
        repository = hub.repository(need.source, record.commit if record else need.revision)
        if need.is_pipeline:
            names = [PIPELINE_INDEX]
            if PIPELINE_INDEX in repository.files:
                _fetch(hub, repository, PIPELINE_INDEX, folder)
                index = json.loads((folder / PIPELINE_INDEX).read_text(encoding="utf-8"))
                has_transformer = need.what == PIPELINE
                names = files_of_pipeline(repository.files, index, need.variant, has_transformer=has_transformer)
        else:
            names = list(DECODER_FILES) if need.what == DECODER else [need.what]
        for name in names:
            if name not in repository.files:
                raise PullFailed(f"The repository {need.source!r} has no {name!r} at {need.revision!r}.")
        return Plan(need, repository, names)

    def _look_for_space(self, checkpoint: Checkpoint, plans: Iterable[Plan]) -> None:
        missing: dict[Path, int] = {}
        for plan in plans:
            for name in plan.names:
                path, file = self._folder(plan.need) / name, plan.repository.files[name]
                partial = partial_path(path, file)
                if file.shortcoming(path):
                    missing[path] = file.size - (partial.stat().st_size if partial.exists() else 0)
        wanted, free = sum(missing.values()), shutil.disk_usage(self.folder).free
        if wanted > free:
            raise PullFailed(
                f"{checkpoint.id} needs {shown(wanted)} more at {self.folder}, and {shown(free)} are free there."
            )

    def _carry_out(self, plan: Plan, hub: Hub, checkpoint: Checkpoint, say: Callable[[str], None]) -> None:
        """Fetch what is missing, and write down that it is here."""
        folder, repository = self._folder(plan.need), plan.repository
        files = {name: repository.files[name] for name in plan.names}
        total = shown(sum(file.size for file in files.values()))
        say(f"Pulling {plan.need.source} at {repository.commit[:12]}: {len(files)} files, {total}")
        for name in files:
            _fetch(hub, repository, name, folder)
        for stray in folder.rglob("*.part"):
            stray.unlink()  # of a commit that was not pulled to its end
        before = self._record(folder)
        record = Record(
            source=plan.need.source,
            revision=plan.need.revision,
            commit=repository.commit,
            licence=before.licence if before else checkpoint.licence,
            holds=tuple(dict.fromkeys([*(before.holds if before else ()), plan.need.what])),
            files=(before.files if before else {}) | files,
        )
        unfinished = folder / f"{RECORD}.part"
        unfinished.write_text(record.model_dump_json(indent=1), encoding="utf-8")
        unfinished.replace(folder / RECORD)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time changes the folder."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=0):
                yield
        except Timeout:
            raise PullFailed(f"Another pinxit is changing {self.folder}: wait until it is done.") from None
        except OSError as exc:
            raise ConfigError(f"{exc.filename or self.folder} cannot be changed: {exc.strerror}.") from None


def _fetch(hub: Hub, repository: Repository, name: str, folder: Path) -> None:
    """Have the file `name` in `folder`; one that is there and whole is left."""
    if repository.files[name].fault(folder / name):
        hub.fetch(repository, name, folder / name)


def _size_of(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def shown(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 2**30:.1f} GiB" if size >= 2**30 else f"{size / 2**20:.1f} MiB"
