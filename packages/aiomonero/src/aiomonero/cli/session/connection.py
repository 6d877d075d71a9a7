# SPDX-License-Identifier: Apache-2.0
"""From options to a daemon that can be asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from aiomonero.cli.session import secrets, variables
from aiomonero.cli.session.options import Options

if TYPE_CHECKING:
    from aiomonero.node import Node
    from aiomonero.transport.call import Policy
    from aiomonero.transport.tls import Trust
    from aiomonero.types.login import Login
    from aiomonero.types.proxy import Proxy
    from aiomonero.wallet.wallet import Wallet

Server = TypeVar("Server")

PASSWORD_VARIABLE = variables.PASSWORD


def node(options: Options) -> Node:
    """Return the daemon that the options name; raises click.UsageError where they make no sense."""
    from aiomonero.node import Node

    return _made(Node, options)


def wallet(options: Options) -> Wallet:
    """Return the wallet server that the options name; raises click.UsageError where they make no sense."""
    from aiomonero.wallet.wallet import Wallet

    return _made(Wallet, options)


def _made(kind: Callable[..., Server], options: Options) -> Server:
    try:
        return kind(
            options.address, policy=policy(options), login=login(options), trust=trust(options), proxy=proxy(options)
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def policy(options: Options) -> Policy:
    """Return how long a call may take."""
    from aiomonero.transport.call import Policy

    return Policy(timeout_seconds=options.request_timeout)


def login(options: Options) -> Login | None:
    """Return who asks, with the password from where it is; None where nobody was named."""
    from aiomonero.types.login import Login

    if options.username is None:
        return None
    password = secrets.read(options.password_file, os.environ, PASSWORD_VARIABLE, f"password of {options.username}")
    return Login(options.username, password)


def trust(options: Options) -> Trust | None:
    """Return which certificates are believed; None is "those of the system's authorities"."""
    from aiomonero.transport.tls import Trust

    chosen = Trust(
        ca_file=options.tls_ca_cert,
        is_insecure=options.tls_skip_verify,
        fingerprints=options.tls_fingerprint,
        client_certificate=options.tls_client_cert,
        client_key=options.tls_client_key,
    )
    return None if chosen == Trust() else chosen


def proxy(options: Options) -> Proxy | None:
    """Return the proxy to ask through."""
    from aiomonero.types.proxy import Proxy

    return Proxy.parse(options.proxy) if options.proxy else None
