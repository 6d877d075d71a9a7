# SPDX-License-Identifier: Apache-2.0
"""Groups that say what a mistyped command may have meant."""

from __future__ import annotations

import difflib

import click


class Group(click.Group):
    """Names the commands that are written alike."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            alike = difflib.get_close_matches(args[0], self.list_commands(ctx))
            if not alike:
                raise
            raise click.UsageError(f"{error.message} Did you mean {' or '.join(alike)}?", ctx) from error
