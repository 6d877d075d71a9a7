# SPDX-License-Identifier: Apache-2.0
"""Which specs can be carried out."""

import pytest

from monero_operator import facts
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.common import PodSettings, Resources, SecretReference
from monero_operator.api.v1alpha1.moneronetwork import Blocks, Override, Template, TemplateMetadata
from monero_operator.api.v1alpha1.nodes import Monerod, Rpc, Service
from monero_operator.plan import policies
from monero_operator.plan.network import config
from monero_operator.settings import Images
from tests.support import build

LOGIN = Rpc(login_secret_ref=SecretReference("login"))
TLS = Rpc(tls_secret_ref=SecretReference("tls"))


def check(network, seen=None, images=build.IMAGES):
    """Return the reasons of all findings."""
    given = config.given_of(network, seen or build.gathered(), images)
    return [finding.reason for finding in policies.check(given)]


def with_resources(**resources):
    """Return a network whose monerod has these resources."""
    return build.network(node={"monerod": Monerod(args=build.REGTEST, resources=Resources(**resources))})


def with_labels(**labels):
    """Return a network whose pods have these labels."""
    return build.network(
        template=Template(metadata=TemplateMetadata(labels=labels), spec=build.network().spec.template.spec)
    )


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        pytest.param(build.network(), [], id="the published spec"),
        pytest.param(build.network(args=()), [], id="a closed network with the rules of mainnet"),
        pytest.param(build.network(args=("foo",)), [Reason.ARGUMENT_MALFORMED], id="an argument that is no flag"),
        pytest.param(build.network(args=("--data-dir=/x",)), [Reason.ARGUMENT_REFUSED], id="an argument that is ours"),
        pytest.param(build.network(args=("--seed-node=a",)), [Reason.ARGUMENT_OPENS_NETWORK], id="a stranger to dial"),
        pytest.param(build.network(args=("--regtest", "--testnet")), [Reason.NETWORKS_CONTRADICT], id="two networks"),
        pytest.param(
            build.network(node={"service": Service(annotations={"lb.example/internal": "true", "": "x", "a b": "y"})}),
            [Reason.VALUE_MALFORMED, Reason.VALUE_MALFORMED],
            id="annotations without a name",
        ),
        pytest.param(
            build.network(node={"pod": PodSettings(node_selector={"-x": "1"}, annotations={"a/b/c": "1"})}),
            [Reason.VALUE_MALFORMED, Reason.VALUE_MALFORMED],
            id="names that Kubernetes does not take",
        ),
        pytest.param(build.network(blocks=Blocks()), [], id="blocks at fixed difficulty 1"),
        pytest.param(
            build.network(args=("--regtest",), blocks=Blocks()), [Reason.BLOCKS_REFUSED], id="blocks at any difficulty"
        ),
        pytest.param(
            build.network(args=("--regtest", "--fixed-difficulty=2"), blocks=Blocks()),
            [Reason.BLOCKS_REFUSED],
            id="blocks at a higher one",
        ),
        pytest.param(
            build.network(args=("--fixed-difficulty=1",), blocks=Blocks()),
            [Reason.BLOCKS_REFUSED],
            id="blocks on mainnet's rules",
        ),
        pytest.param(
            build.network(blocks=Blocks(interval="0s")), [Reason.VALUE_MALFORMED], id="blocks without a pause"
        ),
        pytest.param(build.network(node={"rpc": LOGIN}), [], id="a login without blocks"),
        pytest.param(
            build.network(node={"rpc": LOGIN}, blocks=Blocks()), [Reason.BLOCKS_LOCKED_OUT], id="blocks behind a login"
        ),
        pytest.param(
            build.network(node={"rpc": TLS}, blocks=Blocks()), [Reason.BLOCKS_LOCKED_OUT], id="blocks behind TLS"
        ),
        pytest.param(build.network(args=("--regtest", "--no-zmq")), [], id="what is off anyway"),
        pytest.param(
            build.network(node={"monerod": Monerod(args=(*build.REGTEST, "--no-zmq"), zmq=True)}),
            [Reason.ARGUMENT_REFUSED],
            id="ZMQ and none",
        ),
        pytest.param(build.network(node={"disk_size": "0Gi"}), [Reason.VALUE_MALFORMED], id="a volume of nothing"),
        pytest.param(
            with_resources(requests={"cpu": "lots"}), [Reason.VALUE_MALFORMED], id="a request that is no quantity"
        ),
        pytest.param(
            with_resources(requests={"hugepages-2Mi": "512Mi"}), [Reason.VALUE_MALFORMED], id="too few huge pages"
        ),
        pytest.param(with_resources(requests={"hugepages-2Mi": "640Mi"}), [], id="enough of them"),
        pytest.param(with_labels(team="research"), [], id="a label of the user"),
        pytest.param(with_labels(**{"utxo.com.br/ordinal": "1"}), [Reason.LABEL_RESERVED], id="a label of ours"),
    ],
)
def test_specs(network, expected):
    """What is wrong is found, once, and nothing else is."""
    assert expected == check(network)


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        (Images("", "exporter"), [Reason.NO_IMAGE]),
        (Images("monerod", ""), [Reason.NO_IMAGE]),
        (Images("", ""), [Reason.NO_IMAGE] * 2),
        (Images("monerod", "exporter"), []),
    ],
)
def test_images_come_from_the_operator_where_the_user_names_none(images, expected):
    """There is no image of ours anywhere to fall back to."""
    assert expected == check(build.network(), images=images)


@pytest.mark.parametrize(
    ("spec_image", "given", "expected"),
    [(None, (), "operator"), (None, ("", "before"), "before"), ("mine", ("before",), "mine")],
)
def test_the_image_is_the_users_or_the_one_given_before_or_the_operators(spec_image, given, expected):
    """An operator upgrade changes no node's monerod."""
    network = build.network(node={"monerod": Monerod(image=spec_image)})
    sets = {ordinal: build.statefulset(ordinal, default_image=image) for ordinal, image in enumerate(given)}

    seen = build.gathered(statefulsets=sets)

    assert expected == policies.monerod_image(config.given_of(network, seen, Images("operator", "exporter")))


def test_nodes_keep_their_image_also_while_their_statefulset_is_made_again():
    """Nothing but the pods remembers it then; what an override gave one of them is not the others'."""
    seen = build.gathered(pods={0: build.pod(0, image="own"), 1: build.pod(1, image="before")})
    network = build.network(overrides=(Override(ordinal=0, image="own"),))

    assert policies.monerod_image(config.given_of(network, seen, Images("operator", "exporter"))) == "before"


def test_a_chain_of_one_network_is_not_given_to_another():
    """The volumes hold what was synced before."""
    seen = build.gathered(statefulsets={0: build.statefulset(0, network="stagenet")})

    assert check(build.network(), seen) == [Reason.NETWORK_CHANGED]
    assert check(build.network(args=("--stagenet",)), seen) == []


def test_a_volume_that_stayed_is_not_given_to_another_network():
    """Its chain would be of no use, and monerod would start anew in it or fail."""
    left = {0: build.claim(0, network="stagenet"), 1: build.claim(1, network="regtest")}
    going = {0: build.claim(0, network="stagenet", is_terminating=True)}

    (found,) = policies.check(config.given_of(build.network(), build.gathered(claims=left), build.IMAGES))

    assert (found.reason, "data-regtest-0-0" in found.message) == (Reason.VOLUME_OF_OTHER_NETWORK, True)
    assert check(build.network(args=("--stagenet",)), build.gathered(claims={0: left[0]})) == []
    assert check(build.network(), build.gathered(claims=going)) == []


def test_no_volume_shrinks():
    """The rule of the API server compares with the size that was named before; none may have been."""
    seen = build.gathered(statefulsets={0: build.statefulset(0, disk_size="2Gi")})

    assert check(build.network(node={"disk_size": "1Gi"}), seen) == [Reason.SIZE_SHRINKS]
    assert check(build.network(node={"disk_size": "2Gi"}), seen) == []


@pytest.mark.parametrize(
    ("controller", "expected"), [("", "exists already, and"), ("MoneroNodeSet a", "belongs to MoneroNodeSet a")]
)
def test_a_clash_says_whose_it_is(controller, expected):
    """One of the two must be renamed, and only the user knows which."""
    seen = build.gathered(obstacles=facts.Obstacles(clashes=(facts.Clash("Service", "regtest", controller),)))

    assert expected in policies.obstacles(seen)[0].message


def test_what_the_api_server_says_about_a_child_is_passed_on_and_bounded():
    """A quota or a resource that it does not know is the user's to change."""
    refusal = facts.Refusal("StatefulSet", "regtest-0", "exceeded quota" + "!" * 10_000)
    seen = build.gathered(obstacles=facts.Obstacles(refusals=(refusal,)))

    message = policies.obstacles(seen)[0].message

    assert "StatefulSet regtest-0: exceeded quota" in message
    assert len(message) < 1000
