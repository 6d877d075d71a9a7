# SPDX-License-Identifier: Apache-2.0
"""Install the operator from deploy/manifests, as a user would with kustomize; the overlay stays in build/deploy."""

from __future__ import annotations

import argparse
import pathlib
import sys

from tools import cluster, publish
from tools.kubectl import Kubectl, KubectlFailed

ROOT = pathlib.Path(__file__).resolve().parent.parent
OVERLAY = ROOT / "build" / "deploy"
NAMESPACE = "monero-system"
IMAGES = ("monerod", "operator")

KUSTOMIZATION = """\
# Written by `make deploy`: deploy/manifests with the images that were built.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../deploy/manifests
images:
  - name: monero-operator
    newName: {name}
    newTag: {tag}
patches:
  - target: {{kind: Deployment, name: monero-operator}}
    patch: |
      - op: add
        path: /spec/template/spec/containers/0/env
        value:
          - {{name: MONERO_OPERATOR_MONEROD_IMAGE, value: "{monerod}"}}
          - {{name: MONERO_OPERATOR_EXPORTER_IMAGE, value: "{operator}"}}
"""


def up(client: Kubectl, references: dict[str, str]) -> None:
    """Apply the overlay and wait until the operator is ready; raises KubectlFailed with what its pod says."""
    name, _, tag = references["operator"].rpartition(":")
    OVERLAY.mkdir(parents=True, exist_ok=True)
    text = KUSTOMIZATION.format(name=name, tag=tag, monerod=references["monerod"], operator=references["operator"])
    (OVERLAY / "kustomization.yaml").write_text(text)
    client.run("apply", "--server-side", "--force-conflicts", "--kustomize", str(OVERLAY))
    client.run("wait", "--for=condition=Established", "crd", "--selector", "app.kubernetes.io/name=monero-operator")
    inside = client.within(NAMESPACE)
    try:
        inside.run("rollout", "status", "deployment/monero-operator", "--timeout=110s")
    except KubectlFailed as error:
        said = inside.run("logs", "deployment/monero-operator", "--tail=20", "--all-containers")
        raise KubectlFailed(f"{error}\nThe operator's last words:\n{said}") from error


def down(client: Kubectl) -> None:
    """Remove the operator and its kinds, and with them everything that was made of them."""
    client.run("delete", "--ignore-not-found", "--kustomize", str(ROOT / "deploy" / "manifests"))


def main() -> None:
    """Run one verb from the Makefile."""
    parser = argparse.ArgumentParser(prog="tools.deploy", description=__doc__)
    parser.add_argument("verb", choices=("up", "down"))
    client = cluster.kubectl()
    try:
        if parser.parse_args().verb == "down":
            down(client)
            return
        up(client, publish.provide(publish.build(*IMAGES)))
    except KubectlFailed as error:
        sys.exit(str(error))
    print(f"the operator runs in the namespace {NAMESPACE}")


if __name__ == "__main__":
    main()
