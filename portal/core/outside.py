"""Whether a page of another site is there: asked politely, and never inside the network this portal stands in."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 10.0
MOST_REDIRECTS = 5
_AGENT = "portal-link-check/1"
#: Servers that know no HEAD, or answer it otherwise than GET.
_ASK_AGAIN = frozenset({400, 403, 404, 405, 429, 500, 501, 503})
_BROKEN = 400
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}

_SAID = {
    PermissionError: "địa chỉ trong mạng nội bộ, không kiểm tra",
    ssl.SSLError: "chứng thư bảo mật không hợp lệ",
    TimeoutError: "không trả lời",
}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet; IPv4 hidden in IPv6 is looked at as what it is."""
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global) and not address.is_multicast


def what_is_wrong(url: str, may_reach: Callable[[Address], bool] = is_public) -> str:
    """Why a reader would not get the page, in Vietnamese; an empty text where it is there.

    Every address is looked up once and that very one is connected to, so that a name cannot change its meaning
    between the check and the request. Redirects are followed by the same rules.
    """
    for _number in range(MOST_REDIRECTS + 1):
        target = urlsplit(url)
        if target.scheme not in _PORTS or not target.hostname:
            return "không phải địa chỉ http hoặc https"
        try:
            status, location = _status(target, may_reach)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return next((said for kind, said in _SAID.items() if isinstance(error, kind)), "không kết nối được")
        if status not in _REDIRECTS or not location:
            return "" if status < _BROKEN else f"trả lời {status}"
        url = urljoin(url, location)
    return "chuyển hướng quá nhiều lần"


def _status(target: SplitResult, may_reach: Callable[[Address], bool]) -> tuple[int, str]:
    port = target.port or _PORTS[target.scheme]
    address = _address(str(target.hostname), port, may_reach)
    answer = _ask("HEAD", target, address, port)
    return _ask("GET", target, address, port) if answer[0] in _ASK_AGAIN else answer


def _address(host: str, port: int, may_reach: Callable[[Address], bool]) -> str:
    found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    # Where one of several leads inside, the name is not to be trusted at all.
    if not found or not all(may_reach(ipaddress.ip_address(address.split("%")[0])) for address in found):
        raise PermissionError(host)
    return sorted(found)[0]


def _ask(method: str, target: SplitResult, address: str, port: int) -> tuple[int, str]:
    """The status and where it redirects to; of a body nothing is read."""
    with socket.create_connection((address, port), timeout=SECONDS) as plain:
        if target.scheme == "https":
            with ssl.create_default_context().wrap_socket(plain, server_hostname=target.hostname) as secured:
                return _speak(method, target, secured)
        return _speak(method, target, plain)


def _speak(method: str, target: SplitResult, connected: socket.socket) -> tuple[int, str]:
    connection = http.client.HTTPConnection(str(target.hostname), target.port or _PORTS[target.scheme])
    connection.sock = connected
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    headers = {"Host": target.netloc.rpartition("@")[2], "User-Agent": _AGENT, "Connection": "close"}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    try:
        return answer.status, answer.getheader("Location") or ""
    finally:
        answer.close()
