# SPDX-License-Identifier: Apache-2.0
"""The words of docs/reference/metrics.md around its tables: questions to begin with, and how to read them."""

QUERIES = {
    "Which daemons are not fit to serve, and why?": "monero_unready_reason == 1",
    "How many blocks is each daemon behind?": "clamp_min(monero_info_target_height - monero_info_height, 0)",
    "How many GiB are left on its disk?": "monero_info_free_space_bytes / 2^30",
    "Which countries are its peers in?": "topk(10, sum by (country) (monero_connections))",
    "Which RPC calls are slow, in seconds each?": (
        "topk(5, rate(monero_rpc_seconds_total[5m]) / (rate(monero_rpc_hits_total[5m]) > 0))"
    ),
    "How long do nine of ten transactions wait for a block, in seconds?": (
        "histogram_quantile(0.9, sum by (le) (rate(monero_pool_wait_seconds_bucket[1h])))"
    ),
    "Which nodes have whom to send transactions to over Tor?": (
        'sum without (direction, state) (monero_peers{direction="out",zone="tor"})'
    ),
    "Which onions can nobody reach at the moment?": "monero_tor_introduction_points == 0",
    "How long has the top block been the top?": "time() - monero_last_block_received_timestamp_seconds",
}

BEGIN = (
    (
        "Everything that an exporter tells, by topic: "
        "the names to use first, and at the end [the names of 2021](#names-of-2021) that others have replaced."
    ),
    (
        "[Run the exporter](../how-to/run-the-exporter.md) and "
        "[let Prometheus find it](../how-to/scrape-with-prometheus.md) say how to get it, "
        "[dashboards](../how-to/dashboards.md) and [alerts](../how-to/alerts/README.md) what is made of it; "
        "those of the operator have [a page of their own](operator-metrics.md)."
    ),
    "",
    "## To begin with",
    "",
)

READING = (
    "",
    "## How to read the tables",
    "",
    "- A family without a value is absent, never 0, unless its meaning says so.",
    (
        "- *source* is the question that brings it, and the label `source` of `monero_exporter_source_up`: "
        "see [sources](#sources)."
    ),
    (
        "- *unrestricted* and *restricted* are the daemon's RPC port that the exporter asks, "
        "and the cells the releases of monerod that bring the family there."
    ),
    "  `yes` means all, `no` none; what no daemon tells by itself says what it needs.",
    (
        "  This was seen beside 0.18.0.0, 0.18.4.0 and the newest of Debian, on a regtest chain "
        "with a peer, payments, a side chain and a ban; a login changes nothing."
    ),
    "  0.19 is not released yet: `not in 0.19` means that its source has dropped the answer.",
    (
        "- A summary has series with `quantile`, a histogram with `le`, and both `_sum` and `_count`: "
        "see [quantiles and buckets](#quantiles-and-buckets)."
    ),
    "- Names, labels and meanings stay within a major version; what is *experimental* may change in a minor one.",
    "",
)

SOURCES = (
    "## Sources",
    "",
    "A look is what all readers within a second share; a source that fails costs only the families that it brings.",
    "A call that the daemon does not have, or not at this port, is asked for again after ten minutes or a restart.",
    "",
)

DISTRIBUTIONS = (
    "## Quantiles and buckets",
    "",
    "A summary is about what there is now, such as the top block or the pool, and not about a time.",
    (
        "Where that is empty (a block without transactions, a daemon without peers) there are no quantiles, "
        "and `_count` is 0."
    ),
    "Values of `quantile` and `le` are written with a point: `1.0`, not `1`.",
    "",
)

OLD = (
    "## Names of 2021",
    "",
    "Two exporters of 2021, one proposed and one published in Go, had names that dashboards were made for.",
    "All of them are still told, and where their values were wrong they are right here.",
    "Those that are not in the tables above stand here, with what tells the same: use that in what you make anew.",
    "`unknown` are counters whose old name lacks `_total`.",
    (
        "Some of these names break today's customs (`_count` or `_total` of what does not count up), "
        "about which `promtool check metrics` complains; that is known, and harms nothing."
    ),
    "",
)
