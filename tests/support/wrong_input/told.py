# SPDX-License-Identifier: Apache-2.0
"""What no schema sees, and the operator tells in the condition ConfigValid."""

from __future__ import annotations

from typing import Any

from tests.support.wrong_input.case import Case, Kind
from tests.support.wrong_input.refused import NODES, monerod, node

TOO_MUCH = {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}
STRANGERS = {
    "Service": {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}]}},
    "PodDisruptionBudget": {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {}},
    "StatefulSet": {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "spec": {
            "serviceName": "x",
            "selector": {"matchLabels": {"a": "b"}},
            "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {"containers": [{"name": "x", "image": "x"}]},
            },
        },
    },
}


def _words(*words: str, closed: bool = True) -> list[str]:
    return ["--regtest", *words] if closed else list(words)


def _arguments() -> list[Case]:
    wrong = [
        ("the config file", ["--config-file=/x"], "--config-file is the operator's to set"),
        ("the data dir", ["--data-dir", "/x"], "--data-dir is the operator's to set"),
        ("the data dir abbreviated", ["--data-d=/x"], "--data-dir is the operator's to set"),
        ("the log file", ["--log-file=x"], "--log-file is the operator's to set"),
        ("detached", ["--detach"], "--detach is the operator's to set"),
        ("a pid file", ["--pidfile=/x"], "--pidfile is the operator's to set"),
        ("interactive", ["--non-interactive"], "--non-interactive is the operator's to set"),
        ("restricted", ["--restricted-rpc"], "--restricted-rpc is the operator's to set"),
        ("a login in the open", ["--rpc-login=user:password"], "--rpc-login is the operator's to set"),
        ("a key from nowhere", ["--rpc-ssl-private-key=/x"], "--rpc-ssl-private-key is the operator's to set"),
        ("another port", ["--p2p-bind-port=1"], "--p2p-bind-port is the operator's to set"),
        ("another port abbreviated", ["--rpc-bind-p", "1"], "--rpc-bind-port is the operator's to set"),
        ("another address", ["--rpc-bind-ip=0.0.0.0"], "--rpc-bind-ip is the operator's to set"),
        ("a bind confirmed", ["--confirm-external-bind"], "--confirm-external-bind is the operator's to set"),
        ("a program at each block", ["--block-notify=/bin/sh"], "--block-notify is the operator's to set"),
        ("help", ["--help"], "--help is the operator's to set"),
        ("an ambiguous flag", ["--rpc-bind"], "write the whole flag"),
        ("a single flag twice", ["--out-peers=1", "--out-peers", "2"], "--out-peers can be given only once"),
        ("a flag and its abbreviation", ["--out-peers=1", "--out-p=2"], "--out-peers can be given only once"),
        ("a switch with a value", ["--no-igd=1"], "takes no value"),
        ("a flag without a value", ["--out-peers"], "needs a value"),
        ("an empty value", ["--out-peers="], "needs a value"),
        ("a word", ["status"], "is no flag"),
        ("one dash", ["-offline"], "is no flag"),
        ("two dashes", ["--"], "is no flag"),
        ("nothing", [""], "is no flag"),
        ("two flags in one word", ["--out-peers=1 --in-peers=2"], "contains a blank"),
        ("two lines in one word", ["--out-peers=1\n--in-peers=2"], "contains a line break"),
        ("two networks", ["--testnet"], "contradict each other"),
        ("strangers dialed", ["--add-exclusive-node=node.example:18080"], "reach strangers"),
        ("strangers dialed in short", ["--add-p=node.example:18080"], "write the whole flag"),
        ("seeds of mainnet", ["--seed-node=node.example:18080"], "reach strangers"),
        ("a way out", ["--proxy=127.0.0.1:9050"], "reach strangers"),
        ("an open template", ["--log-level=x$(oops"], "$("),
        ("a template of nothing", ["--log-level=$(HOME)"], "$(HOME)"),
    ]
    return [
        Case(kind=kind, what=f"{what} of {kind}", spec=monerod(kind, args=_words(*words)), says=says)
        for kind in NODES
        for what, words, says in wrong
        if not (kind == "nodeset" and what == "strangers dialed")
    ]


def _contradictions() -> list[Case]:
    wrong: list[tuple[Kind, str, dict[str, Any], str]] = [
        (
            "network",
            "blocks at any difficulty",
            {"blocks": {}} | monerod("network", args=_words()),
            "spec.blocks needs",
        ),
        ("network", "blocks of mainnet", {"blocks": {}}, "spec.blocks needs"),
        (
            "nodeset",
            "two names of a network",
            {"network": "stagenet"} | monerod("nodeset", args=_words()),
            "contradict",
        ),
        ("nodeset", "mainnet by name", {"network": "mainnet"} | monerod("nodeset", args=["--testnet"]), "contradict"),
        ("nodeset", "more than the limit", monerod("nodeset", resources=TOO_MUCH), "request no more than the limit"),
        ("network", "more than its limit", monerod("network", resources=TOO_MUCH), "request no more than the limit"),
        (
            "nodeset",
            "a negative request",
            monerod("nodeset", resources={"requests": {"cpu": -1}}),
            "requests.cpu is -1",
        ),
        (
            "nodeset",
            "a mistyped onion",
            {"tor": {"enabled": True, "peers": [f"{'a' * 56}.onion"]}},
            "its checksum does not",
        ),
        ("nodeset", "no size", {"diskSize": "0"}, "diskSize is '0'"),
        ("nodeset", "no gibibytes", {"diskSize": "0Gi"}, "diskSize is '0Gi'"),
        ("network", "no volume", node("network", diskSize="0"), "diskSize is '0'"),
        ("nodeset", "our label", {"pod": {"labels": {"app.kubernetes.io/name": "x"}}}, "is the operator's"),
        ("nodeset", "our ordinal", {"pod": {"labels": {"utxo.com.br/ordinal": "7"}}}, "is the operator's"),
        (
            "network",
            "our label of a template",
            {"template": {"metadata": {"labels": {"utxo.com.br/moneronetwork": "x"}}}},
            "is the operator's",
        ),
        ("nodeset", "a port out of range", {"service": {"type": "NodePort", "nodePorts": {"rpc": 80}}}, "valid ports"),
        ("nodeset", "a label with a bad key", {"pod": {"labels": {"not a key": "x"}}}, "not a key"),
        ("nodeset", "a resource that is none", monerod("nodeset", resources={"limits": {"not one": "1"}}), "not one"),
        (
            "nodeset",
            "in nothing",
            {
                "pod": {
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {
                                "nodeSelectorTerms": [{"matchExpressions": [{"key": "a", "operator": "In"}]}]
                            }
                        }
                    }
                }
            },
            "values",
        ),
        ("nodeset", "a toleration of all", {"pod": {"tolerations": [{"operator": "Exists", "value": "x"}]}}, "value"),
    ]
    return [Case(kind=kind, what=what, spec=spec, says=says) for kind, what, spec, says in wrong]


def _overrides() -> list[Case]:
    template = monerod("network", args=_words("--fixed-difficulty=1"))
    login = {"template": {"spec": template["template"]["spec"] | {"rpc": {"loginSecretRef": {"name": "login"}}}}}
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("an override with our flag", {"overrides": [{"ordinal": 0, "args": ["--data-dir=/x"]}]}, "--data-dir"),
        (
            "an override that opens",
            {"overrides": [{"ordinal": 1, "args": ["--add-peer=1.2.3.4:1"]}]},
            "reach strangers",
        ),
        ("an override without a value", {"overrides": [{"ordinal": 1, "args": ["--out-peers"]}]}, "needs a value"),
        ("an override of the network", {"overrides": [{"ordinal": 1, "args": ["--testnet"]}]}, "--testnet"),
        ("an override of a template", {"overrides": [{"ordinal": 1, "args": ["--log-level=$(x"]}]}, "$("),
        ("blocks behind a login", login | {"blocks": {}}, "spec.blocks"),
    ]
    return [Case(kind="network", what=what, spec=template | spec, says=says) for what, spec, says in wrong]


def _doubled() -> list[Case]:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("zmq by hand", monerod("nodeset", zmq=True, args=["--zmq-pub=tcp://0.0.0.0:1"]), "--zmq-pub"),
        (
            "tls by hand",
            {"rpc": {"tlsSecretRef": {"name": "x"}}} | monerod("nodeset", args=["--rpc-ssl=disabled"]),
            "rpc-ssl",
        ),
    ]
    return [Case(kind="nodeset", what=what, spec=spec, says=says) for what, spec, says in wrong]


def _strangers() -> list[Case]:
    wrong: list[tuple[Kind, str, str, str]] = [
        ("nodeset", "their-service", "Service", "their-service"),
        ("nodeset", "their-nodes", "Service", "their-nodes-nodes"),
        ("nodeset", "their-set", "StatefulSet", "their-set"),
        ("nodeset", "their-budget", "PodDisruptionBudget", "their-budget"),
        ("network", "their-address", "Service", "their-address-0-p2p"),
        ("network", "their-first", "StatefulSet", "their-first-0"),
    ]
    return [
        Case(
            kind=kind,
            what=name,
            name=name,
            spec={"replicas": 2},
            stranger=STRANGERS[child] | {"metadata": {"name": taken}},
            says=f"{child} {taken} exists already",
        )
        for kind, name, child, taken in wrong
    ]


def _miners() -> list[Case]:
    pool = ["-o", "pool.example:5556"]
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("an open template", {"args": [*pool, "-u", "x$(oops"]}, "opens $( and does not close it"),
        ("a variable of nobody", {"args": [*pool, "-u", "$(wallet)"]}, "names the variable $(wallet)"),
        ("a variable in another case", {"args": [*pool, "-u", "$(ID)"]}, "names the variable $(ID)"),
        ("no work", {"args": ["--threads=1"]}, "pool"),
        ("a pool without a value", {"args": ["--url"]}, "needs a value"),
        ("another api port", {"args": [*pool, "--http-port=1"]}, "--http-port is the operator's to set"),
        ("an api for all", {"args": [*pool, "--http-no-restricted"]}, "is the operator's to set"),
        ("in the background", {"args": [*pool, "-B"]}, "--background is the operator's to set"),
        ("a config file", {"args": [*pool, "--config=/x"]}, "configSecretRef"),
        ("more than the limit", {"args": pool, "resources": TOO_MUCH}, "request no more than the limit"),
    ]
    return [
        Case(kind="miners", what=f"{what} of miners", spec={"xmrig": spec}, says=says) for what, spec, says in wrong
    ]


CASES = (*_arguments(), *_contradictions(), *_overrides(), *_doubled(), *_strangers(), *_miners())
