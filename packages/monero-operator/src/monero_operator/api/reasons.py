# SPDX-License-Identifier: Apache-2.0
"""Every reason that a condition or an event can give, each with its sentence. The enum is closed.

Sentences are for people: what is, and where it is their turn, what to do. They carry no times and no counters beyond
numbers of nodes, so that a condition does not change while nothing happens.
"""

import enum


class Reason(enum.StrEnum):
    """A stable CamelCase word; programs compare it, so a released one never changes its meaning."""

    SCALED_TO_ZERO = "ScaledToZero"
    CONFIG_INVALID = "ConfigInvalid"
    NO_NODES = "NoNodes"
    NO_ANSWER = "NoAnswer"
    SINGLE_NODE = "SingleNode"
    ALL_READY = "AllReady"
    NOT_READY = "NotReady"
    ENDPOINTS_READY = "EndpointsReady"
    NO_ENDPOINTS = "NoEndpoints"
    COMPLETE = "Complete"
    UNSCHEDULABLE = "Unschedulable"
    TOO_FEW_MACHINES = "TooFewMachines"
    STARTING = "Starting"
    STARTING_ON_HOST = "StartingOnHost"
    STARTING_FENCED = "StartingFenced"
    STARTING_WITH_KEYS = "StartingWithKeys"
    ROLLING_OUT = "RollingOut"
    AWAITING_READY = "AwaitingReady"
    ROLLOUT_STOPPED = "RolloutStopped"
    PROGRESS_DEADLINE_EXCEEDED = "ProgressDeadlineExceeded"
    PAUSED = "Paused"
    PARTITIONED = "Partitioned"
    PARTITIONED_UNLOCKED = "PartitionedUnlocked"
    AWAITING_UPGRADE = "AwaitingUpgrade"
    IN_SYNC = "InSync"
    BEHIND = "Behind"
    CHAIN_STALLED = "ChainStalled"
    HAS_PEERS = "HasPeers"
    NO_PEERS = "NoPeers"
    FULL_MESH = "FullMesh"
    PARTIAL_MESH = "PartialMesh"
    MINERS_RUN = "MinersRun"
    NO_MINERS = "NoMiners"
    CONNECTED = "Connected"
    DISCONNECTED = "Disconnected"
    ROUTERS_READY = "RoutersReady"
    ROUTERS_READY_APART = "RoutersReadyApart"
    ROUTERS_NOT_READY = "RoutersNotReady"
    ROUTER_PROBLEM = "RouterProblem"
    BALANCER_UNAVAILABLE = "BalancerUnavailable"
    HAS_HIDDEN_PEERS = "HasHiddenPeers"
    NO_HIDDEN_PEERS = "NoHiddenPeers"
    HIDDEN_PEERS_NOT_EXPECTED = "HiddenPeersNotExpected"
    VALID = "Valid"
    NO_IMAGE = "NoImage"
    NAME_CLASH = "NameClash"
    CHILD_REFUSED = "ChildRefused"
    CHILD_UNREADABLE = "ChildUnreadable"
    NETWORK_CHANGED = "NetworkChanged"
    VOLUME_OF_OTHER_NETWORK = "VolumeOfOtherNetwork"
    SIZE_SHRINKS = "SizeShrinks"
    ARGUMENT_MALFORMED = "ArgumentMalformed"
    ARGUMENT_AMBIGUOUS = "ArgumentAmbiguous"
    ARGUMENT_REPEATED = "ArgumentRepeated"
    ARGUMENT_REFUSED = "ArgumentRefused"
    ARGUMENT_OPENS_NETWORK = "ArgumentOpensNetwork"
    ARGUMENT_LEAKS = "ArgumentLeaks"
    NETWORKS_CONTRADICT = "NetworksContradict"
    BLOCKS_REFUSED = "BlocksRefused"
    OVERRIDE_CONTRADICTS = "OverrideContradicts"
    OVERRIDE_UNUSED = "OverrideUnused"
    BLOCKS_LOCKED_OUT = "BlocksLockedOut"
    NO_POOL = "NoPool"
    LABEL_RESERVED = "LabelReserved"
    VALUE_MALFORMED = "ValueMalformed"
    VALUES_CONTRADICT = "ValuesContradict"
    NODE_RESTARTED = "NodeRestarted"
    NODE_REMOVED = "NodeRemoved"
    MINER_REVIVED = "MinerRevived"
    VOLUME_GROWS = "VolumeGrows"
    REMADE = "Remade"
    BLOCKS_FAILED = "BlocksFailed"
    UNREADABLE = "Unreadable"
    KEYS_GOOD = "KeysGood"
    KEYS_UNUSED = "KeysUnused"
    KEY_INVALID = "KeyInvalid"
    KEYS_AWAITED = "KeysAwaited"
    KEYS_MISSING = "KeysMissing"
    KEYS_OF_ITSELF = "KeysOfItself"
    KEYS_UNREADABLE = "KeysUnreadable"
    KEYS_MADE = "KeysMade"
    KEYS_REPLACED = "KeysReplaced"
    NOTHING_ROTATED = "NothingRotated"
    KEYS_COPIED = "KeysCopied"
    KEYS_RETIRED = "KeysRetired"
    KEYS_DELETED = "KeysDeleted"
    KEYS_KEPT = "KeysKept"
    ADDRESS_GONE = "AddressGone"
    KEYS_FILLED_IN = "KeysFilledIn"
    KEYS_NOT_FILLED_IN = "KeysNotFilledIn"


SENTENCES: dict[Reason, str] = {
    Reason.SCALED_TO_ZERO: "spec.replicas is 0: nothing runs, and no volume is deleted.",
    Reason.CONFIG_INVALID: "The spec cannot be carried out, so nothing is changed: see the condition ConfigValid.",
    Reason.NO_NODES: "There is no node to ask.",
    Reason.NO_ANSWER: "{count} of {replicas} pods have not said how they are: {names}.",
    Reason.SINGLE_NODE: "There is one node, which works offline and needs no peers.",
    Reason.ALL_READY: "Every pod runs the current template and is ready.",
    Reason.NOT_READY: "{ready} of {replicas} pods are ready, {updated} run the current template.",
    Reason.ENDPOINTS_READY: "At least one node serves RPC behind the Service {service}.",
    Reason.NO_ENDPOINTS: "No node is ready, so the Service {service} has no endpoint.",
    Reason.COMPLETE: "Every pod runs the current template and is ready.",
    Reason.UNSCHEDULABLE: "The scheduler finds no machine for {pod}: {cause}.",
    Reason.TOO_FEW_MACHINES: "{pod} waits for a machine of its own: {replicas} wanted, {machines} machines.",
    Reason.STARTING: "{running} of {replicas} pods exist. If it stays so, see `kubectl describe statefulset {name}`.",
    Reason.STARTING_ON_HOST: "{running} of {replicas} pods exist. If it stays so, the namespace allows no host ports: "
    "label it pod-security.kubernetes.io/enforce=privileged, or expose the nodes by NodePort.",
    Reason.STARTING_FENCED: "{running} of {replicas} pods exist. If it stays so, the namespace allows no packet rules: "
    "label it pod-security.kubernetes.io/enforce=privileged, or set tor.enforced to false.",
    Reason.STARTING_WITH_KEYS: "{running} of {replicas} pods exist. The others wait for keys of Tor and I2P: "
    "see the condition KeysValid.",
    Reason.ROLLING_OUT: "{updated} of {replicas} pods run the current template.",
    Reason.AWAITING_READY: "No pod is left to be changed; {ready} of {replicas} are ready.",
    Reason.ROLLOUT_STOPPED: "{pod} does not start ({cause}), so no other pod is touched: correct the spec.",
    Reason.PROGRESS_DEADLINE_EXCEEDED: "{pod} is not in sync and has not grown for {cause}, so no other pod is "
    "touched: see its log and its peers; spec.update.progressDeadline says how long is too long.",
    Reason.PAUSED: "spec.paused is true: no pod, volume or Service is changed until it is false.",
    Reason.PARTITIONED: "{updated} of {replicas} pods run the current template, and {kept} below "
    "spec.update.partition keep what they run.",
    Reason.PARTITIONED_UNLOCKED: "{count} of {replicas} nodes still talk to others than Tor, as they are below "
    "spec.update.partition and keep what they run: {names}. Lower it to have them locked.",
    Reason.AWAITING_UPGRADE: "Every pod is ready. A newer operator makes other pods; this one's turn comes when fewer "
    "others are being changed.",
    Reason.IN_SYNC: "Every node has the same chain as its peers.",
    Reason.BEHIND: "{count} of {replicas} nodes are not in sync: {names}.",
    Reason.CHAIN_STALLED: "{count} of {replicas} nodes serve clients, though no node has had a block for half an hour: "
    "{names}. If block explorers know younger ones, see whom these nodes are connected with.",
    Reason.HAS_PEERS: "Every node has a peer.",
    Reason.NO_PEERS: "{count} of {replicas} nodes have no peer: {names}.",
    Reason.FULL_MESH: "Every node is connected with all others.",
    Reason.PARTIAL_MESH: "{count} of {replicas} nodes are not connected with all others: {names}.",
    Reason.MINERS_RUN: "At least one miner runs.",
    Reason.NO_MINERS: "No miner runs.",
    Reason.CONNECTED: "Every miner that runs has a pool or node to work for.",
    Reason.DISCONNECTED: "{count} of {replicas} miners have no pool or node to work for: {names}.",
    Reason.ROUTERS_READY: "{network} is ready beside every node.",
    Reason.ROUTERS_READY_APART: "{network} is ready beside every node, and each is reached at its own address alone: "
    "the one that all share (tor.balanced) knows no clients (tor.clients).",
    Reason.ROUTERS_NOT_READY: "{network} is not ready beside {count} of {replicas} nodes: {names}.",
    Reason.ROUTER_PROBLEM: "{network} beside {pod} has a problem ({problem}).",
    Reason.BALANCER_UNAVAILABLE: "The address that all nodes share is not kept up, as no pod of the Deployment {name} "
    "publishes it: see its events and logs. The nodes' own addresses work.",
    Reason.HAS_HIDDEN_PEERS: "Every node has dialed a peer over {network}.",
    Reason.NO_HIDDEN_PEERS: "{count} of {replicas} nodes have dialed no peer over {network}, so that transactions of "
    "wallets do not leave them: {names}.",
    Reason.HIDDEN_PEERS_NOT_EXPECTED: "No peer is met over {network}, as {cause}; transactions {way}.{cure}",
    Reason.VALID: "The spec can be carried out.",
    Reason.NO_IMAGE: "No image is known for {container}: set {setting} of the operator.",
    Reason.NAME_CLASH: "{kind} {name} exists already{whose}, and it is not touched: {cure}.",
    Reason.CHILD_REFUSED: "The API server does not accept {kind} {name}: {message}",
    Reason.CHILD_UNREADABLE: "{kind} {name} cannot be read, so nothing is changed: undo its last edit ({problem}).",
    Reason.NETWORK_CHANGED: "The volumes hold a {before} chain, but the spec asks for {after}: make a new resource.",
    Reason.VOLUME_OF_OTHER_NETWORK: "{names}, left by an earlier resource of this name, hold a {before} chain, but the "
    "spec asks for {after}: delete these claims, or take another name.",
    Reason.SIZE_SHRINKS: "{field} is {asked}, but the volumes have {live}, and no volume can shrink: ask for {live} or "
    "more, or make a new resource.",
    Reason.ARGUMENT_MALFORMED: "Argument {argument!r} {problem}.",
    Reason.ARGUMENT_AMBIGUOUS: "Argument {argument!r} could be {candidates}: write the whole flag.",
    Reason.ARGUMENT_REPEATED: "--{flag} can be given only once: remove the others.",
    Reason.ARGUMENT_REFUSED: "--{flag} is the operator's to set: remove it. {cure}",
    Reason.ARGUMENT_OPENS_NETWORK: "--{flag} would let a closed network reach strangers: remove it.",
    Reason.ARGUMENT_LEAKS: "--{flag} would lead past Tor: remove it, or set tor.clearnet to allowed.",
    Reason.NETWORKS_CONTRADICT: "{flags} contradict each other: keep one.",
    Reason.BLOCKS_REFUSED: "spec.blocks needs the arguments --regtest and --fixed-difficulty=1: add them, or remove "
    "spec.blocks and point miners at the network.",
    Reason.OVERRIDE_CONTRADICTS: "{argument} is for the network as a whole: write it in spec.template.",
    Reason.OVERRIDE_UNUSED: "spec.overrides says something about the node {ordinal}, but there are {replicas}, counted "
    "from 0: the others are as they should be.",
    Reason.BLOCKS_LOCKED_OUT: "spec.blocks needs an RPC without login and TLS, as the operator does not read yours: "
    "remove spec.template.spec.rpc, or spec.blocks and point miners at the network.",
    Reason.NO_POOL: "There is nobody to work for: add a pool or node to spec.xmrig.args (`-o`, HOST:PORT), or name a "
    "Secret with a config.json in spec.xmrig.configSecretRef.",
    Reason.LABEL_RESERVED: "Label {label!r} is the operator's: use another prefix.",
    Reason.VALUE_MALFORMED: "{field} is {value!r}: {problem}.",
    Reason.VALUES_CONTRADICT: "{field} is {value!r}: {problem}.",
    Reason.NODE_RESTARTED: "Restarted {pod} to bring it to the current template.",
    Reason.NODE_REMOVED: "Removed {name}, as spec.replicas is {replicas}.",
    Reason.MINER_REVIVED: "Started anew, without a node to work for: {names}; xmrig looks up a name only once.",
    Reason.VOLUME_GROWS: "Asked for {size} for {count} volumes: {names}.",
    Reason.REMADE: "Making the StatefulSet {name} again for volumes of {size}; its pods go on.",
    Reason.UNREADABLE: "The resource cannot be read, so nothing is changed: undo its last edit ({problem}).",
    Reason.BLOCKS_FAILED: "No node makes the next block: {problem}.",
    Reason.KEYS_GOOD: "Every address has a key, and every key is good.",
    Reason.KEYS_UNUSED: "Every address has a key, and every key is good. Secret {secret} has some that no node uses: "
    "{entries}.",
    Reason.KEY_INVALID: "The entry {entry} of Secret {secret} {problem}: {cure}.",
    Reason.KEYS_AWAITED: "Secret {secret} has no key for {entries}: one is made as soon as nothing stands in the way.",
    Reason.KEYS_MISSING: "Secret {secret}, which secretRef names, {lack}, and no other key takes its place: {cure}, or "
    "remove secretRef.",
    Reason.KEYS_OF_ITSELF: "secretRef names Secret {secret}, which the operator itself keeps for this set: remove "
    "secretRef, or put keys of your own into a Secret of another name.",
    Reason.KEYS_UNREADABLE: "The keys cannot be looked at, and stay as they are: {problem}.",
    Reason.KEYS_MADE: "Made keys in Secret {secret}: {entries}.",
    Reason.KEYS_REPLACED: "Replaced keys, and so addresses, in Secret {secret}: {entries}.",
    Reason.NOTHING_ROTATED: "No key is replaced for utxo.com.br/rotate={value}: what it names is not there, is off, or "
    "is copied from your own Secret. Before a colon stands tor, i2p, an entry such as rpc, or both as in tor/rpc.",
    Reason.KEYS_COPIED: "Copied keys of Secret {given} to Secret {secret}: {entries}.",
    Reason.KEYS_RETIRED: "Old addresses are not served any more, their keys are gone from Secret {secret}: {entries}.",
    Reason.KEYS_KEPT: "{network} is switched off, and its addresses come back with it: their keys stay in Secret "
    "{secret}. To give them up, delete it, or say {field}.retentionPolicy.whenDisabled: Delete.",
    Reason.ADDRESS_GONE: "Wallets are answered at {address} no longer, as {cause}.",
    Reason.KEYS_FILLED_IN: "Added the files of an onion's key: {names}.",
    Reason.KEYS_NOT_FILLED_IN: "hs_ed25519_secret_key {problem}: nothing is changed; correct or remove these files.",
    Reason.KEYS_DELETED: "Deleted Secret {secret}, as the addresses were not to outlive their use.",
}

EVENT = "event"
_PEERS_OVER_HIDDEN = ("OnionPeersAvailable", "I2PPeersAvailable")

SCOPES: dict[Reason, tuple[str, ...]] = {
    Reason.SCALED_TO_ZERO: ("Ready", "Progressing"),
    Reason.CONFIG_INVALID: ("Ready", "Progressing"),
    Reason.NO_NODES: ("Synced", "Peered", "Meshed", "TorReady", "I2PReady", *_PEERS_OVER_HIDDEN),
    Reason.NO_ANSWER: ("Synced", "Peered", "Meshed", "Connected", "TorReady", "I2PReady", *_PEERS_OVER_HIDDEN),
    Reason.SINGLE_NODE: ("Peered", "Meshed", *_PEERS_OVER_HIDDEN),
    Reason.ALL_READY: ("Ready",),
    Reason.NOT_READY: ("Ready",),
    Reason.ENDPOINTS_READY: ("Available",),
    Reason.NO_ENDPOINTS: ("Available",),
    Reason.COMPLETE: ("Progressing",),
    Reason.UNSCHEDULABLE: ("Progressing",),
    Reason.TOO_FEW_MACHINES: ("Progressing",),
    Reason.STARTING: ("Progressing",),
    Reason.STARTING_FENCED: ("Progressing",),
    Reason.STARTING_ON_HOST: ("Progressing",),
    Reason.STARTING_WITH_KEYS: ("Progressing",),
    Reason.ROLLING_OUT: ("Progressing",),
    Reason.AWAITING_READY: ("Progressing",),
    Reason.ROLLOUT_STOPPED: ("Progressing",),
    Reason.PROGRESS_DEADLINE_EXCEEDED: ("Progressing",),
    Reason.PAUSED: ("Progressing",),
    Reason.PARTITIONED: ("Progressing",),
    Reason.PARTITIONED_UNLOCKED: ("Progressing",),
    Reason.AWAITING_UPGRADE: ("Progressing",),
    Reason.IN_SYNC: ("Synced",),
    Reason.BEHIND: ("Synced",),
    Reason.CHAIN_STALLED: ("Synced",),
    Reason.HAS_PEERS: ("Peered", *_PEERS_OVER_HIDDEN),
    Reason.NO_PEERS: ("Peered", *_PEERS_OVER_HIDDEN),
    Reason.FULL_MESH: ("Meshed",),
    Reason.PARTIAL_MESH: ("Meshed",),
    Reason.MINERS_RUN: ("Available",),
    Reason.NO_MINERS: ("Available", "Connected"),
    Reason.CONNECTED: ("Connected",),
    Reason.DISCONNECTED: ("Connected",),
    Reason.ROUTERS_READY: ("TorReady", "I2PReady"),
    Reason.ROUTERS_READY_APART: ("TorReady",),
    Reason.ROUTERS_NOT_READY: ("TorReady", "I2PReady"),
    Reason.ROUTER_PROBLEM: ("TorReady", "I2PReady"),
    Reason.BALANCER_UNAVAILABLE: ("TorReady",),
    Reason.HAS_HIDDEN_PEERS: _PEERS_OVER_HIDDEN,
    Reason.NO_HIDDEN_PEERS: _PEERS_OVER_HIDDEN,
    Reason.HIDDEN_PEERS_NOT_EXPECTED: _PEERS_OVER_HIDDEN,
    Reason.VALID: ("ConfigValid",),
    Reason.NO_IMAGE: ("ConfigValid",),
    Reason.NAME_CLASH: ("ConfigValid", "KeysValid"),
    Reason.CHILD_REFUSED: ("ConfigValid",),
    Reason.CHILD_UNREADABLE: ("ConfigValid",),
    Reason.NETWORK_CHANGED: ("ConfigValid",),
    Reason.VOLUME_OF_OTHER_NETWORK: ("ConfigValid",),
    Reason.SIZE_SHRINKS: ("ConfigValid",),
    Reason.ARGUMENT_MALFORMED: ("ConfigValid",),
    Reason.ARGUMENT_AMBIGUOUS: ("ConfigValid",),
    Reason.ARGUMENT_REPEATED: ("ConfigValid",),
    Reason.ARGUMENT_REFUSED: ("ConfigValid",),
    Reason.ARGUMENT_OPENS_NETWORK: ("ConfigValid",),
    Reason.ARGUMENT_LEAKS: ("ConfigValid",),
    Reason.NETWORKS_CONTRADICT: ("ConfigValid",),
    Reason.BLOCKS_REFUSED: ("ConfigValid",),
    Reason.OVERRIDE_CONTRADICTS: ("ConfigValid",),
    Reason.OVERRIDE_UNUSED: ("ConfigValid",),
    Reason.BLOCKS_LOCKED_OUT: ("ConfigValid",),
    Reason.NO_POOL: ("ConfigValid",),
    Reason.LABEL_RESERVED: ("ConfigValid",),
    Reason.VALUE_MALFORMED: ("ConfigValid",),
    Reason.VALUES_CONTRADICT: ("ConfigValid",),
    Reason.NODE_RESTARTED: (EVENT,),
    Reason.NODE_REMOVED: (EVENT,),
    Reason.MINER_REVIVED: (EVENT,),
    Reason.VOLUME_GROWS: (EVENT,),
    Reason.REMADE: (EVENT,),
    Reason.BLOCKS_FAILED: (EVENT,),
    Reason.UNREADABLE: (EVENT,),
    Reason.KEYS_GOOD: ("KeysValid",),
    Reason.KEYS_UNUSED: ("KeysValid",),
    Reason.KEY_INVALID: ("KeysValid",),
    Reason.KEYS_AWAITED: ("KeysValid",),
    Reason.KEYS_MISSING: ("KeysValid",),
    Reason.KEYS_OF_ITSELF: ("KeysValid",),
    Reason.KEYS_UNREADABLE: ("KeysValid",),
    Reason.KEYS_MADE: (EVENT,),
    Reason.KEYS_REPLACED: (EVENT,),
    Reason.NOTHING_ROTATED: (EVENT,),
    Reason.KEYS_COPIED: (EVENT,),
    Reason.KEYS_RETIRED: (EVENT,),
    Reason.KEYS_DELETED: (EVENT,),
    Reason.KEYS_KEPT: (EVENT,),
    Reason.ADDRESS_GONE: (EVENT,),
    Reason.KEYS_FILLED_IN: (EVENT,),
    Reason.KEYS_NOT_FILLED_IN: (EVENT,),
}
"""The types of the conditions that can give a reason, or EVENT for one that only an event gives."""

MAX_NAMES = 5


def sentence(reason: Reason, **values: object) -> str:
    """Return the reason's sentence with its values filled in."""
    return SENTENCES[reason].format(**values)


def listed(names: list[str]) -> str:
    """Return names for a sentence: the first few, and how many more there are."""
    shown = ", ".join(names[:MAX_NAMES])
    return f"{shown} and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else shown
