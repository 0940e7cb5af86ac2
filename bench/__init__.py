"""What is promised about speed and memory, against peers in the same run: `python -m bench`.

`__main__` runs the benches, `report` prints what they found. Each bench is a module:

    intake, linking, measures, publishing, pages, starting, store
    cutting, freezing             the bench `cut`: a cut's tables, and a cut made durable
    releasing, assessing, asking  the benches `release`, `assessment` and `violence`
    standardising, control_charts, spatial, scan, series, near_repeat

The others are what these rest on:

    child, timing, machine        processes of their own; taking turns; what it was run on
    site                          a server that is started, asked and stopped
    network                       the demonstration's partnership, and its offences many times over
    made_up, spoiling             made-up police files, and what is wrong with one row in a hundred
    made_people                   the makers' people as records and tokens, and how a way is scored
    linking_ways, usual_splink    the ways to link, and the peer: Splink as its documents set it up
    scaling, scaling_tables       `python -m bench.scaling`: DuckDB beside Spark, and their tables
    listed_cells                  the peer of the release: the listed cells counted by bare Polars
"""
