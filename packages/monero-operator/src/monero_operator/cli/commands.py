# SPDX-License-Identifier: Apache-2.0
"""The verbs of `monero-operator`. Results go to standard output, sentences about what is wrong to standard error."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from kubeloop.errors import KubeloopError
from monero_operator import __version__, settings
from monero_operator.cli import definitions, documents, render
from monero_operator.telemetry import logs

FAILED = 1
"""Exit code of a verb that could not do what it was asked; argparse ends with 2 where it did not understand."""
READER_GONE = 141
"""What a shell makes of a program that SIGPIPE ended."""

_RENDER = """\
Print the children that the operator would make of custom resources, as YAML and without any cluster. What only the
API server knows reads <allocated>. Fields, types, bounds and patterns are checked as the API server checks them; the
CEL rules of the kinds (names, immutable fields, what must go together) are not: `kubectl apply --dry-run=server` asks
those. PodMonitor and PrometheusRule are left out without --prometheus-operator.
"""
_IMAGE_NOTE = "A custom resource that names no image gets the operator's, so say which it has."

Run = Callable[[argparse.Namespace], int]


def main(words: Sequence[str], environ: Mapping[str, str]) -> int:
    """Do what the words say; returns the exit code."""
    parser = _parser(environ)
    given = parser.parse_args(words)
    verb: Run | None = getattr(given, "verb", None)
    if verb is None:
        parser.print_help()
        return 0
    try:
        return verb(given)
    except BrokenPipeError:
        # Nobody reads on, as in `render | head`; Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="monero-operator", description="Run Monero nodes, networks and miners on Kubernetes."
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")
    _run_parser(verbs, environ)
    _render_parser(verbs, environ)
    crds = verbs.add_parser("crds", help="print the CustomResourceDefinitions")
    crds.set_defaults(verb=_crds)
    version = verbs.add_parser("version", help="print the version")
    version.set_defaults(verb=_version)
    return parser


def _run_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser], environ: Mapping[str, str]) -> None:
    parser = verbs.add_parser("run", help="run the operator until it is told to stop")
    settings.declare(parser, environ)
    parser.set_defaults(verb=_run)


def _render_parser(verbs: argparse._SubParsersAction[argparse.ArgumentParser], environ: Mapping[str, str]) -> None:
    parser = verbs.add_parser(
        "render", help="print what the operator would apply, offline", description=_RENDER, epilog=_IMAGE_NOTE
    )
    parser.add_argument(
        "-f", "--filename", action="append", required=True, metavar="FILE", help="a file, or - for standard input"
    )
    parser.add_argument("-n", "--namespace", default="default", help="where documents go that name no namespace")
    parser.add_argument(
        "--prometheus-operator",
        action="store_true",
        help="print PodMonitors and PrometheusRules as well, which only a cluster with these kinds gets",
    )
    settings.declare_images(parser, environ)
    parser.set_defaults(verb=_render)


def _run(given: argparse.Namespace) -> int:
    from monero_operator import app

    chosen = settings.chosen(given)
    logs.configure(chosen.log_format)
    try:
        asyncio.run(app.run(chosen))
    except (KubeloopError, OSError) as error:
        return _complain(str(error))
    return 0


def _render(given: argparse.Namespace) -> int:
    images, code = settings.chosen_images(given), 0
    monitoring = render.MONITORING if given.prometheus_operator else render.NO_MONITORING
    for name in given.filename:
        for document in documents.read(name):
            rendered = render.render(document, images, given.namespace, monitoring=monitoring)
            sys.stdout.write(documents.text(rendered.children))
            for note in rendered.notes:
                _complain(f"{document.where}: {note}")
            for problem in rendered.problems:
                code = _complain(f"{document.where}: {problem}")
    return code


def _crds(_: argparse.Namespace) -> int:
    sys.stdout.write(documents.text(definitions.definitions()))
    return 0


def _version(_: argparse.Namespace) -> int:
    sys.stdout.write(f"{__version__}\n")
    return 0


def _complain(sentence: str) -> int:
    sys.stderr.write(f"monero-operator: {sentence}\n")
    return FAILED
