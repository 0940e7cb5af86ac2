"""Writes a proposed mapping as the text that a steward reads, finishes and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vrn.sharing.proposing.propose import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vrn.sharing.proposing.propose import Proposal
    from vrn.sharing.proposing.sampling import Sample

_HEAD = """\
# A mapping proposed from {file}: our name = their header. Read every line before it is used.
# What could not be told stands behind a sign #, for the steward to finish."""


def mapping_toml(proposal: Proposal, sample: Sample, *, mapping_id: str, feed: str) -> str:
    """The text of the mapping; as it stands it can be read, though columns may be missing in it."""
    return "\n".join([*_top(proposal, sample, mapping_id, feed), *_sections(proposal)]) + "\n"


def _top(proposal: Proposal, sample: Sample, mapping_id: str, feed: str) -> Iterator[str]:
    yield from _HEAD.format(file=sample.file.replace("\n", " ")).splitlines()
    yield f"id = {spelt(mapping_id)}"
    yield f"feed = {spelt(feed)}"
    yield f"format = {spelt(sample.format)}"
    if sample.format == "csv":
        yield f"encoding = {spelt(sample.encoding)}   # {sample.encoding_because}"
        yield (
            f"delimiter = {spelt(sample.delimiter)}"
            if sample.delimiter != "\t"
            else ('delimiter = "\\t"')
        )
    if sample.header_row > 1:
        yield f"header_row = {sample.header_row}   # {sample.header_because}"
    if proposal.codes:
        yield "codes_in_any_case = true"
    if proposal.missing_words:
        yield f"missing_words = [{', '.join(map(spelt, proposal.missing_words))}]"
    if proposal.ignored:
        yield "# Read over and never kept, as in another mapping of this feed."
        yield f"ignored = [{', '.join(map(spelt, proposal.ignored))}]"


def _sections(proposal: Proposal) -> Iterator[str]:
    yield from _section("columns", proposal.columns, proposal)
    if proposal.dates or "dates" in proposal.unsure:
        yield from _section("dates", proposal.dates, proposal)
    names = dict.fromkeys([*proposal.codes, *_doubted_codes(proposal)])
    for name in names:
        yield from _section(f"codes.{name}", proposal.codes.get(name, {}), proposal)


def _doubted_codes(proposal: Proposal) -> list[str]:
    return [name.partition(".")[2] for name in proposal.unsure if name.startswith("codes.")]


def _section(name: str, pairs: dict[str, str], proposal: Proposal) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for ours, theirs in pairs.items():
        key = spelt(ours) if name.startswith("codes.") else ours
        why = proposal.because.get(f"{name}.{ours}", "")
        yield f"{key} = {spelt(theirs)}" + (f"   # {why}" if why else "")
    yield from (f"# {line}" for line in proposal.unsure.get(name, ()))
