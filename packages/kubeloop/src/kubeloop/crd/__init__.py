# SPDX-License-Identifier: Apache-2.0
"""CustomResourceDefinitions from msgspec structs, pure and for build time only.

`markers` is what an API package writes beside its fields; `document` turns a marked root struct into the manifest.
"""
