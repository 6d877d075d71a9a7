# SPDX-License-Identifier: Apache-2.0
"""What the API server itself refuses, by the schema or by a rule."""

from __future__ import annotations

from typing import Any

from tests.support.wrong_input.case import Case, Kind

NODES: tuple[Kind, ...] = ("nodeset", "network")
ALL: tuple[Kind, ...] = ("nodeset", "network", "miners")


def node(kind: Kind, **fields: Any) -> dict[str, Any]:
    """Return a spec with these fields of each node, wherever the kind has them."""
    return {"template": {"spec": fields}} if kind == "network" else fields


def monerod(kind: Kind, **fields: Any) -> dict[str, Any]:
    """Return a spec with these fields of the daemon."""
    return node(kind, monerod=fields)


def source(name: str) -> dict[str, Any]:
    """Return a spec whose volumes start with this snapshot."""
    return {"volume": {"dataSource": {"kind": "VolumeSnapshot", "name": name}}}


def _names() -> list[Case]:
    sentences = {
        "a" * 41: "at most 40 characters",
        "1st": "must start with a letter",
        "a.b": "lower-case letters, digits and '-'",
        "Nodes": "lowercase RFC 1123",
        "a-": "lowercase RFC 1123",
        "a_b": "lowercase RFC 1123",
        "a" * 254: "at most 40 characters",
    }
    return [
        Case(kind=kind, what=f"name {number}", says=says, name=name)
        for kind in ALL
        for number, (name, says) in enumerate(sentences.items())
    ]


def _numbers() -> list[Case]:
    most = {"nodeset": 64, "network": 64, "miners": 1000}
    wrong = [
        ("replicas negative", -1, "should be greater than or equal to 0"),
        ("replicas as text", "3", "spec.replicas"),
        ("replicas broken", 1.5, "spec.replicas"),
        ("replicas huge", 2**40, "spec.replicas"),
    ]
    cases = [Case(kind=kind, what=what, spec={"replicas": n}, says=says) for kind in ALL for what, n, says in wrong]
    return cases + [
        Case(kind=kind, what="replicas one too many", spec={"replicas": most[kind] + 1}, says=f"equal to {most[kind]}")
        for kind in ALL
    ]


def _unknown() -> list[Case]:
    powers = ("hostNetwork", "hostPath", "privileged", "serviceAccountName", "securityContext", "volumes")
    return [
        *(Case(kind=kind, what="a typo", spec={"replica": 3}, says='unknown field "spec.replica"') for kind in ALL),
        *(
            Case(kind="nodeset", what=f"power {power.lower()}", spec={"pod": {power: "x"}}, says=f'"spec.pod.{power}"')
            for power in powers
        ),
        Case(
            kind="network",
            what="a typo deep down",
            spec=monerod("network", arg=["--regtest"]),
            says='unknown field "spec.template.spec.monerod.arg"',
        ),
        Case(kind="miners", what="a monerod", spec={"monerod": {}}, says='unknown field "spec.monerod"'),
        Case(
            kind="network", what="replicas below the template", spec=node("network", replicas=3), says="unknown field"
        ),
        Case(kind="nodeset", what="blocks of a network", spec={"blocks": {}}, says='unknown field "spec.blocks"'),
    ]


def _arguments() -> list[Case]:
    wrong = [
        ("args as text", "--regtest", "monerod.args"),
        ("an arg as number", ["--out-peers", 8], "monerod.args[1]"),
        ("args without end", ["--regtest"] * 65, "must have at most 64 items"),
        ("an endless arg", ["x" * 1025], "may not be more than 1024"),
    ]
    return [
        Case(kind=kind, what=what, spec=monerod(kind, args=args), says=says)
        for kind in NODES
        for what, args, says in wrong
    ]


def _texts() -> list[Case]:
    wrong = [
        ("an empty image", monerod("nodeset", image=""), "should be at least 1 chars long"),
        ("an endless image", monerod("nodeset", image="x" * 513), "may not be more than 512"),
        ("an image of blanks", monerod("nodeset", image=" "), "spec.monerod.image"),
        ("a size that is none", {"diskSize": "huge"}, "spec.diskSize"),
        ("a negative size", {"diskSize": "-1Gi"}, "spec.diskSize"),
        ("a size as number", {"diskSize": 10}, "must be of type string"),
        ("a network that is none", {"network": "moonnet"}, "Unsupported value"),
        ("retention that is none", {"volume": {"retentionPolicy": {"whenDeleted": "Maybe"}}}, "Unsupported value"),
        ("a request that is none", monerod("nodeset", resources={"requests": {"cpu": "much"}}), "requests.cpu"),
        ("a label that is none", {"pod": {"labels": {"a": "not a label"}}}, "spec.pod.labels.a"),
        ("a nameless secret", {"rpc": {"loginSecretRef": {"name": ""}}}, "spec.rpc.loginSecretRef.name"),
        ("a secret without its name", {"rpc": {"tlsSecretRef": {}}}, "spec.rpc.tlsSecretRef.name: Required"),
        ("a password in the open", {"rpc": {"login": "user:secret"}}, 'unknown field "spec.rpc.login"'),
        ("a service that is none", {"service": {"type": "ExternalName"}}, "Unsupported value"),
        ("node ports without any", {"service": {"nodePorts": {"rpc": 30089}}}, "nodePorts needs type NodePort"),
        ("a class for no balancer", {"service": {"loadBalancerClass": "x"}}, "needs type LoadBalancer"),
        ("a port too high", {"service": {"type": "NodePort", "nodePorts": {"rpc": 70000}}}, "nodePorts.rpc"),
        ("exposed how", {"p2p": {"expose": "Everywhere"}}, "Unsupported value"),
        ("nobody at a time", {"update": {"maxUnavailable": 0}}, "spec.update.maxUnavailable"),
        ("a negative partition", {"update": {"partition": -1}}, "spec.update.partition"),
        ("a deadline that is none", {"update": {"progressDeadline": "soon"}}, "spec.update.progressDeadline"),
        ("a storage class that is none", {"storageClass": "Fast Disks!"}, "spec.storageClass"),
        ("a spec that is a list", [], "spec"),
        ("no time to progress", {"update": {"progressDeadline": "0s"}}, "progressDeadline must be 10s or longer"),
        ("an overlap without end", {"tor": {"overlap": "721h"}}, "overlap must be 720h (30 days) or shorter"),
        ("an overlap beyond all time", {"i2p": {"overlap": "99999999h"}}, "overlap"),
        ("clients that are nobody", {"tor": {"clients": []}}, "spec.tor.clients"),
        ("a peer at no port", {"tor": {"peers": [f"{'a' * 56}.onion:65536"]}}, "a port from 1 to 65535"),
        ("a peer of old", {"tor": {"peers": ["expyuzz4wqqyqhjn.onion"]}}, "a peer is an onion, 56 characters"),
        ("a destination with a port", {"i2p": {"peers": [f"{'a' * 52}.b32.i2p:1"]}}, "without a port"),
        ("tor alone without tor", {"tor": {"clearnet": "never"}}, "untilSynced need tor.enabled; to open"),
        ("a fence around the clearnet", {"tor": {"enabled": True, "enforced": True}}, "set enforced: false as well"),
        ("circuits for ever", {"tor": {"circuitLifetime": "721h"}}, "circuitLifetime must be 720h (30 days) or"),
        ("scrapes too often", {"metrics": {"monitor": {"interval": "1ms"}}}, "interval must be 1s or longer"),
        ("scrapes that alerts forget", {"metrics": {"monitor": {"interval": "1h"}}}, "2m or shorter"),
        ("a source that is none", {"volume": {"dataSource": {"kind": "Pod", "name": "x"}}}, "Unsupported value"),
        (
            "a source without its name",
            {"volume": {"dataSource": {"kind": "VolumeSnapshot"}}},
            "dataSource.name: Required",
        ),
        ("a toleration that is none", {"pod": {"tolerations": [{"operator": "Maybe"}]}}, "Unsupported value"),
        (
            "a wish without weight",
            {"pod": {"affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{}]}}}},
            "Required value",
        ),
    ]
    return [Case(kind="nodeset", what=what, spec=spec, says=says) for what, spec, says in wrong]


def _networks() -> list[Case]:
    wrong = [
        ("blocks too often", {"blocks": {"interval": "10ms"}}, "interval must be 1s or longer"),
        ("blocks too seldom", {"blocks": {"interval": "25h"}}, "interval must be 24h or shorter"),
        ("blocks at any time", {"blocks": {"interval": "often"}}, "spec.blocks.interval"),
        ("blocks by the day", {"blocks": {"interval": "1d"}}, "spec.blocks.interval"),
        ("blocks below none", {"blocks": {"initial": -1}}, "spec.blocks.initial"),
        ("blocks without end", {"blocks": {"initial": 10_001}}, "spec.blocks.initial"),
        ("blocks for nobody", {"blocks": {"address": "nonsense"}}, "spec.blocks.address"),
        ("blocks for a subaddress", {"blocks": {"address": "8" * 95}}, "spec.blocks.address"),
        ("an override twice", {"overrides": [{"ordinal": 1}, {"ordinal": 1}]}, "Duplicate value"),
        ("an override below", {"overrides": [{"ordinal": -1}]}, "spec.overrides[0].ordinal"),
        ("an override above", {"overrides": [{"ordinal": 64}]}, "spec.overrides[0].ordinal"),
        ("an override of nobody", {"overrides": [{"image": "x"}]}, "ordinal"),
    ]
    return [Case(kind="network", what=what, spec=spec, says=says) for what, spec, says in wrong]


def _miners() -> list[Case]:
    def env(*entries: dict[str, Any]) -> dict[str, Any]:
        return {"xmrig": {"env": list(entries)}}

    source = {"secretKeyRef": {"name": "wallet", "key": "address"}}
    wrong = [
        ("a variable that is none", env({"name": "1A", "value": "x"}), "spec.xmrig.env[0].name"),
        ("a variable from two", env({"name": "A", "value": "x", "valueFrom": source}), "either value or valueFrom"),
        ("a variable from none", env({"name": "A"}), "either value or valueFrom"),
        ("a variable twice", env({"name": "A", "value": "x"}, {"name": "A", "value": "y"}), "Duplicate value"),
        ("the ordinal overridden", env({"name": "id", "value": "7"}), "the name id is the replica's ordinal"),
        (
            "a secret and a map",
            env({"name": "A", "valueFrom": source | {"configMapKeyRef": source["secretKeyRef"]}}),
            "either secretKeyRef or configMapKeyRef",
        ),
        ("a field of the pod", env({"name": "A", "valueFrom": {"fieldRef": {}}}), "unknown field"),
        ("huge pages by amount", {"hugePages": "2Gi"}, "must be of type boolean"),
    ]
    return [Case(kind="miners", what=what, spec=spec, says=says) for what, spec, says in wrong]


def _transports() -> list[Case]:
    """What the nodes talk by is on."""
    return [
        Case(
            kind="network",
            what=f"{each} switched off",
            spec={"transport": each} | node("network", **{each: {"enabled": False}}),
            says=f"{each}.enabled cannot be false",
        )
        for each in ("tor", "i2p")
    ]


def _immutables() -> list[Case]:
    changes: list[tuple[Kind, str, dict[str, Any], dict[str, Any], str]] = [
        ("nodeset", "class changed", {"storageClass": "fast"}, {"storageClass": "slow"}, "storageClass cannot be"),
        ("nodeset", "class removed", {"storageClass": "fast"}, {}, "storageClass cannot be changed"),
        ("nodeset", "class added", {}, {"storageClass": "fast"}, "storageClass cannot be changed"),
        ("nodeset", "size shrunk", {"diskSize": "2Gi"}, {"diskSize": "1999Mi"}, "diskSize can only grow"),
        ("nodeset", "size removed", {"diskSize": "2Gi"}, {}, "diskSize can only grow"),
        ("nodeset", "source added", {}, source("a"), "dataSource cannot be changed"),
        ("nodeset", "source changed", source("a"), source("b"), "dataSource cannot be changed"),
        ("nodeset", "source removed", source("a"), {}, "dataSource cannot be changed"),
        ("nodeset", "network changed", {"network": "stagenet"}, {"network": "testnet"}, "network cannot be changed"),
        ("nodeset", "network removed", {"network": "stagenet"}, {}, "network cannot be changed"),
        ("nodeset", "network added", {}, {"network": "stagenet"}, "network cannot be changed"),
        ("network", "class changed", node("network", storageClass="a"), node("network", storageClass="b"), "cannot be"),
        ("network", "size shrunk", node("network", diskSize="2Gi"), node("network", diskSize="1Gi"), "can only grow"),
        ("network", "transport changed", {"transport": "tor"}, {"transport": "i2p"}, "transport cannot be changed"),
        ("network", "transport removed", {"transport": "tor"}, {}, "make a new network"),
        ("network", "transport added", {}, {"transport": "i2p"}, "transport cannot be changed"),
        ("network", "template removed", node("network", diskSize="2Gi"), {}, "diskSize can only grow"),
    ]
    return [
        Case(kind=kind, what=what, before={"replicas": 0} | before, spec={"replicas": 0} | after, says=says)
        for kind, what, before, after, says in changes
    ]


CASES = (
    *_names(),
    *_numbers(),
    *_unknown(),
    *_arguments(),
    *_transports(),
    *_texts(),
    *_networks(),
    *_miners(),
    *_immutables(),
)
