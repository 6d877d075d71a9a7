# SPDX-License-Identifier: Apache-2.0
"""What users write and read: the custom resources (`v1alpha1`), monerod's arguments, reasons and their sentences.

A field enters a struct when it works, not before: "unknown field" from kubectl is better than silence.
"""
