# SPDX-License-Identifier: Apache-2.0
"""xmrig's options (6.22 to 6.26), as its `getopt_long` knows them: names, letters, and which of them take a value.

It accepts abbreviations that can mean only one option, and letters together (`-kt2` is `-k -t 2`). What it does not
know it prints and ignores, so an unknown option is no mistake here either.
"""

_SWITCHES = """
1gb-pages background cache-qos cpu-no-yield cuda daemon dns-ipv6 dry-run export-topology help http-enabled
http-no-restricted huge-pages-jit hugepages-jit keepalive nicehash no-color no-cpu no-dmi no-huge-pages
no-hugepages no-nvml no-rdmsr no-title opencl opencl-no-cache pause-on-battery print-platforms
randomx-1gb-pages randomx-cache-qos randomx-no-numa randomx-no-rdmsr stress submit submit-to-origin syslog tls
verbose version
"""
_VALUED = """
algo api-id api-worker-id argon2-impl asm av bench benchmark coin config cpu-affinity cpu-argon2-impl
cpu-max-threads-hint cpu-memory-pool cpu-priority cuda-bfactor-hint cuda-bsleep-hint cuda-devices cuda-loader
daemon-job-timeout daemon-poll-interval daemon-zmq-port data-dir dns-ttl donate-level donate-over-proxy hash
health-print-time http-access-token http-host http-port hugepage-size log-file max-cpu-usage opencl-devices
opencl-loader opencl-platform pass pause-on-active print-time proxy randomx-init randomx-mode retries
retry-pause rig-id rotation seed self-select spend-secret-key threads title tls-cert tls-cert-key tls-ciphers
tls-ciphersuites tls-dhparam tls-fingerprint tls-gen tls-protocols token url user user-agent userpass verify
"""
SWITCHES = frozenset(_SWITCHES.split())
VALUED = frozenset(_VALUED.split())
OPTIONAL = frozenset({"randomx-wrmsr", "wrmsr"})
"""Their value stands behind an equals sign, or not at all."""

NAMES = SWITCHES | VALUED | OPTIONAL

LETTERS = {
    "B": "background",
    "O": "userpass",
    "R": "retry-pause",
    "S": "syslog",
    "V": "version",
    "a": "algo",
    "c": "config",
    "h": "help",
    "k": "keepalive",
    "l": "log-file",
    "o": "url",
    "p": "pass",
    "r": "retries",
    "s": "self-select",
    "t": "threads",
    "u": "user",
    "v": "av",
    "x": "proxy",
}


def matching(spelling: str) -> tuple[str, ...]:
    """Return the options that a spelling may mean: the one of this name, or all that begin so."""
    if spelling in NAMES:
        return (spelling,)
    return tuple(sorted(name for name in NAMES if name.startswith(spelling)))
