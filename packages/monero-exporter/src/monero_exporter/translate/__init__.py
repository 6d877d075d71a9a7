# SPDX-License-Identifier: Apache-2.0
"""From a daemon's answers to what the exporter says about it: readiness, status, samples. Pure."""
