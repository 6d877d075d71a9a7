# SPDX-License-Identifier: Apache-2.0
"""Alerts about the tor and i2pd beside nodes. None is critical: clients over clearnet are served as before."""

from collections.abc import Iterator
from typing import NamedTuple

from monero_operator.desired.rules.rule import COUNT, NODE, Alert, Severity, lines
from monero_operator.desired.rules.terms import HOUR, MINUTE, Terms

_SERVICE = "{{ $labels.service }}"
_CURRENT = 'key="current"'
"""Addresses of keys that were replaced are served for a while, and nobody minds their end."""


class _Program(NamedTuple):
    """What is said of one program; `patience` is in seconds, as long as it may take to join its network."""

    network: str
    title: str
    name: str
    patience: float
    means: str


_TOR = _Program(
    "tor",
    "Tor",
    "tor",
    15 * MINUTE,
    "its onions are not reached, and transactions that it should send over Tor wait",
)
_I2P = _Program(
    "i2p",
    "I2P",
    "i2pd",
    30 * MINUTE,
    "its I2P addresses are not reached, and transactions that it should send over I2P wait",
)


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    for program in (_TOR, _I2P):
        yield _not_ready(terms, program)
        yield _restarting(terms, program)
    yield _onion_unreachable(terms)
    yield _i2p_unreachable(terms)


def _not_ready(terms: Terms, of: _Program) -> Alert:
    return Alert(
        name=f"Monero{of.title}NotReady",
        severity=Severity.WARNING,
        when=f"{terms.mostly(f'monero_{of.network}_ready')} < 0.5",
        lasting=of.patience,
        summary=f"The {of.name} of {NODE} is not ready",
        description=f"For {of.patience / MINUTE:.0f} minutes the {of.name} of {NODE} has not been part of its network "
        f"most of the time: {of.means}.",
    )


def _restarting(terms: Terms, of: _Program) -> Alert:
    often = terms.limits.restarts_per_hour
    return Alert(
        name=f"Monero{of.title}Restarting",
        severity=Severity.WARNING,
        when=f"increase({terms.during(HOUR, f'monero_{of.network}_restarts_total')}) > {often:g}",
        lasting=0,
        summary=f"The {of.name} of {NODE} keeps ending",
        description=f"The {of.name} of {NODE} ended and was started again {COUNT} times within the last hour: each "
        "time its addresses are gone for a while.",
    )


def _onion_unreachable(terms: Terms) -> Alert:
    return _unreachable(
        terms,
        _TOR,
        name="MoneroOnionUnreachable",
        measures=("monero_tor_introduction_points", "monero_tor_service_published"),
        description=f"For half an hour nobody could look up the {_SERVICE} onion of {NODE}, or no relay has brought "
        "clients to it, though its tor is ready.",
    )


def _i2p_unreachable(terms: Terms) -> Alert:
    return _unreachable(
        terms,
        _I2P,
        name="MoneroI2PUnreachable",
        measures=("monero_i2p_service_published",),
        description=f"For half an hour nobody could look up the {_SERVICE} I2P address of {NODE}, though its i2pd is "
        "ready.",
    )


def _unreachable(terms: Terms, of: _Program, *, name: str, measures: tuple[str, ...], description: str) -> Alert:
    never = (f"max_over_time({terms.during(20 * MINUTE, measure, _CURRENT)}) == 0" for measure in measures)
    is_ready = f"{terms.mostly(f'monero_{of.network}_ready')} > 0.5"
    return Alert(
        name=name,
        severity=Severity.WARNING,
        when=lines(f"({' or '.join(never)})", f"and ignoring (service, key) {is_ready}"),
        lasting=10 * MINUTE,
        summary=f"The {_SERVICE} address of {NODE} over {of.title} is not reached",
        description=description,
    )
