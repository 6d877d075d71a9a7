# SPDX-License-Identifier: Apache-2.0
"""The manifests that `addons` applies; `${...}` is filled in from the settings."""
