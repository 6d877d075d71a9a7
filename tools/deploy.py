# SPDX-License-Identifier: Apache-2.0
"""Install the operator from deploy/, as a user would with kustomize; the overlay stays in build/."""

from __future__ import annotations

import argparse
import pathlib

from tools import cluster, publish
from tools.kubectl import Kubectl, KubectlFailed

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
NAMESPACE = "monero-system"
IMAGES = ("monerod", "operator", "xmrig", "anonymity")
SERVICE = "monero-operator-metrics"

KUSTOMIZATION = """\
# Written by `make deploy`: {base} with the images that were built.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: {namespace}
resources:
  - ../../{base}
images:
  - name: monero-operator
    newName: {name}
    newTag: "{tag}"
patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {{name: monero-operator}}
      spec:
        template:
          spec:
            containers:
              - name: operator
                env:
                  - {{name: MONERO_OPERATOR_MONEROD_IMAGE, value: "{monerod}"}}
                  - {{name: MONERO_OPERATOR_EXPORTER_IMAGE, value: "{operator}"}}
                  - {{name: MONERO_OPERATOR_XMRIG_IMAGE, value: "{xmrig}"}}
                  - {{name: MONERO_OPERATOR_ANONYMITY_IMAGE, value: "{anonymity}"}}
"""


def up(client: Kubectl, references: dict[str, str]) -> None:
    """Install the operator for the whole cluster; raises KubectlFailed with what its pod says."""
    _make_way(client.within(NAMESPACE))
    _apply(client, _overlay("deploy", "deploy/manifests", NAMESPACE, references))
    client.run("wait", "--for=condition=Established", "crd", "--selector", "app.kubernetes.io/name=monero-operator")
    _await(client.within(NAMESPACE))


def up_within(client: Kubectl, namespace: str, references: dict[str, str]) -> None:
    """Install an operator of one namespace, with no right outside; the kinds must be there already."""
    _make_way(client.within(namespace))
    _apply(client, _overlay("deploy-namespaced", "deploy/namespaced", namespace, references))
    _await(client.within(namespace))


def _overlay(folder: str, base: str, namespace: str, references: dict[str, str]) -> pathlib.Path:
    name, _, tag = references["operator"].rpartition(":")
    path = BUILD / folder
    path.mkdir(parents=True, exist_ok=True)
    text = KUSTOMIZATION.format(
        base=base,
        namespace=namespace,
        name=name,
        tag=tag,
        monerod=references["monerod"],
        operator=references["operator"],
        xmrig=references["xmrig"],
        anonymity=references["anonymity"],
    )
    (path / "kustomization.yaml").write_text(text)
    return path


def _apply(client: Kubectl, overlay: pathlib.Path) -> None:
    client.run("apply", "--server-side", "--force-conflicts", "--kustomize", str(overlay))


def _make_way(inside: Kubectl) -> None:
    """Delete the Service of an older install that has an address: that it has none can be said only of a new one."""
    found = inside.run("get", "service", SERVICE, "--ignore-not-found", "--output=jsonpath={.spec.clusterIP}")
    if found not in ("", "None"):
        inside.run("delete", "service", SERVICE)


def _await(inside: Kubectl) -> None:
    try:
        inside.run("rollout", "status", "deployment/monero-operator", "--timeout=110s")
    except KubectlFailed as error:
        raise KubectlFailed(f"{error}\n{_what_happened(inside)}") from error


def down(client: Kubectl) -> None:
    """Remove the operator and its kinds, and with them everything that was made of them."""
    client.run("delete", "--ignore-not-found", "--kustomize", str(ROOT / "deploy" / "manifests"))


def _what_happened(inside: Kubectl) -> str:
    try:
        said = inside.run("logs", "deployment/monero-operator", "--tail=20", "--all-containers")
    except KubectlFailed:
        said = inside.run("get", "pods,events", "--output", "wide")
    return f"The operator's namespace says:\n{said}"


def main() -> None:
    """Run one verb from the Makefile."""
    parser = argparse.ArgumentParser(prog="tools.deploy", description=__doc__)
    parser.add_argument("verb", choices=("up", "down"))
    verb = parser.parse_args().verb
    with cluster.explained():
        cluster.check()
        if not cluster.is_existing() and not cluster.is_running():
            raise cluster.Unusable("no localkube is up: run `make cluster` first")
        if verb == "down":
            down(cluster.kubectl())
            return
        up(cluster.kubectl(), publish.provide(publish.build_for_cluster(*IMAGES)))
    print(f"the operator runs in the namespace {NAMESPACE}")


if __name__ == "__main__":
    main()
