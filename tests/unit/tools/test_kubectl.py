# SPDX-License-Identifier: Apache-2.0
"""Calling a kubectl: bounds, failures in words, and no proxy for a cluster on this machine."""

from __future__ import annotations

import sys

import pytest

from tools.kubectl import Kubectl, KubectlFailed

PRINT_NO_PROXY = (sys.executable, "-c", "import os; print(os.environ.get('NO_PROXY', ''))")


def test_a_failure_is_what_kubectl_said() -> None:
    """The error names the call and repeats the program's words."""
    refusing = Kubectl((sys.executable, "-c", "import sys; sys.exit('not found')"))

    with pytest.raises(KubectlFailed, match="kubectl get pods: not found"):
        refusing.run("get", "pods")


def test_a_call_that_hangs_is_ended() -> None:
    """No call outlives its bound."""
    hanging = Kubectl((sys.executable, "-c", "import time; time.sleep(60)"))

    with pytest.raises(KubectlFailed, match=r"no answer within 0\.2 s"):
        hanging.run("get", timeout_seconds=0.2)


def test_a_proxy_is_not_for_a_cluster_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule also holds after a namespace was chosen."""
    monkeypatch.delenv("NO_PROXY", raising=False)

    assert Kubectl(PRINT_NO_PROXY, may_use_proxy=False).within("ns").run().strip() == "*"
    assert Kubectl(PRINT_NO_PROXY).run().strip() == ""
