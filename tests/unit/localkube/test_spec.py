# SPDX-License-Identifier: Apache-2.0
"""The file between the tool and a machine's init."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from localkube import spec as specs

TEXT = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20)
PATHS = TEXT.map(lambda text: Path("/", text))
PROCESSES = st.builds(specs.Process, TEXT, st.lists(TEXT, min_size=1, max_size=5).map(tuple))
SPECS = st.builds(
    specs.Spec,
    hostname=TEXT,
    state=PATHS,
    processes=st.lists(PROCESSES, max_size=4).map(tuple),
    binds=st.dictionaries(TEXT, PATHS, max_size=3),
    sysctls=st.dictionaries(TEXT, TEXT, max_size=3),
)


@given(SPECS)
def test_init_reads_what_was_written(spec):
    """Encoding loses nothing, whatever paths and arguments look like."""
    assert spec == specs.decode(specs.encode(spec))
