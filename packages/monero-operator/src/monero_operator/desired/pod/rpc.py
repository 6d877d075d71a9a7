# SPDX-License-Identifier: Apache-2.0
"""Login and TLS of a node's RPC: what monerod and the exporter beside it are told of the user's Secrets.

The operator does not read them: the kubelet puts them into the pod, when it starts a container. Both containers get the
login as variables, because arguments are seen by whoever may read pods.
"""

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1.nodes import Rpc
from monero_operator.desired import shapes

USERNAME, PASSWORD = "RPC_USERNAME", "RPC_PASSWORD"
CERTIFICATE, KEY = "tls.crt", "tls.key"
"""The entries of a Secret of type kubernetes.io/tls."""
FILE_MODE = 0o440
"""For the pod's group, which monerod is of."""


def monerod_environment(rpc: Rpc) -> tuple[shapes.EnvVar, ...]:
    """Return the login as monerod reads it."""
    return _login(rpc, "RPC_LOGIN")


def exporter_environment(rpc: Rpc) -> tuple[shapes.EnvVar, ...]:
    """Return the login as the exporter reads it, and what lets a Secret that is missing be told."""
    return _login(rpc, "MONERO_EXPORTER_RPC_LOGIN") + _missing_secret_notice(rpc)


def exporter_arguments(rpc: Rpc, network: Network) -> tuple[str, ...]:
    """Return where the exporter asks; over loopback, where nobody stands between, it believes any certificate."""
    if rpc.tls_secret_ref is None:
        return (f"--monero-addr=http://127.0.0.1:{network.ports.rpc}",)
    return (f"--monero-addr=https://127.0.0.1:{network.ports.rpc}", "--rpc-insecure")


def arguments(rpc: Rpc) -> tuple[Argument, ...]:
    """Return monerod's arguments about TLS."""
    if rpc.tls_secret_ref is None:
        # Otherwise monerod makes a key pair for each port at every start, which takes longer than all the rest.
        return (Argument("rpc-ssl", "disabled"),)
    return (
        Argument("rpc-ssl", "enabled"),
        Argument("rpc-ssl-certificate", f"{naming.TLS_PATH}/{CERTIFICATE}"),
        Argument("rpc-ssl-private-key", f"{naming.TLS_PATH}/{KEY}"),
    )


def mounts(rpc: Rpc) -> tuple[shapes.VolumeMount, ...]:
    """Return where monerod finds certificate and key."""
    if rpc.tls_secret_ref is None:
        return ()
    return (shapes.VolumeMount(name=naming.VOLUME_TLS, mount_path=naming.TLS_PATH),)


def volumes(rpc: Rpc) -> tuple[shapes.Volume, ...]:
    """Return the volume of certificate and key."""
    if rpc.tls_secret_ref is None:
        return ()
    # Optional, as a mount without its Secret waits and says nothing: `_missing_secret_notice` has it told.
    secret = shapes.SecretVolume(secret_name=rpc.tls_secret_ref.name, default_mode=FILE_MODE, optional=True)
    return (shapes.Volume(name=naming.VOLUME_TLS, secret=secret),)


def _login(rpc: Rpc, variable: str) -> tuple[shapes.EnvVar, ...]:
    if rpc.login_secret_ref is None:
        return ()
    name = rpc.login_secret_ref.name
    return (
        _entry(USERNAME, name, "username"),
        _entry(PASSWORD, name, "password"),
        shapes.EnvVar(name=variable, value=f"$({USERNAME}):$({PASSWORD})"),
    )


def _missing_secret_notice(rpc: Rpc) -> tuple[shapes.EnvVar, ...]:
    """Return a variable that nobody reads: without the Secret the kubelet does not start its container, and says so."""
    return () if rpc.tls_secret_ref is None else (_entry("RPC_CERTIFICATE", rpc.tls_secret_ref.name, CERTIFICATE),)


def _entry(variable: str, secret: str, key: str) -> shapes.EnvVar:
    source = shapes.EnvSource(secret_key_ref=shapes.KeyReference(name=secret, key=key))
    return shapes.EnvVar(name=variable, value_from=source)
