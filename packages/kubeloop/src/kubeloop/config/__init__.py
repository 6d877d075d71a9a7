# SPDX-License-Identifier: Apache-2.0
"""Where the API server is and how to be let in: from inside a pod (`incluster`) or from a kubeconfig file."""
