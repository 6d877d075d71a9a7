# SPDX-License-Identifier: Apache-2.0
"""The container that runs xmrig."""

import pytest

from monero_operator.api.v1alpha1.common import Resources, SecretReference
from monero_operator.api.v1alpha1.monerominingnodeset import KeyReference, ValueSource, Variable
from monero_operator.desired import shapes
from monero_operator.desired.pod import xmrig
from tests.support import build


def built(**fields):
    """Return the container of such miners."""
    return xmrig.build(build.desired_miner(**fields))


def test_our_defaults_come_before_the_users_file_and_the_api_after_it():
    """xmrig takes what is said last, and of an object of its configuration the whole."""
    miner = built(args=("-o", "pool:1"), xmrig={"config_secret_ref": SecretReference(name="config")})

    assert miner.args == (
        "--randomx-wrmsr=-1",
        "--no-huge-pages",
        "--threads=1",
        "--config=/config/config.json",
        "--http-host=0.0.0.0",
        "--http-port=8600",
        "--no-color",
        "-o",
        "pool:1",
    )
    assert [mount.mount_path for mount in miner.volume_mounts] == ["/config"]


def test_a_users_file_is_a_secret_that_the_pod_mounts():
    """And nothing is mounted without one."""
    miner = build.desired_miner(xmrig={"config_secret_ref": SecretReference(name="config")})

    (volume,) = xmrig.volumes(miner)
    assert volume.secret.secret_name == "config"
    assert xmrig.volumes(build.desired_miner()) == built().volume_mounts == ()


def test_the_ordinal_is_a_variable_and_comes_first():
    """Kubernetes replaces `$(id)` in arguments, and in variables that come later."""
    secret = ValueSource(secret_key_ref=KeyReference(name="wallet", key="address"))
    plain = ValueSource(config_map_key_ref=KeyReference(name="pools", key="main"))
    given = (
        Variable(name="WALLET", value_from=secret),
        Variable(name="POOL", value_from=plain),
        Variable(name="RIG", value="rig-$(id)"),
    )

    ordinal, wallet, pool, rig = built(xmrig={"env": given}).env

    assert ordinal.name == "id"
    assert ordinal.value_from.field_ref.field_path == "metadata.labels['apps.kubernetes.io/pod-index']"
    assert wallet.value_from.secret_key_ref == shapes.KeyReference(name="wallet", key="address")
    assert pool.value_from.config_map_key_ref == shapes.KeyReference(name="pools", key="main")
    assert rig == shapes.EnvVar(name="RIG", value="rig-$(id)")


@pytest.mark.parametrize(
    ("cpu", "args", "expected"),
    [
        ({}, (), ["--threads=1"]),
        ({"requests": {"cpu": "2500m"}}, (), ["--threads=3"]),
        ({"requests": {"cpu": 4}}, (), ["--threads=4"]),
        ({"limits": {"cpu": "50m"}}, (), ["--threads=1"]),
        ({"requests": {"cpu": 4}}, ("-t", "2"), []),
        ({"requests": {"cpu": 4}}, ("--cpu-max-threads-hint=50",), []),
    ],
)
def test_as_many_threads_run_as_processors_are_reserved(cpu, args, expected):
    """xmrig would count the machine's; the user's word goes."""
    miner = built(args=args, xmrig={"resources": Resources(**cpu)})

    assert [argument for argument in miner.args if argument.startswith("--threads")] == expected


@pytest.mark.parametrize(
    ("args", "huge_pages", "requests", "limits"),
    [
        ((), False, {"cpu": "100m", "memory": "2560Mi"}, {}),
        (("--randomx-mode=light",), False, {"cpu": "100m", "memory": "300Mi"}, {}),
        ((), True, {"cpu": "100m", "memory": "128Mi", "hugepages-2Mi": "2342Mi"}, {"hugepages-2Mi": "2342Mi"}),
        (
            ("-t", "4", "--randomx-mode", "light"),
            True,
            {"cpu": "100m", "memory": "128Mi", "hugepages-2Mi": "268Mi"},
            {"hugepages-2Mi": "268Mi"},
        ),
    ],
)
def test_what_is_reserved_follows_the_mode(args, huge_pages, requests, limits):
    """Huge pages hold data set, cache and scratch pads, and are limited to what is reserved."""
    miner = built(args=args, huge_pages=huge_pages)

    assert (miner.resources.requests, miner.resources.limits) == (requests, limits)
    assert ("--no-huge-pages" in miner.args) == (not huge_pages)


def test_a_users_huge_pages_replace_ours():
    """As a limit alone too, which Kubernetes would not accept beside another request."""
    wanted = Resources(limits={"hugepages-2Mi": "3Gi"})

    reserved = built(huge_pages=True, xmrig={"resources": wanted}).resources

    assert reserved.requests["hugepages-2Mi"] == reserved.limits["hugepages-2Mi"] == "3Gi"


def test_probes_ask_the_http_api():
    """Whether it runs, not whether it has a pool."""
    miner = built()

    asked = {(probe.http_get.path, probe.http_get.port) for probe in (miner.liveness_probe, miner.readiness_probe)}
    assert asked == {("/2/summary", 8600)}
