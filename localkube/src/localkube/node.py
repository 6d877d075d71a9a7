# SPDX-License-Identifier: Apache-2.0
"""What runs in a node's machine: containerd, kubelet, kube-proxy, the CSI driver, and their configuration files.

Inside its machine every node has the usual paths (/var/lib/kubelet, /run/containerd), so that manifests with host
paths fit. JSON is written where YAML is read: it is the same to the reader.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from localkube.settings import Machine, Settings
from localkube.spec import Process, Spec

PAUSE_IMAGE = "localhost/pause:1"
CNI_PLUGINS = Path("/usr/lib/cni")

_CLUSTER_MEMORY_BYTES = 4 << 30
_SMALLEST_NODE_BYTES = 1 << 30
_MOUNTED = {
    "/var/lib/kubelet": "kubelet",
    "/var/lib/containerd": "containerd",
    "/var/lib/cni": "cni",
    "/var/log/pods": "pod-logs",
    "/var/log/containers": "container-logs",
}


def spec(settings: Settings, node: Machine, core: Path, addons: Path) -> Spec:
    """Return a node's machine."""
    state = settings.state(node)
    return Spec(
        hostname=node.name,
        state=state,
        processes=(
            Process("containerd", ("containerd", "--config", f"{state}/etc/containerd.toml")),
            _kubelet(settings, node, core),
            _csi_driver(settings, node, addons),
            Process("kube-proxy", (str(core / "kube-proxy"), f"--config={state}/etc/kube-proxy.json")),
        ),
        binds={target: state / source for target, source in _MOUNTED.items()},
        sysctls={
            "net.ipv4.ip_forward": "1",
            # Without it a pod that reaches a Service and lands on the same bridge gets answers from a stranger.
            "net.bridge.bridge-nf-call-iptables": "1",
        },
    )


def _kubelet(settings: Settings, node: Machine, core: Path) -> Process:
    state = settings.state(node)
    argv = (
        str(core / "kubelet"),
        f"--config={state}/etc/kubelet.json",
        f"--kubeconfig={settings.pki}/{node.name}.kubeconfig",
        f"--hostname-override={node.name}",
        f"--node-ip={node.address}",
        f"--boot-id-file={state}/etc/boot-id",
        f"--node-labels=topology.kubernetes.io/zone=z{node.name.removeprefix('n')}",
    )
    return Process("kubelet", argv)


def _csi_driver(settings: Settings, node: Machine, addons: Path) -> Process:
    argv = (
        str(addons / "loopcsi"),
        f"--data={settings.volumes}",
        f"--node={node.name}",
        "--socket=/var/lib/kubelet/plugins/loop.csi.local/csi.sock",
        "--registration=/var/lib/kubelet/plugins_registry",
    )
    return Process("loopcsi", argv)


def files(settings: Settings, node: Machine, reserved_bytes: int) -> Mapping[str, str]:
    """Return the node's configuration files, by path below its `etc`; some memory is kept from its pods."""
    return {
        "containerd.toml": _containerd(settings.state(node)),
        "cni/10-localkube.conflist": _json(_cni(settings, node)),
        "kubelet.json": _json(_kubelet_configuration(settings, node, reserved_bytes)),
        "kube-proxy.json": _json(_proxy_configuration(settings, node)),
    }


def write_files(settings: Settings, node: Machine, reserved_bytes: int) -> bool:
    """Write what changed and tell whether anything did; kube-proxy ends itself when its file is written at all."""
    folder = settings.state(node) / "etc"
    changed = False
    for name, text in files(settings, node, reserved_bytes).items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            changed = True
    return changed


def renew_boot_id(settings: Settings, node: Machine) -> None:
    """Give the node a boot of its own: kubelet tells a reboot by it."""
    identifier = Path("/proc/sys/kernel/random/uuid").read_text()
    (settings.state(node) / "etc" / "boot-id").write_text(identifier)


def reserved_memory_bytes(seen_bytes: int, usable_bytes: int, nodes: int) -> int:
    """Return what a node must keep from its pods, so that all nodes together promise no more than there is.

    Every kubelet sees the whole machine; each may give away its share of what is usable and the cluster itself leaves.
    """
    share = max((usable_bytes - _CLUSTER_MEMORY_BYTES) // nodes, _SMALLEST_NODE_BYTES)
    return max(seen_bytes - share, 0)


def _containerd(state: Path) -> str:
    """Return containerd's configuration. oom_score_adj is limited for machines without CAP_SYS_RESOURCE."""
    return f"""\
version = 2
disabled_plugins = [
  "io.containerd.internal.v1.tracing",
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  stream_server_address = "127.0.0.1"

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{CNI_PLUGINS}"
    conf_dir = "{state}/etc/cni"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
"""


def _cni(settings: Settings, node: Machine) -> dict[str, object]:
    """Pods get routes to the cluster's own networks and to nothing else."""
    inside = (settings.pod_network, settings.service_network, settings.machine_network)
    bridge = {
        "type": "bridge",
        "bridge": "cni0",
        "isGateway": True,
        "ipMasq": False,
        "hairpinMode": True,
        "ipam": {
            "type": "host-local",
            # Below /run: the leases of a machine end with it.
            "dataDir": "/run/cni/networks",
            "ranges": [[{"subnet": node.pod_subnet}]],
            "routes": [{"dst": network} for network in inside],
        },
    }
    ports = {"type": "portmap", "capabilities": {"portMappings": True}}
    return {"cniVersion": "1.0.0", "name": "localkube", "plugins": [bridge, ports]}


def _kubelet_configuration(settings: Settings, node: Machine, reserved_bytes: int) -> dict[str, object]:
    pki = settings.pki
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": node.address,
        "healthzBindAddress": "127.0.0.1",
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": f"{pki}/ca.crt"},
        },
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": f"{pki}/{node.name}.crt",
        "tlsPrivateKeyFile": f"{pki}/{node.name}.key",
        "containerRuntimeEndpoint": "unix:///run/containerd/containerd.sock",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{settings.isolated(node)}",
        "failCgroupV1": False,
        "failSwapOn": False,
        # What a machine without CAP_SYS_RESOURCE may not set becomes a line in the log.
        "featureGates": {"KubeletInUserNamespace": True},
        "clusterDNS": [settings.dns_address],
        "clusterDomain": "cluster.local",
        "resolvConf": "",
        "maxPods": 110,
        "systemReserved": {"cpu": "250m", "memory": str(reserved_bytes)},
        # All nodes share one disk and one memory, so a shortage is everybody's: evict late.
        "evictionHard": {
            "memory.available": "200Mi",
            "nodefs.available": "1%",
            "nodefs.inodesFree": "1%",
            "imagefs.available": "1%",
        },
        # Loaded images cannot be pulled again: never collect them.
        "imageGCHighThresholdPercent": 100,
        "imageGCLowThresholdPercent": 99,
        "imageMinimumGCAge": "720h",
        "serializeImagePulls": False,
        "syncFrequency": "5s",
        "nodeStatusUpdateFrequency": "3s",
        "nodeLeaseDurationSeconds": 10,
    }


def _proxy_configuration(settings: Settings, node: Machine) -> dict[str, object]:
    """The conntrack limits belong to the host's network namespace and are left alone."""
    unset = ("tcpEstablishedTimeout", "tcpCloseWaitTimeout", "udpTimeout", "udpStreamTimeout")
    return {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "mode": "nftables",
        "clusterCIDR": settings.pod_network,
        "clientConnection": {"kubeconfig": f"{settings.pki}/proxy.kubeconfig"},
        "hostnameOverride": node.name,
        "conntrack": {"maxPerCore": 0, "min": 0, **dict.fromkeys(unset, "0s")},
        "oomScoreAdj": 0,
        "nodePortAddresses": [settings.machine_network],
        "metricsBindAddress": "127.0.0.1:10249",
        "healthzBindAddress": "127.0.0.1:10256",
    }


def _json(document: object) -> str:
    return json.dumps(document, indent=1) + "\n"
