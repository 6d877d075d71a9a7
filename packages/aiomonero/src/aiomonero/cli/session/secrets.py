# SPDX-License-Identifier: Apache-2.0
"""Secrets come from a file, from standard input, from the environment or from a prompt, never from an argument."""

from __future__ import annotations

from collections.abc import Mapping

import click

from aiomonero.cli.session import asking, files

LIMIT_BYTES = 64 * 1024


def read(
    source: str | None, environment: Mapping[str, str], variable: str, prompt: str, *, is_new: bool = False
) -> str:
    """Return a secret from the file at `source` ("-" is standard input), else the variable, else the prompt.

    The prompt asks twice for one that `is_new`. One line end after it is no part of it. Raises click.UsageError where
    there is no way to get it.
    """
    if source is not None:
        return files.text(source, limit_bytes=LIMIT_BYTES).removesuffix("\n").removesuffix("\r")
    if variable in environment:
        return environment[variable]
    if not asking.is_anybody_there():
        raise click.UsageError(f"there is nobody to ask for the {prompt}: set {variable} or say {_option(variable)}")
    return asking.secret(prompt[0].upper() + prompt[1:], is_new=is_new)


def _option(variable: str) -> str:
    """Return the option that names a file instead of the variable, as its own help says."""
    context = click.get_current_context(silent=True)
    options = [each for each in context.command.params if isinstance(each, click.Option)] if context else []
    found = (each.opts[-1] for each in options if each.metavar == "FILE" and f"${variable}" in (each.help or ""))
    return f"{next(found, 'the option for a file of it')} FILE"
