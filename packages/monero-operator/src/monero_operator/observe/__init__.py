# SPDX-License-Identifier: Apache-2.0
"""Looking: what the informers know of a network's children, and what its daemons last said, as facts."""
