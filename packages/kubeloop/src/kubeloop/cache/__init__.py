# SPDX-License-Identifier: Apache-2.0
"""What informers know: small entries by key (`store`) and owner (`indexes`), own writes visible at once (`writes`).

Pure: no event loop, no I/O. An entry holds what a controller reads, never the object.
"""
