# SPDX-License-Identifier: Apache-2.0
"""Looking: what the informers know of the children of each kind, and what its pods last said, as facts."""
