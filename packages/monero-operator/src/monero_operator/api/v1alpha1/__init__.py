# SPDX-License-Identifier: Apache-2.0
"""The structs of `utxo.com.br/v1alpha1`: one file per kind, what several share in `common`.

Descriptions are those of the CustomResourceDefinition, which is generated from here.
"""
