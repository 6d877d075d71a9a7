# SPDX-License-Identifier: Apache-2.0
"""The ConfigMap with what differs by ordinal."""

import msgspec

from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import configmap, parent
from monero_operator.naming import OwnerKind
from tests.support import build

OWNER = parent.of(OwnerKind.NODE_SET, build.METADATA)


def test_lines_are_what_monerod_reads_from_a_file():
    """`name=value`, and a switch has the value 1."""
    assert configmap.content([Argument("add-peer", "a=b"), Argument("no-igd")]) == "add-peer=a=b\nno-igd=1\n"


def test_values_of_a_list_flag_come_back_in_their_order():
    """The place in the list says whom an address belongs to."""
    assert configmap.values("add-peer=2\nseed-node=9\nadd-peer=1\n", "add-peer") == ("2", "1")


def test_what_was_built_is_read_back():
    """Files, fingerprints and the pods that do not know them."""
    built = configmap.build(OWNER, {0: "a=1\n", 11: ""}, {11: "pod-uid"})

    assert built.metadata.name == "regtest-config"
    assert configmap.contents(built) == {0: "a=1\n", 11: ""}
    assert configmap.by_ordinal(built, naming.ANNOTATION_OUTDATED) == {11: "pod-uid"}
    assert configmap.by_ordinal(built, naming.ANNOTATION_WRITTEN) == {
        0: configmap.fingerprint("a=1\n"),
        11: configmap.fingerprint(""),
    }


def test_what_others_wrote_into_it_is_no_ordinals():
    """A key with another name, an annotation with other words."""
    built = configmap.build(OWNER, {}, {})
    annotations = {naming.ANNOTATION_OUTDATED: "everybody, 1=, x=y,=z,2=uid"}
    edited = msgspec.structs.replace(
        built,
        data={"notes": "x", "01.conf": "x", "1.conf.bak": "x"},
        metadata=msgspec.structs.replace(built.metadata, annotations=annotations),
    )

    assert configmap.contents(edited) == {}
    assert configmap.by_ordinal(edited, naming.ANNOTATION_OUTDATED) == {2: "uid"}
