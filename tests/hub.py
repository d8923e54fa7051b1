"""A hub on a port of this machine: repositories of models, as huggingface_hub asks for them, and their mishaps."""

import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

#: What the hub keeps as large files, and knows the SHA-256 of.
LARGE = (".safetensors", ".gguf", ".bin")


class Hub:
    """Holds repositories, as files by their names, and answers as the Hugging Face hub does until it is stopped."""

    def __init__(self, **repositories):
        self.repositories = {name.replace("__", "/"): files for name, files in repositories.items()}
        self.gated = set()
        #: What happens to a file's next requests, one after the other: "cut", "damage", or a status.
        self.mishaps = {}
        #: Sizes that the hub claims.
        self.sizes = {}
        #: The files that were asked for, with the byte that each answer began at.
        self.fetched = []
        self.described = 0
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub.answer(self)

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def commit(self, repository):
        files = self.repositories[repository]
        return hashlib.sha1(b"".join(name.encode() + files[name] for name in sorted(files))).hexdigest()

    def answer(self, request):
        path = unquote(urlsplit(request.path).path)
        if match := re.fullmatch(r"/api/models/([\w.-]+/[\w.-]+)/revision/([\w./]+)", path):
            self._describe(request, *match.groups())
        elif match := re.fullmatch(r"/([\w.-]+/[\w.-]+)/resolve/([^/]+)/(.+)", path):
            self._give(request, *match.groups())
        else:
            self._refuse(request, 404, "EntryNotFound")

    def _describe(self, request, repository, revision):
        self.described += 1
        if repository not in self.repositories:
            return self._refuse(request, 404, "RepoNotFound")
        commit = self.commit(repository)
        if revision not in ("main", "a/branch", commit):
            return self._refuse(request, 404, "RevisionNotFound")
        siblings = [self._sibling(name, data) for name, data in self.repositories[repository].items()]
        body = json.dumps({"id": repository, "sha": commit, "siblings": siblings}).encode()
        self._send(request, 200, body, {"content-type": "application/json"})

    def _sibling(self, name, data):
        size = self.sizes.get(name, len(data))
        if name.endswith(LARGE):
            lfs = {"size": size, "sha256": hashlib.sha256(data).hexdigest(), "pointerSize": 134}
            return {"rfilename": name, "size": size, "blobId": "0" * 40, "lfs": lfs}
        return {"rfilename": name, "size": size, "blobId": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}

    def _give(self, request, repository, commit, name):
        if repository in self.gated and request.headers["authorization"] is None:
            return self._refuse(request, 403, "GatedRepo")
        assert commit == self.commit(repository)
        data = self.repositories[repository][name]
        begin = int(re.fullmatch(r"bytes=(\d+)-", request.headers["range"])[1]) if request.headers["range"] else 0
        self.fetched.append((name, begin))
        mishap = self.mishaps[name].pop(0) if self.mishaps.get(name) else None
        if isinstance(mishap, int):
            return self._refuse(request, mishap, None)
        headers = {"content-range": f"bytes {begin}-{len(data) - 1}/{len(data)}"} if begin else {}
        body = b"?" + data[begin + 1 :] if mishap == "damage" else data[begin:]
        self._send(request, 206 if begin else 200, body, headers, cut=mishap == "cut")

    def _refuse(self, request, status, code):
        self._send(request, status, b"no", {"x-error-code": code} if code else {})

    def _send(self, request, status, body, headers, cut=False):
        request.send_response(status)
        for name, value in {**headers, "content-length": len(body)}.items():
            request.send_header(name, str(value))
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if cut else body)
