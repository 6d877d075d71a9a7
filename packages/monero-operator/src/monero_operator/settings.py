# SPDX-License-Identifier: Apache-2.0
"""What a person sets for the whole operator, by flag or by environment variable, as one frozen value.

A flag beats its variable: `--monerod-image` is `MONERO_OPERATOR_MONEROD_IMAGE`.
"""

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

ENVIRONMENT_PREFIX = "MONERO_OPERATOR_"
METRICS_PORT = 8080
HEALTH_PORT = 8081
MIN_POLL_SECONDS = 1.0
MAX_POLL_SECONDS = 60.0
MAX_WORKERS = 64

LogFormat = Literal["text", "json"]


class Images(msgspec.Struct, frozen=True):
    """The images of pods whose owner names none. Empty means "there is none", which the owner's conditions then say."""

    monerod: str = ""
    exporter: str = ""
    xmrig: str = ""
    anonymity: str = ""


class Settings(msgspec.Struct, frozen=True):
    """The operator's settings. `watch_namespace` is empty for all namespaces, `lease_namespace` for its own."""

    images: Images = Images()
    watch_namespace: str = ""
    lease_namespace: str = ""
    metrics_port: int = METRICS_PORT
    health_port: int = HEALTH_PORT
    log_format: LogFormat = "text"
    poll_interval_seconds: float = 15.0
    workers: int = 8
    runbooks_url: str = ""


def declare(parser: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    """Give a parser every setting as an option, with its environment variable as the default."""
    declare_images(parser, environ)
    option = _declaring(parser, environ)
    option("watch-namespace", "", "watch this namespace only")
    option("lease-namespace", "", "where the Lease of the leading replica is, by default the own namespace")
    option("metrics-port", METRICS_PORT, "port of /metrics", type=_port)
    option("health-port", HEALTH_PORT, "port of /healthz and /readyz", type=_port)
    option("log-format", "text", "text or json", type=_log_format)
    option("poll-interval", "15s", "how often each daemon is asked, such as 15s", type=_poll_seconds)
    option("workers", 8, "how many resources are worked on at once", type=_workers)
    option("runbooks-url", "", "where the pages of docs/how-to/alerts stand, which alerts then link", type=_base_url)


def declare_images(parser: argparse.ArgumentParser, environ: Mapping[str, str]) -> None:
    """Give a parser the options that name images."""
    option = _declaring(parser, environ)
    option("monerod-image", "", "image of monerod where a resource names none")
    option("exporter-image", "", "image of the exporter beside each monerod: the operator's own image")
    option("xmrig-image", "", "image of xmrig where a resource names none")
    option("anonymity-image", "", "image of tor, i2pd and what watches them where a resource names none")


def chosen(given: argparse.Namespace) -> Settings:
    """Return the settings of a command line that was parsed with what `declare` declares."""
    return Settings(
        images=chosen_images(given),
        watch_namespace=given.watch_namespace,
        lease_namespace=given.lease_namespace,
        metrics_port=given.metrics_port,
        health_port=given.health_port,
        log_format=given.log_format,
        poll_interval_seconds=given.poll_interval,
        workers=given.workers,
        runbooks_url=given.runbooks_url,
    )


def chosen_images(given: argparse.Namespace) -> Images:
    """Return the images of a command line that was parsed with what `declare_images` declares."""
    return Images(
        monerod=given.monerod_image,
        exporter=given.exporter_image,
        xmrig=given.xmrig_image,
        anonymity=given.anonymity_image,
    )


def _declaring(parser: argparse.ArgumentParser, environ: Mapping[str, str]) -> Callable[..., None]:
    def option(name: str, default: object, explanation: str, **how: Any) -> None:
        variable = ENVIRONMENT_PREFIX + name.upper().replace("-", "_")
        text = f"{explanation} (environment: {variable}; default: {default!s})".replace("%", "%%")
        # The default stays a string, so that argparse converts and checks what the environment says.
        parser.add_argument(f"--{name}", default=environ.get(variable, str(default)), help=text, **how)

    return option


def _log_format(text: str) -> LogFormat:
    formats: dict[str, LogFormat] = {"text": "text", "json": "json"}
    if text not in formats:
        raise argparse.ArgumentTypeError(f"{text!r} is neither text nor json")
    return formats[text]


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _workers(text: str) -> int:
    return _whole(text, 1, MAX_WORKERS)


def _whole(text: str, least: int, most: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return value


def _base_url(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text!r} is no URL such as https://example.org/alerts")
    return text.rstrip("/")


def _poll_seconds(text: str) -> float:
    try:
        value = float(text.removesuffix("s"))
    except ValueError:
        value = 0.0
    # Above a minute every answer would be older than what the conditions still believe.
    if not MIN_POLL_SECONDS <= value < MAX_POLL_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time of at least 1s and below 60s, such as 15s")
    return value
