# SPDX-License-Identifier: Apache-2.0
"""The kinds in the hands of people: every common verb of kubectl does what one is used to from a Deployment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator.api import kinds
from tests.support import apiserver, operating
from tests.support.waiting import until
from tools.kubectl import Kubectl, KubectlFailed

NAMESPACE = "people"
SECONDS = 20.0
TERMINAL_WIDTH = 120
SHORT = {root.__resource__.kind: root.__resource__.short_names[0] for root in kinds.ALL}
KINDS = [pytest.param(kind, id=short) for kind, short in SHORT.items()]
APPLY = ("apply", "--server-side", "-f", "-")
ARGUMENTS: dict[str, Any] = {
    "MoneroNodeSet": {"monerod": {"args": ["--regtest"]}},
    "MoneroNetwork": {"template": {"spec": {"monerod": {"args": ["--regtest"]}}}},
    "MoneroMiningNodeSet": {"xmrig": {"args": ["-o", "pool.example:5556"]}},
}


@pytest.fixture(scope="module")
def kubectl(server: apiserver.ApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kubectl]:
    """Return a kubectl for a namespace in which the operator works."""
    client = operating.prepare(server, NAMESPACE)
    with operating.running_within(server, tmp_path_factory.mktemp("operator"), NAMESPACE):
        yield client


def manifest(kind: str, name: str, **spec: Any) -> str:
    """Return a resource as people write it: without what has a default."""
    metadata = {"name": name, "labels": {"mine": "yes"}}
    body = {"apiVersion": "utxo.com.br/v1alpha1", "kind": kind, "metadata": metadata, "spec": ARGUMENTS[kind] | spec}
    return json.dumps(body)


def told(kubectl: Kubectl, kind: str, name: str) -> dict[str, Any]:
    """Wait until the operator has judged the current spec; return the resource."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = kubectl.get(kind, name)
        is_told = found.get("status", {}).get("observedGeneration") == found["metadata"]["generation"]
        return found if is_told else None

    found = until(look, seconds=SECONDS, what=f"{kind} {name} is told")
    assert found is not None
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_get_shows_a_line_that_says_how_it_is(kubectl: Kubectl, kind: str) -> None:
    """By its short name and by the category of all kinds, with columns of its own; `wide` shows the long ones."""
    kubectl.run("apply", "-f", "-", stdin=manifest(kind, "shown", replicas=2))
    told(kubectl, kind, "shown")

    head, line = kubectl.run("get", SHORT[kind], "shown").splitlines()
    wide, _ = kubectl.run("get", SHORT[kind], "shown", "-o", "wide").splitlines()

    columns = next(root for root in kinds.ALL if root.__name__ == kind).__resource__.columns
    assert head.split() == ["NAME", *(column.name.upper() for column in columns if not column.priority)]
    assert wide.split() == ["NAME", *(column.name.upper() for column in columns)]
    assert line.split()[:2] == ["shown", "2"]
    assert told(kubectl, kind, "shown")["status"]["reason"] in line.split()
    assert max(len(head), len(line)) <= TERMINAL_WIDTH
    assert f"{kind.lower()}.utxo.com.br/shown" in kubectl.run("get", "monero", "-o", "name").split()


@pytest.mark.parametrize("kind", KINDS)
def test_describe_tells_conditions_and_what_happened(kubectl: Kubectl, kind: str) -> None:
    """The condition that is False, its sentence, and the event of its turn."""
    kubectl.run("apply", "-f", "-", stdin=manifest(kind, "described"))
    told(kubectl, kind, "described")
    wrong = {"xmrig": {"args": ["$(oops"]}} if kind == "MoneroMiningNodeSet" else {"monerod": {"args": ["--detach"]}}
    change = {"spec": {"template": {"spec": wrong}} if kind == "MoneroNetwork" else wrong}
    kubectl.run("patch", kind, "described", "--type=merge", "-p", json.dumps(change))

    text = until(lambda: _describe(kubectl, kind, "Warning"), seconds=SECONDS, what="the event is there")

    assert "ConfigValid" in text
    assert "The spec cannot be carried out" in text
    # Those of the StatefulSet of this name are not among them.
    lines = kubectl.run("events", "--for", f"{kind.lower()}/described").splitlines()[1:]
    assert lines
    assert all(f"{kind}/described" in line for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_wait_returns_when_a_condition_is_true(kubectl: Kubectl, kind: str) -> None:
    """Nothing wanted is nothing missing: with no replicas it is Ready at once."""
    kubectl.run("apply", "-f", "-", stdin=manifest(kind, "awaited", replicas=0))

    kubectl.run("wait", kind, "awaited", "--for=condition=Ready", "--timeout=20s")
    kubectl.run("wait", kind, "awaited", "--for=jsonpath={.status.observedGeneration}=1", "--timeout=20s")

    with pytest.raises(KubectlFailed, match="timed out"):
        kubectl.run("wait", kind, "awaited", "--for=condition=Ready=false", "--timeout=1s")


@pytest.mark.parametrize("kind", KINDS)
def test_scale_changes_the_number_and_nothing_else(kubectl: Kubectl, kind: str) -> None:
    """Also with a precondition; the subresource has the selector that an autoscaler needs."""
    kubectl.run("apply", "-f", "-", stdin=manifest(kind, "scaled", replicas=1))
    before = told(kubectl, kind, "scaled")["spec"]

    kubectl.run("scale", kind, "scaled", "--replicas=3", "--current-replicas=1")

    after = told(kubectl, kind, "scaled")
    assert after["spec"] == before | {"replicas": 3}
    with pytest.raises(KubectlFailed, match="Expected replicas to be 1, was 3"):
        kubectl.run("scale", kind, "scaled", "--replicas=5", "--current-replicas=1")
    plural = next(root for root in kinds.ALL if root.__name__ == kind).__resource__.plural
    path = f"/apis/utxo.com.br/v1alpha1/namespaces/{NAMESPACE}/{plural}/scaled/scale"
    assert json.loads(kubectl.run("get", "--raw", path))["status"]["selector"] == f"utxo.com.br/{kind.lower()}=scaled"


@pytest.mark.parametrize("kind", KINDS)
def test_explain_describes_every_field(kubectl: Kubectl, kind: str) -> None:
    """Down to the arguments, in sentences."""
    path = {"MoneroNodeSet": "spec.monerod.args", "MoneroNetwork": "spec.template.spec.monerod.args"}
    field = path.get(kind, "spec.xmrig.args")

    text = until(lambda: _explained(kubectl, f"{kind.lower()}.{field}"), seconds=SECONDS, what="the kind is explained")

    assert "Arguments of" in text
    assert "<[]string>" in text
    assert "observedGeneration" in kubectl.run("explain", f"{kind.lower()}", "--recursive")


@pytest.mark.parametrize("kind", KINDS)
def test_apply_on_the_client_twice_is_unchanged(kubectl: Kubectl, kind: str) -> None:
    """Defaults and the operator's status are no difference; removing a field brings its default back."""
    assert "created" in kubectl.run("apply", "-f", "-", stdin=manifest(kind, "client", replicas=2))
    first = told(kubectl, kind, "client")

    assert "unchanged" in kubectl.run("apply", "-f", "-", stdin=manifest(kind, "client", replicas=2))
    assert "configured" in kubectl.run("apply", "-f", "-", stdin=manifest(kind, "client"))

    second = told(kubectl, kind, "client")
    default = {"MoneroNetwork": 3}.get(kind, 1)
    assert (first["metadata"]["generation"], second["metadata"]["generation"]) == (1, 2)
    assert second["spec"]["replicas"] == default


@pytest.mark.parametrize("kind", KINDS)
def test_apply_on_the_server_twice_is_unchanged_and_leaves_what_others_set(kubectl: Kubectl, kind: str) -> None:
    """Who does not mention replicas does not undo `scale`."""
    kubectl.run(*APPLY, stdin=manifest(kind, "server"))
    kubectl.run("scale", kind, "server", "--replicas=2")
    before = told(kubectl, kind, "server")["metadata"]

    kubectl.run(*APPLY, stdin=manifest(kind, "server"))

    after = told(kubectl, kind, "server")
    assert after["spec"]["replicas"] == 2
    assert after["metadata"]["generation"] == before["generation"]


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_apply_the_same_field_are_told_of_each_other(kubectl: Kubectl, kind: str) -> None:
    """The second one is told whose the field is, and may insist."""
    kubectl.run(*APPLY, "--field-manager=one", stdin=manifest(kind, "contested", replicas=1))

    with pytest.raises(KubectlFailed, match='conflict with "one"'):
        kubectl.run(*APPLY, "--field-manager=other", stdin=manifest(kind, "contested", replicas=2))

    kubectl.run(*APPLY, "--field-manager=other", "--force-conflicts", stdin=manifest(kind, "contested", replicas=2))
    assert told(kubectl, kind, "contested")["spec"]["replicas"] == 2


@pytest.mark.parametrize("kind", KINDS)
def test_diff_shows_a_change_and_nothing_but_it(kubectl: Kubectl, kind: str) -> None:
    """Nothing right after apply; one field when one field differs, on the client and on the server."""
    kubectl.run("apply", "-f", "-", stdin=manifest(kind, "differing", replicas=2))
    told(kubectl, kind, "differing")

    assert kubectl.run("diff", "-f", "-", stdin=manifest(kind, "differing", replicas=2)) == ""
    for flags in ((), ("--server-side", "--force-conflicts")):
        with pytest.raises(KubectlFailed) as difference:
            kubectl.run("diff", *flags, "-f", "-", stdin=manifest(kind, "differing", replicas=1))
        lines = str(difference.value).splitlines()
        changed = [line for line in lines if line[:1] in {"+", "-"} and line[1:].strip().startswith("replicas")]
        assert changed == ["-  replicas: 2", "+  replicas: 1"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_get_prints_can_be_applied_and_replaced(kubectl: Kubectl, kind: str) -> None:
    """A copy of what is there changes nothing, its status included."""
    kubectl.run("create", "-f", "-", stdin=manifest(kind, "printed"))
    told(kubectl, kind, "printed")
    text = kubectl.run("get", kind, "printed", "-o", "yaml")

    kubectl.run("replace", "-f", "-", stdin=text)

    assert kubectl.get(kind, "printed")["metadata"]["generation"] == 1


def _describe(kubectl: Kubectl, kind: str, word: str) -> str:
    text = kubectl.run("describe", kind, "described")
    return text if word in text else ""


def _explained(kubectl: Kubectl, path: str) -> str:
    return kubectl.run("explain", path)
