"""The table of a maker's rates as the documents show it: name, usual value, unit and meaning."""

from __future__ import annotations

from vrn_demo.makers.reading_settings import MAKERS, default_settings

BEGINS, ENDS = "<!-- rates of the {maker} maker -->", "<!-- end -->"


def table_of_rates(maker: str) -> str:
    """The rates of a maker as a Markdown table, by name."""
    usual = default_settings(maker).rates
    lines = ["| rate | usual | of what | what happens |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {usual[name]:g} | {rate.unit} | {rate.meaning} |"
        for name, rate in sorted(MAKERS[maker].items())
    ]
    return "\n".join(lines)


def with_tables(page: str) -> str:
    """The page with the tables between its marks made again."""
    for maker in MAKERS:
        begins = BEGINS.format(maker=maker)
        before, _, after = page.partition(begins)
        rest = after.partition(ENDS)[2]
        page = f"{before}{begins}\n\n{table_of_rates(maker)}\n\n{ENDS}{rest}"
    return page
