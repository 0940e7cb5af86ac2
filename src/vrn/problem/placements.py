"""The ways in which a row is placed in a small area, or is not: their names and what they mean."""

from __future__ import annotations

UNCHANGED = "code unchanged"
NEW = "code of the new vintage"
MERGED = "merged by lookup"
SPLIT = "split by position"
REDRAWN = "redrawn by position"
NEAREST = "nearest by position"
OUTSIDE = "outside the area"
NO_LOCATION = "no location"
UNKNOWN = "unknown code"

# A row placed in one of these ways has a small area and a district of the partnership.
INSIDE = (UNCHANGED, NEW, MERGED, SPLIT, REDRAWN, NEAREST)

MEANINGS = {
    UNCHANGED: "the supplied small area is the same in both vintages",
    NEW: "the supplied small area is already one of the vintage asked for",
    MERGED: "the supplied small area was merged with others, and took the merged area's code",
    SPLIT: "the supplied small area was split, and the point lies in one of its parts",
    REDRAWN: "the supplied small area was redrawn, and the point lies in one of its successors",
    NEAREST: "the point lies in none of the successors' simplified outlines, and took the nearest",
    OUTSIDE: "the supplied small area lies in no district of the partnership",
    NO_LOCATION: "the record was published without a place, or without the point it needs",
    UNKNOWN: "the supplied code is missing beside a point, or is not a small area's code",
}
