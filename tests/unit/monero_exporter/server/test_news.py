# SPDX-License-Identifier: Apache-2.0
"""What the log says of a daemon's health."""

import pytest

from aiomonero.types.health import Reason
from monero_exporter.server.news import News
from monero_exporter.translate.readiness import Verdict

READY = Verdict(is_synced=True)


def _because(code: str, message: str = "m") -> Verdict:
    return Verdict(is_synced=False, objections=(Reason(code, message),))


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((READY, READY), ["ready"]),
        ((_because("Syncing", "1 of 9"), _because("Syncing", "2 of 9")), ["not ready: Syncing: 1 of 9"]),
        ((READY, _because("NoPeers"), READY), ["ready", "not ready: NoPeers: m", "ready"]),
        ((_because("A"), _because("B")), ["not ready: A: m", "not ready: B: m"]),
    ],
)
def test_only_changes_are_said(
    verdicts: tuple[Verdict, ...], said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A log of one line per probe is read by nobody; one of the changes tells a story."""
    news = News()

    with caplog.at_level("INFO"):
        for verdict in verdicts:
            news.tell(verdict)

    assert [record.getMessage() for record in caplog.records] == said
