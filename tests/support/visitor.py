# SPDX-License-Identifier: Apache-2.0
"""A client that asks the RPC Service four times a second, once more when that fails, and remembers how it went."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

EVERY_SECONDS = 0.25
TIMEOUT_SECONDS = 2.0
ATTEMPTS = 2


@dataclasses.dataclass(slots=True)
class Visitor:
    """What was answered since the last `notes`. `look_up` returns the Service's address, as a name server would."""

    look_up: Callable[[], str]
    height: int = 0
    asked: int = 0
    failed: int = 0
    longest_seconds: float = 0.0
    furthest_back: int = 0
    _address: str = ""
    _answered: float = dataclasses.field(default_factory=time.monotonic)

    @contextlib.contextmanager
    def visiting(self) -> Iterator[None]:
        """Ask as long as the block lasts."""
        enough = threading.Event()
        asking = threading.Thread(target=self._ask_until, args=(enough,), daemon=True)
        asking.start()
        try:
            yield
        finally:
            enough.set()
            asking.join()

    def forget(self) -> None:
        """Begin to count anew."""
        self.asked = self.failed = 0
        self.longest_seconds, self.furthest_back = 0.0, 0

    def notes(self) -> str:
        """Return how it went, for the journal."""
        older = f", a chain of {self.furthest_back} blocks less" if self.furthest_back else ""
        if not self.failed:
            return f"none of {self.asked} requests failed{older}"
        return f"{self.failed} of {self.asked} requests failed, {self.longest_seconds:.1f} s without an answer{older}"

    def _ask_until(self, enough: threading.Event) -> None:
        while not enough.wait(EVERY_SECONDS):
            is_answered = any(self._ask() for _ in range(ATTEMPTS))
            self.asked += 1
            self.failed += not is_answered

    def _ask(self) -> bool:
        try:
            self._address = self._address or self.look_up()
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"http://{self._address}/get_height", timeout=TIMEOUT_SECONDS) as answer:
                height = json.load(answer)["height"]
        except Exception:  # noqa: BLE001 - whatever happened, it is no answer
            self._address = ""
            return False
        finally:
            now = time.monotonic()
            self.longest_seconds = max(self.longest_seconds, now - self._answered)
        self._answered = now
        self.furthest_back = max(self.furthest_back, self.height - height)
        self.height = max(self.height, height)
        return True
