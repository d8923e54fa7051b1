"""The one place that downloads a URL a caller named: public addresses only, within limits of bytes and time."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2

from pinxit.errors import InvalidRequest, TooLarge

MAX_REDIRECTS = 5
MAX_URL_LENGTH = 8192
MAX_RESOLVING = 4
"""Names that are looked up at once."""
HEADERS = {"accept": "image/png, image/jpeg, image/webp, */*;q=0.5", "accept-encoding": "identity"}
#: Addresses that `ipaddress` calls global, and that lead into a network of somebody's own all the same: special
#: purposes (RFC 6890), Azure's metadata, site-local (RFC 3879), and IPv4 within IPv6 (6to4, NAT64).
INWARD = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "168.63.129.16/32", "fec0::/10", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48"),
    )
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Fetcher:
    """Downloads what URLs name. `allow` lists hosts and networks that are fetched from though they are not public."""

    def __init__(
        self, *, max_bytes: int, seconds: float, allow: Sequence[str] = (), resolve: "Resolve | None" = None
    ) -> None:
        self.max_bytes = max_bytes
        self.seconds = seconds
        self._backend = _Guard(allow, resolve or _Names())

    async def get(self, url: str) -> bytes:
        """The content of an http or https URL, redirects followed, each checked anew.

        Raises `InvalidRequest` for what cannot be had (contract 6.3), `TooLarge` for more than `max_bytes`.
        """
        try:
            async with asyncio.timeout(self.seconds):
                async with httpcore2.AsyncConnectionPool(network_backend=self._backend) as pool:
                    return await self._follow(pool, url)
        except (TimeoutError, httpcore2.TimeoutException):
            raise _failed(url, f"It did not come within {self.seconds:g} s.") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, UnicodeError, ValueError):
            raise _failed(url) from None

    async def _follow(self, pool: httpcore2.AsyncConnectionPool, url: str) -> bytes:
        at = url
        for _ in range(MAX_REDIRECTS + 1):
            async with _ask(pool, at, url) as answer:
                headers = {name.decode().lower(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status in (301, 302, 303, 307, 308) and "location" in headers:
                    at = urljoin(at, headers["location"])
                    continue
                if answer.status != 200:
                    message = f"Error while downloading file. Upstream status code: {answer.status}."
                    raise InvalidRequest(message, param="url", code="invalid_value")
                return await self._read(answer, headers.get("content-length", ""))
        raise _failed(url, f"It redirects more than {MAX_REDIRECTS} times.")

    async def _read(self, answer: httpcore2.Response, announced: str) -> bytes:
        too_large = TooLarge(f"The file at this URL is larger than the {self.max_bytes} bytes that are read.")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            raise too_large
        data = bytearray()
        async for chunk in answer.aiter_stream():
            data += chunk
            if len(data) > self.max_bytes:
                raise too_large
        return bytes(data)


@asynccontextmanager
async def _ask(pool: httpcore2.AsyncConnectionPool, at: str, url: str) -> AsyncGenerator[httpcore2.Response, None]:
    """One request to `at`, to which `url` has led."""
    parts = urlsplit(at)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(at) > MAX_URL_LENGTH:
        raise _failed(url, "Only http and https URLs are fetched.")
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname.encode("idna") if not _is_address(parts.hostname) else parts.hostname.encode()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=_quoted(path))
    usual = port == {"http": 80, "https": 443}[parts.scheme]
    name = b"[" + host + b"]" if b":" in host else host
    headers = [(b"host", name if usual else name + b":%d" % port)]
    headers += [(key.encode(), value.encode()) for key, value in HEADERS.items()]
    async with pool.stream("GET", target, headers=headers) as answer:
        yield answer


def _quoted(path: str) -> bytes:
    """A path and query with what HTTP cannot carry percent-encoded, and what is encoded already left alone."""
    return b"".join(b"%c" % byte if 0x21 <= byte <= 0x7E else b"%%%02X" % byte for byte in path.encode())


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Guard(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that were looked at, and to no name: a name may lead elsewhere when it is asked again."""

    def __init__(self, allow: Iterable[str], resolve: Resolve) -> None:
        self._backend = httpcore2.AnyIOBackend()
        self._resolve = resolve
        self._hosts, self._networks = _sorted_out(allow)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.AsyncNetworkStream:
        found = await self._resolve(host, port)
        is_named = host.lower() in self._hosts
        addresses = [address for address in found if is_named or self._may_ask(ipaddress.ip_address(address))]
        if not addresses or len(addresses) < len(found):
            raise InvalidRequest(
                f"Error while downloading from {host[:200]}: its address is not a public one. The setting "
                "`fetch_allow` lists hosts and networks that are fetched from all the same.",
                param="url",
                code="invalid_image_url",
            )
        for address in addresses[:-1]:
            with suppress(httpcore2.NetworkError, httpcore2.TimeoutException):
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
        return await self._backend.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def _may_ask(self, address: Address) -> bool:
        plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped else address
        if any(plain in network for network in self._networks):
            return True
        is_inward = plain.is_multicast or plain.is_reserved or any(plain in network for network in INWARD)
        return plain.is_global and not is_inward


def _sorted_out(allow: Iterable[str]) -> tuple[set[str], list[Network]]:
    """Host names, and networks or single addresses."""
    hosts, networks = set[str](), list[Network]()
    for entry in allow:
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            hosts.add(entry.lower())
    return hosts, networks


class _Names:
    """Resolves names in threads of its own: a name server that does not answer holds them for half a minute, though
    whoever asked has given up, and nothing else is to wait behind it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MAX_RESOLVING, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> list[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))


def _failed(url: str, why: str = "") -> InvalidRequest:
    """The vendor's refusal of a URL that cannot be fetched (contract 6.3)."""
    return InvalidRequest(f"Error while downloading {url[:200]}. {why}".strip(), param="url", code="invalid_image_url")
