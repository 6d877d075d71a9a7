# SPDX-License-Identifier: Apache-2.0
"""Credentials from an exec plugin: run when they are needed, kept until they expire or are refused."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping

from kubeloop import errors
from kubeloop.config import exec_plugin
from kubeloop.config.access import Identity
from kubeloop.config.exec_plugin import ClusterInfo, Credential, Exec
from kubeloop.config.files import constant
from kubeloop.config.rotating import Rotating
from kubeloop.config.tls import Contexts

RUN_TIMEOUT_SECONDS = 20.0
"""Less than a request's attempt, so that the plugin is blamed and not the server."""
KILL_TIMEOUT_SECONDS = 1.0
MAX_OUTPUT_BYTES = 1024 * 1024
MAX_COMPLAINT_BYTES = 1000


class ExecCredentials:
    """`Credentials` that a plugin answers. However many requests wait for them, it runs once."""

    def __init__(
        self,
        plugin: Exec,
        contexts: Contexts | None,
        *,
        environment: Mapping[str, str],
        cluster: ClusterInfo | None = None,
        clock: Callable[[], float] = time.time,  # noqa: TID251 - plugins tell expiry as a wall clock's time
    ) -> None:
        self._plugin = plugin
        self._contexts = contexts
        self._environment = exec_plugin.environment(plugin, environment, cluster)
        self._clock = clock
        self._run: asyncio.Task[Credential] | None = None
        self._use_until = float("-inf")
        self._answered = Rotating(contexts)
        self._identity: Identity | None = None

    async def current(self) -> Identity:
        """Return the identity of the last answer, or run the plugin for another."""
        if self._clock() >= self._use_until:
            await self._renew()
        self._identity = await self._answered.current()
        return self._identity

    def refused(self, identity: Identity) -> None:
        """Forget this identity; that an older one was refused too, by a request sent earlier, says nothing."""
        if identity is self._identity:
            self._use_until = float("-inf")

    async def _renew(self) -> None:
        if self._run is None:
            self._run = asyncio.create_task(self._answer())
            self._run.add_done_callback(self._forget_run)
        # One request that is cancelled must not take the answer from those that wait as well.
        await asyncio.shield(self._run)

    def _forget_run(self, run: asyncio.Task[Credential]) -> None:
        self._run = None
        if not run.cancelled():
            # Whoever still waits gets the exception; nobody may be left to.
            run.exception()

    async def _answer(self) -> Credential:
        credential = exec_plugin.credential(self._plugin, await self._output(), self._clock())
        self._answered = Rotating(
            self._contexts,
            token=constant(credential.token) if credential.token else None,
            certificate=constant(credential.certificate),
            key=constant(credential.key),
        )
        self._use_until = credential.use_until
        return credential

    async def _output(self) -> bytes:
        process = await self._start()
        try:
            async with asyncio.timeout(RUN_TIMEOUT_SECONDS):
                output, complaint, status = await asyncio.gather(
                    _end_of(process.stdout, MAX_OUTPUT_BYTES),
                    _end_of(process.stderr, MAX_COMPLAINT_BYTES),
                    process.wait(),
                )
        except TimeoutError:
            await _kill(process)
            raise errors.ConfigError(f"{self._name} did not answer within {RUN_TIMEOUT_SECONDS:g} s") from None
        except BaseException:
            await _kill(process)
            raise
        if status != 0:
            said = complaint.decode(errors="replace").strip() or "nothing"
            raise errors.ConfigError(f"{self._name} ended with {status} and said: {said}")
        return output

    async def _start(self) -> Process:
        arguments = self._plugin.args or ()
        try:
            return await asyncio.create_subprocess_exec(
                self._plugin.command,
                *arguments,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            hint = f": {self._plugin.install_hint.strip()}" if self._plugin.install_hint else ""
            raise errors.ConfigError(f"{self._name} cannot be run ({error.strerror}){hint}") from error

    @property
    def _name(self) -> str:
        return f"the exec plugin {self._plugin.command!r}"


async def _end_of(stream: asyncio.StreamReader | None, max_bytes: int) -> bytes:
    assert stream is not None
    kept = b""
    while chunk := await stream.read(65536):
        kept = (kept + chunk)[-max_bytes:]
    return kept


async def _kill(process: Process) -> None:
    """Kill the plugin and what it started, which are a process group of their own, and see them gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(KILL_TIMEOUT_SECONDS):
            await process.communicate()
