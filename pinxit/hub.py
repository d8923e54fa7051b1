"""The hub that open models come from: what its repositories hold, what of it a pipeline loads, and how files come."""

import errno
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import httpx2

from pinxit import __version__
from pinxit.errors import ConfigError, PullFailed
from pinxit.rows import Row

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoSibling

#: The file that says which components a pipeline has.
PIPELINE_INDEX = "model_index.json"
#: How long the hub may take to describe a repository.
TIMEOUT_SECONDS = 30


class File(Row):
    """A file as the hub describes it."""

    size: int
    """In bytes."""
    sha256: str | None = None
    """Known of large files."""
    blob_id: str | None = None
    """Git's hash, known of the small ones."""

    def fault(self, path: Path) -> str | None:
        """What is wrong with this file at `path`, as the end of a sentence; reads all of it."""
        if short := self.shortcoming(path):
            return short
        if (self.sha256 and self.sha256 != _sha256(path)) or (self.blob_id and self.blob_id != _blob_id(path)):
            return "is damaged: its hash is not what the hub says"
        return None

    def shortcoming(self, path: Path) -> str | None:
        """What is wrong with this file at `path` as far as can be seen without reading it."""
        if not path.is_file():
            return "is missing"
        size = path.stat().st_size
        return None if size == self.size else f"has {size:,} bytes instead of {self.size:,}"


def _file(sibling: "RepoSibling") -> File:
    if sibling.lfs:
        return File(size=sibling.lfs.size, sha256=sibling.lfs.sha256)
    if sibling.size is None:
        raise ValueError(f"it says no size of {sibling.rfilename}")
    return File(size=sibling.size, blob_id=sibling.blob_id)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _blob_id(path: Path) -> str:
    """The hash by which git knows what is in a file."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Repository:
    """What a repository holds at one commit."""

    source: str
    commit: str
    files: dict[str, File]


class Hub:
    """The Hugging Face hub, or the one at `endpoint`. Whatever goes wrong there is a `PullFailed`.

    Without `endpoint`, huggingface_hub reads HF_ENDPOINT, and it reads HF_TOKEN in any case.
    """

    def __init__(self, endpoint: str | None = None) -> None:
        try:
            from huggingface_hub import HfApi
        except ImportError:
            raise ConfigError(
                "Weights are pulled with huggingface_hub, which is not installed: pip install 'pinxit[diffusers]'"
            ) from None
        self._api = HfApi(endpoint=endpoint)
        self._seen: dict[tuple[str, str], Repository] = {}

    def repository(self, source: str, revision: str) -> Repository:
        """What `source`, "owner/name", holds at `revision`: a branch, a tag or a commit. It is asked for once."""
        if (source, revision) not in self._seen:
            with self._in_words(source, revision):
                info = self._api.model_info(source, revision=revision, files_metadata=True, timeout=TIMEOUT_SECONDS)
                siblings = [sibling for sibling in info.siblings or () if _stays_inside(sibling.rfilename)]
                files = {sibling.rfilename: _file(sibling) for sibling in siblings}
            self._seen[source, revision] = Repository(source, info.sha or revision, files)
        return self._seen[source, revision]

    def fetch(self, repository: Repository, name: str, path: Path) -> None:
        """Write the file `name` to `path`, once it is known to be whole.

        It grows beside `path`, in a file that a later call goes on with; huggingface_hub's own functions begin a file
        anew. That file is called after what is to be in it, so that another commit's is never gone on with.
        """
        from huggingface_hub import get_token, hf_hub_url
        from huggingface_hub.file_download import http_get

        file = repository.files[name]
        partial = partial_path(path, file)
        url = hf_hub_url(repository.source, name, revision=repository.commit, endpoint=self._api.endpoint)
        token = get_token()
        headers = {"user-agent": f"pinxit/{__version__}", "accept-encoding": "identity"}  # ranges are of what is stored
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        with self._in_words(repository.source, repository.commit):
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("ab") as stream:
                if stream.tell() < file.size:
                    http_get(url, stream, resume_size=stream.tell(), headers=headers, displayed_filename=name)
            fault = file.fault(partial)
            if fault:
                partial.unlink()
                raise PullFailed(
                    f"{name} of {repository.source} came, but {fault}: it is removed; pull again to fetch it anew."
                )
            partial.replace(path)

    @contextmanager
    def _in_words(self, source: str, revision: str) -> Iterator[None]:
        """Says in a sentence what a user can do about a failure of the hub, of the network or of the disk."""
        from huggingface_hub import errors

        hub = self._api.endpoint
        known: list[tuple[type[Exception], str]] = [  # the first that fits: some are kinds of those below
            (
                errors.GatedRepoError,
                f"{source} is gated: accept its terms at {hub}/{source}, then set HF_TOKEN to a token of that account.",
            ),
            (
                errors.RepositoryNotFoundError,
                f"There is no repository {source!r} at {hub}, or it is private: then set HF_TOKEN to a token that may "
                "read it.",
            ),
            (errors.RevisionNotFoundError, f"The repository {source!r} has no revision {revision!r}."),
            (
                errors.OfflineModeIsEnabled,
                f"{source} cannot be pulled while HF_HUB_OFFLINE is set in the environment.",
            ),
            (errors.HFValidationError, f"{source!r} is neither a repository, owner/name, nor a folder here."),
            (errors.HfHubHTTPError, f"{hub} does not give {source}: {{error}}. Pull again to go on."),
            (httpx2.HTTPError, f"{hub} cannot be reached, or broke off: {{error}}. Pull again to go on."),
            (OSError, f"{source} cannot be written here: {{error}}."),
            (ValueError, f"{hub} does not answer as a hub does: {{error}}."),
        ]
        try:
            yield
        except tuple(kind for kind, _ in known) as exc:
            sentence = next(sentence for kind, sentence in known if isinstance(exc, kind))
            raise PullFailed(sentence.replace("{error}", _in_short(exc))) from None


def _in_short(exc: Exception) -> str:
    if isinstance(exc, OSError) and exc.errno == errno.ENOSPC:
        return "the disk is full"
    if isinstance(exc, OSError) and exc.strerror:
        return f"{exc.strerror}: {exc.filename}"
    return (str(exc).strip() or type(exc).__name__).splitlines()[0].rstrip(".")


def partial_path(path: Path, file: File) -> Path:
    """Where `file` grows until it is whole and moves to `path`."""
    content = file.sha256 or file.blob_id or "content"
    return path.with_name(f"{path.name}.{content[:16]}.part")


def _stays_inside(name: str) -> bool:
    """Whether `name` is a path within the folder it is written to."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


#: A weight file that diffusers or transformers load, or the index of one in several, with the variant in its name:
#: model.safetensors, model.fp16-00001-of-00002.safetensors, model-00001-of-00002.fp16.safetensors,
#: model.safetensors.index.fp16.json.
WEIGHTS = re.compile(
    r"(?:(?:diffusion_)?pytorch_)?model(?:-\d+-of-\d+)?(?:\.(?P<variant>\w+)(?:-\d+-of-\d+)?)?\.safetensors"
    r"(?P<index>(?:\.(?P<late>\w+))?\.index(?:\.(?P<later>\w+))?\.json)?"
)
TEXTS = (".json", ".txt", ".model", ".jinja")
OTHER_WEIGHTS = (".safetensors", ".bin", ".ckpt", ".pt", ".pth", ".msgpack", ".onnx", ".h5")
LICENCES = ("license", "licence", "notice")


def files_of_pipeline(
    names: Iterable[str], index: Mapping[str, Any], variant: str | None = None, *, has_transformer: bool = True
) -> list[str]:
    """Those of the `names` in a repository that its pipeline loads, with its licence; `index` is its model_index.json.

    Weights are safetensors of the `variant`, and the plain ones in a component that has no such variant; without
    `has_transformer`, the transformer's are left out. Raises `PullFailed` for a component without any.
    """
    names = list(names)
    chosen = [PIPELINE_INDEX, *(name for name in names if "/" not in name and name.lower().startswith(LICENCES))]
    for component, loaded_by in index.items():
        if not isinstance(loaded_by, list) or loaded_by[0] is None:
            continue
        inside = [name for name in names if name.startswith(f"{component}/")]
        chosen += [name for name in inside if name.endswith(TEXTS) and ".index." not in name]
        if has_transformer or component != "transformer":
            chosen += _weights_of(inside, variant)
    return chosen


def _weights_of(names: list[str], variant: str | None) -> list[str]:
    """The weights of a component among the `names` in its folder, and their index."""
    variants: dict[str, str | None] = {}
    for name in names:
        match = WEIGHTS.fullmatch(name.partition("/")[2])
        if match:
            variants[name] = match["variant"] or match["late"] or match["later"]
    wanted = variant if variant in variants.values() else None
    chosen = [name for name, found in variants.items() if found == wanted]
    there = [name for name in names if name.endswith(OTHER_WEIGHTS)]
    if there and not chosen:
        asked = f" of the variant {variant!r}" if variant else ""
        raise PullFailed(f"There are no safetensors{asked} that a pipeline loads, only {', '.join(there)}.")
    return chosen
