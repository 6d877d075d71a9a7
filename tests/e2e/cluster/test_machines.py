# SPDX-License-Identifier: Apache-2.0
"""Machines that come up, die, come back and vanish; in this order, because a real cluster is expensive."""

import contextlib
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from localkube import cgroups, machine, procfs

HOST_FROM_INSIDE = "10.90.0.254"
OUTSIDE = ("1.1.1.1", "192.0.2.1", "192.0.2.2", "176.9.0.187")


def claim(name: str, size: str, **spec: Any) -> dict[str, Any]:
    """A claim for a volume of the default class."""
    resources = {"requests": {"storage": size}}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": resources, **spec},
    }


def pod(name: str) -> dict[str, Any]:
    """A pod that does nothing but hold the volume of its name."""
    container = {
        "name": "pause",
        "image": "localhost/pause:1",
        "imagePullPolicy": "Never",
        "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    }
    tolerations = [
        {"key": f"node.kubernetes.io/{taint}", "operator": "Exists", "effect": "NoExecute"}
        for taint in ("unreachable", "not-ready")
    ]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {
            "terminationGracePeriodSeconds": 1,
            "tolerations": tolerations,
            "containers": [container],
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": name}}],
        },
    }


def volume_path(localkube, name: str) -> tuple[str, str]:
    """Return the node and the path in it where a pod's volume is mounted."""
    found = localkube.get("pod", name)
    volume = localkube.get("pvc", name)["spec"]["volumeName"]
    path = f"/var/lib/kubelet/pods/{found['metadata']['uid']}/volumes/kubernetes.io~csi/{volume}/mount"
    return found["spec"]["nodeName"], path


def run_in_pod(localkube, program: Path, address: str, port: int) -> str:
    """Run a program in the network namespace of a pod; the DNS servers are always there."""
    dns = localkube.get("pods", "--namespace=kube-system", "--selector=k8s-app=kube-dns")["items"][0]
    node = dns["spec"]["nodeName"]
    namespace = localkube.exec(node, "ip", "netns", "list").split()[0]
    return localkube.exec(
        node, "ip", "netns", "exec", namespace, sys.executable, str(program), address, str(port)
    ).strip()


def power_cut() -> None:
    """Kill every process that holds a machine, all at once."""
    for found in machine.running().values():
        os.kill(found.init_pid, signal.SIGKILL)
        os.kill(found.outer_pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while machine.running():
        assert time.monotonic() < deadline, "machines survive SIGKILL"


def link_local_address(link: str) -> str:
    """Return the IPv6 address that every link has."""
    for line in Path("/proc/net/if_inet6").read_text().splitlines():
        digits, *_, name = line.split()
        if name == link:
            return f"{ipaddress.IPv6Address(bytes.fromhex(digits))}%{link}"
    raise AssertionError(f"{link} has no IPv6 address")


def namespaces(pid: int) -> set[str]:
    """Return the namespaces of a process that machines and pods do not share with the host."""
    with contextlib.suppress(OSError):
        return {str(Path(f"/proc/{pid}/ns/{kind}").readlink()) for kind in ("mnt", "net", "pid")}
    return set()


def inhabited() -> set[str]:
    """Return the namespaces of all machines and of everything that they started."""
    found = list(procfs.processes())
    inside = {held.init_pid for held in machine.running().values()}
    for _ in range(len(found)):
        grown = inside | {process.pid for process in found if process.parent in inside}
        if grown == inside:
            break
        inside = grown
    return {namespace for pid in inside for namespace in namespaces(pid)} - namespaces(os.getpid())


def is_of_the_cluster(process: procfs.Process, localkube, inside: set[str]) -> bool:
    """Tell whether a process is the cluster's by its arguments, its namespaces or its cgroups."""
    if str(localkube.settings.home) in " ".join(process.argv) or namespaces(process.pid) & inside:
        return True
    with contextlib.suppress(OSError):
        return f":/{localkube.settings.prefix}-" in Path(f"/proc/{process.pid}/cgroup").read_text()
    return False


def leftovers(localkube, inside: set[str]) -> list[str]:
    """Return everything on this machine that is the cluster's; `inside` are namespaces that its machines had."""
    home, prefix = str(localkube.settings.home), localkube.settings.prefix
    processes = [found for found in procfs.processes() if is_of_the_cluster(found, localkube, inside)]
    mounts = [str(point) for point in procfs.mount_points()]
    links = [link.name for link in Path("/sys/class/net").iterdir() if link.name.startswith(f"{prefix}-")]
    routes = subprocess.run(["ip", "route"], check=True, capture_output=True, text=True).stdout.splitlines()
    loops = [file.read_text().strip() for file in Path("/sys/block").glob("loop*/loop/backing_file")]
    groups = [localkube.settings.isolated(each) for each in localkube.settings.machines]
    return [
        *(f"process {found.argv}" for found in processes),
        *(f"mount {point}" for point in mounts if home in point or point.startswith("/run/netns")),
        *(f"link {link}" for link in links),
        *(f"route {route}" for route in routes if route.startswith("10.")),
        *(f"loop device of {file}" for file in loops if file.startswith(home)),
        *(f"cgroup {group}" for group in groups if cgroups.exists(group)),
        *([home] if localkube.settings.home.exists() else []),
    ]


def test_three_nodes_are_ready(localkube):
    """Every node is Ready and says which Kubernetes it is."""
    nodes = localkube.get("nodes")["items"]

    assert {node["metadata"]["name"]: node["status"]["nodeInfo"]["kubeletVersion"] for node in nodes} == {
        "n1": "v1.34.4",
        "n2": "v1.34.4",
        "n3": "v1.34.4",
    }
    localkube.wait("--for=condition=Ready", "nodes", "--all")


def test_second_up_changes_nothing(localkube):
    """Bringing up what is up leaves every process alone."""
    before = machine.running()

    localkube.run("up")

    assert before == machine.running()


def test_status_shows_all_machines_at_work(localkube):
    """The table names all machines, and the exit code says that all is well."""
    lines = localkube.run("status").splitlines()

    assert [line.split()[0] for line in lines] == ["MACHINE", "cp", "n1", "n2", "n3"]


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_way_out_of_a_pod(localkube, probe, address):
    """No pod has a route to an address outside, the host's own included."""
    assert run_in_pod(localkube, probe, address, 443) == "ENETUNREACH"


def test_pod_reaches_the_api_server(localkube, probe):
    """The probe does connect where it may, so that its failures mean something."""
    assert run_in_pod(localkube, probe, "10.96.0.1", 443) == "done"


def test_services_of_the_host_are_closed(localkube, probe):
    """What listens on the host is refused to pods and nodes; the host itself reaches it."""
    with socket.create_server(("0.0.0.0", 0)) as server:
        port = server.getsockname()[1]

        from_pod = run_in_pod(localkube, probe, HOST_FROM_INSIDE, port)
        from_node = localkube.exec("n1", sys.executable, str(probe), HOST_FROM_INSIDE, str(port)).strip()
        socket.create_connection((HOST_FROM_INSIDE, port), timeout=3).close()

    assert (from_pod, from_node) == ("ECONNREFUSED", "ECONNREFUSED")


def test_datagrams_do_not_reach_the_host(localkube, shout):
    """UDP is closed as TCP is, and over IPv6 not even the link's own address is reached; from the host both work."""
    link = localkube.settings.host_link
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as server:
        server.bind(("::", 0))  # both families
        server.settimeout(1)
        port = server.getsockname()[1]
        addresses = (HOST_FROM_INSIDE, link_local_address(link))

        run_in_pod(localkube, shout, HOST_FROM_INSIDE, port)
        for address in addresses:
            localkube.exec("n1", sys.executable, str(shout), address.replace(link, "eth0"), str(port))
        with pytest.raises(TimeoutError):
            server.recv(16)

        for address in addresses:
            subprocess.run([sys.executable, str(shout), address, str(port)], check=True)
            assert server.recv(16) == b"hello"


def test_foreign_names_do_not_exist(localkube):
    """Cluster DNS answers NXDOMAIN to names outside and forwards nothing."""
    question = b"\x05seeds\x07example\x03com\x00\x00\x01\x00\x01"
    query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + question
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(query, (localkube.settings.dns_address, 53))
        answer = client.recv(512)

    name_error = 3
    assert name_error == answer[3] & 0x0F


def test_killed_node_comes_back(localkube):
    """A node without power is noticed, and is Ready again as another boot after its start."""
    boot = localkube.get("node", "n3")["status"]["nodeInfo"]["bootID"]

    localkube.run("kill", "n3")
    localkube.wait("--for=condition=Ready=Unknown", "node/n3")
    localkube.run("start", "n3")

    localkube.wait("--for=condition=Ready", "node/n3", seconds=5)
    assert boot != localkube.get("node", "n3")["status"]["nodeInfo"]["bootID"]


def test_cut_node_runs_on_and_returns(localkube):
    """A node without network is noticed, keeps running, and is Ready again once it is healed."""
    init = machine.running()["n2"].init_pid

    localkube.run("cut", "n2")
    localkube.wait("--for=condition=Ready=Unknown", "node/n2")
    localkube.run("heal", "n2")
    localkube.wait("--for=condition=Ready", "node/n2")

    assert init == machine.running()["n2"].init_pid


def test_control_plane_restarts_under_running_nodes(localkube):
    """The API server comes back with what it knew, and no node was disturbed."""
    nodes = {name: found for name, found in machine.running().items() if name != "cp"}

    localkube.run("kill", "cp")
    localkube.run("start", "cp")

    localkube.wait("--for=condition=Ready", "nodes", "--all")
    assert nodes == {name: found for name, found in machine.running().items() if name != "cp"}


def test_volume_grows_and_is_restored_from_its_snapshot(localkube):
    """A mounted volume grows, and a snapshot of it becomes a larger volume with the same content."""
    localkube.apply(claim("one", "1Gi"), pod("one"))
    localkube.wait("--for=condition=Ready", "pod/one")
    node, path = volume_path(localkube, "one")
    localkube.exec(node, "sh", "-c", f"echo content > {path}/file")

    localkube.kubectl("patch", "pvc", "one", "--patch", '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}')
    localkube.wait("--for=jsonpath={.status.capacity.storage}=2Gi", "pvc/one")
    snapshot = {"source": {"persistentVolumeClaimName": "one"}}
    kind = {"apiVersion": "snapshot.storage.k8s.io/v1", "kind": "VolumeSnapshot", "metadata": {"name": "one"}}
    localkube.apply({**kind, "spec": snapshot})
    localkube.wait("--for=jsonpath={.status.readyToUse}=true", "volumesnapshot/one")
    source = {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "one"}
    localkube.apply(claim("two", "3Gi", dataSource=source), pod("two"))
    localkube.wait("--for=condition=Ready", "pod/two")

    restored_node, restored = volume_path(localkube, "two")
    size_gib = int(localkube.exec(node, "df", "--output=size", "--block-size=G", path).split()[1].rstrip("G"))
    assert size_gib == 2
    assert localkube.exec(restored_node, "cat", f"{restored}/file") == "content\n"


def test_up_repairs_after_everything_was_killed(localkube):
    """After a power cut of all machines the same pods run again with their data."""
    power_cut()

    localkube.run("up")

    localkube.wait("--for=condition=Ready", "pod/one", "pod/two")
    node, path = volume_path(localkube, "one")
    assert localkube.exec(node, "cat", f"{path}/file") == "content\n"


def test_down_leaves_nothing_after_everything_was_killed(localkube):
    """No process, mount, namespace, link, route, loop device, cgroup or file survives, and a second down is fine."""
    inside = inhabited()
    assert {"containerd-shim-runc-v2", "coredns"} <= {
        Path(each.argv[0]).name for each in procfs.processes() if namespaces(each.pid) & inside
    }
    power_cut()

    localkube.run("down")
    localkube.run("down")

    assert leftovers(localkube, inside) == []
