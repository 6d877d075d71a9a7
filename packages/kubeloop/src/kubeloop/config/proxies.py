# SPDX-License-Identifier: Apache-2.0
"""Which proxy leads to a server, as Go's programs read HTTPS_PROXY and NO_PROXY."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from kubeloop import errors

_PORTS = {"http": 80, "https": 443}


def from_environment(server: str, environment: Mapping[str, str]) -> str:
    """Return the URL of the proxy that the environment wants for this server, or nothing."""
    target = urlsplit(server)
    name = f"{target.scheme}_proxy"
    proxy = _variable(environment, name)
    if not proxy or _is_excepted(target, _variable(environment, "no_proxy")):
        return ""
    return checked(proxy if "://" in proxy else f"http://{proxy}", name.upper())


def checked(proxy: str, where: str) -> str:
    """Return the URL if it is one of an HTTP proxy; messages do not repeat it: it may contain a password."""
    try:
        parts = urlsplit(proxy)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise errors.ConfigError(f"{where} is not a URL of a proxy") from error
    if parts.scheme.startswith("socks"):
        raise errors.ConfigError(f"{where} is a SOCKS proxy, which is not supported: put an HTTP proxy before it")
    if parts.scheme not in _PORTS or not has_host:
        raise errors.ConfigError(f"{where} is not a URL of a proxy: it must look like http://HOST:PORT")
    return proxy


def without_password(proxy: str) -> tuple[str | None, str]:
    """Return the URL without user and password, and the value of the header that says them."""
    parts = urlsplit(proxy)
    if not parts.username:
        return proxy or None, ""
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return bare.geturl(), f"Basic {base64.b64encode(user.encode()).decode()}"


def _variable(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name.upper()) or environment.get(name) or ""


def _is_excepted(target: SplitResult, exceptions: str) -> bool:
    host, port = target.hostname or "", target.port or _PORTS.get(target.scheme, 0)
    address = _address(host)
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    rules = (rule.strip().lower() for rule in exceptions.split(","))
    return any(_matches(rule, host, port, address) for rule in rules if rule)


def _matches(rule: str, host: str, port: int, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None) -> bool:
    if rule == "*":
        return True
    if "/" in rule:
        return address is not None and _contains(rule, address)
    name, wanted_port = _split_port(rule)
    if wanted_port not in ("", str(port)):
        return False
    if address is not None:
        return _address(name) == address
    if name.startswith("*."):
        name = name[1:]
    return host.endswith(name) if name.startswith(".") else host == name or host.endswith(f".{name}")


def _split_port(rule: str) -> tuple[str, str]:
    if rule.startswith("["):
        name, _, port = rule[1:].partition("]")
        return name, port.removeprefix(":")
    if rule.count(":") > 1:
        return rule, ""
    name, _, port = rule.partition(":")
    return name, port


def _contains(network: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
