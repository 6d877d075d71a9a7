# SPDX-License-Identifier: Apache-2.0
"""The command line: what can be typed, and what people see of it."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from localkube import cluster, components, preflight, settings, status
from localkube.errors import LocalkubeError
from localkube.progress import Progress
from localkube.settings import Settings

_SYSTEM_PATHS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
_INTERRUPTED = 130
_READER_GONE = 141

Handler = Callable[[argparse.Namespace, Settings], int]


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    # An ordinary user's PATH often lacks the places where ip, nft and losetup are.
    os.environ["PATH"] = os.pathsep.join((os.environ.get("PATH", os.defpath), *_SYSTEM_PATHS))
    handler: Handler = options.handler
    try:
        to = settings.load()
        if handler not in (_build, _env):
            preflight.require_root()
            cluster.refuse_stranger(to)
        return handler(options, to)
    except LocalkubeError as error:
        print(f"localkube: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Nobody reads on, as in `localkube status | head`; Python would complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    except KeyboardInterrupt:
        print("localkube: interrupted; run the command again to go on from here", file=sys.stderr)
        return _INTERRUPTED


def _up(_options: argparse.Namespace, to: Settings) -> int:
    report = Progress()
    cluster.up(to, report)
    report.total("the cluster is up")
    print(f'\n{status.table(status.look(to))}\n\nkubectl for this shell: eval "$({_program()} env)"')
    return 0


def _program() -> str:
    """Return what to type to get this program again."""
    beside = Path(sys.executable).with_name("localkube")
    return str(beside) if beside.exists() else f"{sys.executable} -m localkube"


def _env(_options: argparse.Namespace, to: Settings) -> int:
    programs = components.find()
    if not programs or not to.kubeconfig.exists():
        raise LocalkubeError("there is no cluster to use: run `localkube up` first")
    print("\n".join(_exports(to, programs, os.environ)))
    return 0


def _exports(to: Settings, programs: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Return lines for a shell; where a proxy is set, kubectl has to be told that it is not for this cluster."""
    yield f"export KUBECONFIG={shlex.quote(str(to.kubeconfig))}"
    # First, because another kubectl may be of another version.
    yield f'export PATH={shlex.quote(str(programs))}:"$PATH"'
    if any(environ.get(name) for name in _PROXIES):
        direct = (environ.get("NO_PROXY") or environ.get("no_proxy") or "").split(",")
        names = dict.fromkeys(name for name in (*direct, *to.networks) if name)
        yield f"export NO_PROXY={shlex.quote(','.join(names))}"


def _down(options: argparse.Namespace, to: Settings) -> int:
    report = Progress()
    cluster.down(to, report, keep_state=options.keep_state)
    report.total("the cluster is down")
    return 0


def _status(_options: argparse.Namespace, to: Settings) -> int:
    rows = status.look(to)
    print(status.table(rows))
    return 0 if status.is_healthy(rows) else 1


def _kill(options: argparse.Namespace, to: Settings) -> int:
    with Progress().step(f"{options.machine} has no power"):
        cluster.kill(to, options.machine)
    return 0


def _start(options: argparse.Namespace, to: Settings) -> int:
    cluster.start(to, options.machine, Progress())
    return 0


def _cut(options: argparse.Namespace, to: Settings) -> int:
    cluster.cut(to, options.machine)
    return 0


def _heal(options: argparse.Namespace, to: Settings) -> int:
    cluster.heal(to, options.machine)
    return 0


def _load(options: argparse.Namespace, to: Settings) -> int:
    cluster.load(to, [archive.absolute() for archive in options.archive], options.alias, Progress())
    return 0


def _exec(options: argparse.Namespace, to: Settings) -> int:
    argv = cluster.inside(to, options.machine, options.command)
    os.execvp(argv[0], argv)  # noqa: S606 -- the command is the user's own


def _build(_options: argparse.Namespace, _to: Settings) -> int:
    programs = cluster.build(Progress())
    print(programs.core, programs.addons, sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="localkube",
        description="A real Kubernetes on this machine: a control plane and three nodes, without a way out.",
        epilog="State lies in LOCALKUBE_HOME (/var/lib/localkube), built programs in XDG_CACHE_HOME (~/.cache).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, handler: Handler, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
        added.set_defaults(handler=handler)
        return added

    add("up", _up, "bring up, complete or repair the cluster")
    ended = add("down", _down, "end the cluster and leave nothing behind")
    ended.add_argument("--keep-state", action="store_true", help="keep etcd, volumes and images for the next `up`")
    add("status", _status, "show the machines; the exit code is 0 if all do their work")
    add("env", _env, 'print what makes kubectl of this shell use the cluster: eval "$(localkube env)"')
    for name, handler, about in (
        ("kill", _kill, "cut the power of a machine"),
        ("start", _start, "switch a machine on again and wait for it"),
        ("cut", _cut, "pull the network cable of a node"),
        ("heal", _heal, "plug the network cable of a node in again"),
    ):
        add(name, handler, about).add_argument("machine", metavar="MACHINE", help="cp, n1, n2 or n3")
    loaded = add("load", _load, "load OCI image archives into all nodes")
    loaded.add_argument("archive", nargs="+", type=Path)
    loaded.add_argument("--alias", action="append", default=[], help="another name for the image, with its registry")
    entered = add("exec", _exec, "run a command in a machine")
    entered.add_argument("machine", metavar="MACHINE", help="cp, n1, n2 or n3")
    entered.add_argument("command", nargs=argparse.REMAINDER, help="the command and its arguments; a shell without")
    add("build", _build, "build the programs without starting anything")
    return parser
