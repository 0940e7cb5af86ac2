"""Definitions as frozen texts, the classes that they part records into, and the bridges between."""

from vrn.problem.definitions.bridge import Bridge, Step, make_bridge, steps_between
from vrn.problem.definitions.definition import Clause, Definition, parse_definition
from vrn.problem.definitions.meeting import first_reason, meets
from vrn.problem.definitions.partition import (
    IN_NONE,
    DefinitionClass,
    Partition,
    make_partition,
    part_records,
)
from vrn.problem.definitions.publishing import (
    EditedDefinitionError,
    UnknownDefinitionError,
    find_definition,
    live_definitions,
    publish_definition,
    read_definitions,
)

__all__ = [
    "IN_NONE",
    "Bridge",
    "Clause",
    "Definition",
    "DefinitionClass",
    "EditedDefinitionError",
    "Partition",
    "Step",
    "UnknownDefinitionError",
    "find_definition",
    "first_reason",
    "live_definitions",
    "make_bridge",
    "make_partition",
    "meets",
    "parse_definition",
    "part_records",
    "publish_definition",
    "read_definitions",
    "steps_between",
]
