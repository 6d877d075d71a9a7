# SPDX-License-Identifier: Apache-2.0
"""What every command needs: where to call and as whom, a loop to run in, errors as sentences and exit codes."""
