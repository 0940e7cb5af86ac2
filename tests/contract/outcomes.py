"""Everything that arrives otherwise than agreed, what becomes of it, and what test shows it.

The list is whole: test_outcomes.py holds it to the table of bad files and to the tests. `shown_by`
names a line of that table, or a test as file::name.
"""

from __future__ import annotations

from typing import NamedTuple

LOAD, MEND, FLAG, HOLD, REFUSE = "load", "mend", "flag", "hold back", "refuse"
STREET, OFFENCES, PEOPLE = "police-uk-street", "police-offences", "police-people"
CALLOUTS, ATTENDANCES, ADMISSIONS = "ambulance-calls", "ae-attendances", "hospital-admissions"
AGES = "residents-mid-2020-small-areas"
WORKBOOKS = "test_workbooks.py::test_what_may_not_be_in_a_workbook_is_refused"
AT_THE_DOOR = "test_agreements_at_the_door.py::"


class Row(NamedTuple):
    """What arrives, what becomes of it, and what shows it."""

    arrives: str
    outcome: str
    shown_by: str


def _of(under: str, outcome: str, *arrives: str) -> list[Row]:
    """Lines of the table of bad files under one agreement, of one outcome, by what arrives."""
    return [Row(what, outcome, f"{under}: {what} -> {outcome}") for what in arrives]


def _by(test: str, outcome: str, *arrives: str) -> list[Row]:
    return [Row(what, outcome, test) for what in arrives]


BYTES = [
    *_of(STREET, LOAD, "UTF-8 with a byte-order mark", "lines that end in CRLF"),
    *_of(STREET, LOAD, "CRLF inside quotation marks", "no line end after the last row"),
    *_of(STREET, LOAD, "columns in another order"),
    *_by(
        "test_receiving.py::test_another_encoding_is_read_as_declared",
        *(LOAD, "UTF-16 as declared", "Windows-1252 as declared"),
    ),
    *_of(STREET, MEND, "header names in capitals", "header names with blanks and underscores"),
    *_by("test_receiving.py::test_a_known_alias_is_mended", MEND, "a header by a known alias"),
    *_of(STREET, REFUSE, "cp1252 sent as UTF-8", "mixed encodings", "NUL bytes"),
    *_of(STREET, REFUSE, "mixed encodings, Windows-1252 first"),
    *_of(STREET, REFUSE, "UTF-16 where UTF-8 was agreed", "UTF-16 without a mark"),
    *_by(
        "test_odd_bytes.py::test_a_nul_is_told_by_its_offset_in_every_encoding",
        *(REFUSE, "NUL bytes in another encoding"),
    ),
]
STRUCTURE = [
    *_of(STREET, REFUSE, "an empty file", "blank lines alone", "a header alone"),
    *_by(
        "test_announced.py::test_a_header_alone_is_accepted_where_a_nil_return_is_declared",
        *(LOAD, "a header alone, with a nil return declared"),
    ),
    *_by(
        "test_announced.py::test_a_nil_return_is_a_header_and_nothing_else",
        *(REFUSE, "a nil return with rows, or without a header"),
    ),
    *_of(STREET, REFUSE, "a total as the last line", "title rows above the header"),
    *_of(STREET, REFUSE, "semicolons where commas were agreed", "a decimal comma"),
    *_of(AGES, REFUSE, "a decimal comma in whole numbers"),
    *_of(STREET, REFUSE, "a quotation mark that is not closed", "a row longer than the header"),
    *_of(STREET, REFUSE, "a row shorter than the header: cut off"),
    *_of(STREET, REFUSE, "a header name that stands twice", "a required column that is missing"),
    *_of(STREET, REFUSE, "a column that the agreement does not list", "a column without a name"),
    *_by(
        "test_receiving.py::test_a_refused_column_leaves_no_value_behind",
        *(REFUSE, "a column that is not agreed, of which no value is kept"),
    ),
    *_of(STREET, REFUSE, "a cell of 200 kB", "10,000 columns", "a line of 5 MB"),
    *_by(
        "test_large_files.py::test_a_line_without_end_is_refused_in_bounded_memory",
        *(REFUSE, "a line without end"),
    ),
    *_by(
        "test_large_files.py::test_two_gigabytes_on_one_line_are_refused_in_bounded_memory",
        *(REFUSE, "2 GB on one line"),
    ),
    *_by(
        "test_large_files.py::test_a_large_file_is_received_below_500_megabytes",
        *(LOAD, "a valid file that is larger than memory may be"),
    ),
]
ARCHIVES = [
    *_of(STREET, REFUSE, "a zip bomb", "a gz bomb", "a nested archive", "a gz within a gz"),
    *_of(STREET, REFUSE, "more than 10,000 files", "a password", "files that overlap"),
    *_by(
        "test_odd_bytes.py::test_a_hundred_thousand_entries_are_refused_unopened",
        *(REFUSE, "100,000 entries"),
    ),
    *_by(
        "test_odd_bytes.py::test_nothing_of_a_bad_archive_is_unpacked",
        *(REFUSE, "a bad archive, before anything of it is unpacked"),
    ),
    *_of(STREET, REFUSE, "an archive named as a text", "a text named as an archive", "a document"),
    *_by(WORKBOOKS, REFUSE, "a workbook with macros", "XML entities in a workbook"),
    *_by(WORKBOOKS, REFUSE, "hidden sheets or rows that hold data", "merged cells"),
    *_by(WORKBOOKS, REFUSE, "formulas where values belong"),
]
NAMES = [
    *_by(
        "test_receiving.py::test_a_file_name_is_shown_safely",
        *(LOAD, "a file name with a line end in it"),
    ),
    *_by(
        "test_receiving.py::test_a_name_in_an_archive_is_never_a_path",
        *(LOAD, "a file name with a path in it"),
    ),
    *_by(
        "test_announced.py::test_odd_names_in_an_archive_are_shown_safely",
        *(LOAD, "a file name of 10,000 characters"),
    ),
    *_by(
        "test_announced.py::test_a_name_in_a_file_name_is_in_no_receipt_of_a_feed_about_persons",
        *(LOAD, "a file named after somebody"),
    ),
]
CELLS = [
    *_of(STREET, HOLD, "a control character in a text", "a control character in a code"),
    *_of(STREET, MEND, "trailing and non-breaking blanks in codes"),
    *_of(STREET, HOLD, "an error of a spreadsheet in a number"),
    *_of(STREET, HOLD, "an error of a spreadsheet in a text"),
    *_of(STREET, HOLD, "a cell of ##### for a column too narrow"),
    *_of(
        STREET, REFUSE, "leading zeros lost from codes", "a long number cut short by a spreadsheet"
    ),
    *_of(ATTENDANCES, REFUSE, "leading zeros lost from sites' codes"),
    *_of(STREET, LOAD, "=cmd, <script>, {{7*7}} and ' OR 1=1", "+, - and @ at the start of a cell"),
    *_of(STREET, LOAD, "the surname None, and NULL"),
    *_of(PEOPLE, LOAD, "the surname None, Null and =cmd"),
    *_by(
        "test_harmless.py::test_a_hostile_text_does_nothing_in_any_format",
        *(LOAD, "a formula, a script or a template in a page, a document and a download"),
    ),
    *_of(STREET, HOLD, "a telephone number in a field that is not personal"),
    *_of(STREET, HOLD, "a mobile telephone in a field that is not personal"),
    *_of(STREET, HOLD, "an NHS number in a field that is not personal"),
    *_of(STREET, HOLD, "an e-mail address in a field that is not personal"),
    *_of(STREET, HOLD, "a name in a field that is not personal"),
    *_of(STREET, HOLD, "a date of birth in a field that is not personal"),
    *_by(
        "test_canaries.py::test_an_identifier_in_the_wrong_column_is_not_kept",
        *(HOLD, "an identifier in each column of each feed about persons"),
    ),
]
TIMES = [
    *_of(OFFENCES, REFUSE, "times with the month first in a feed with the day first"),
    *_of(OFFENCES, REFUSE, "times as a spreadsheet's day numbers", "times with two-digit years"),
    *_of(PEOPLE, REFUSE, "days of birth with the month first"),
    *_of(PEOPLE, REFUSE, "days of birth as a spreadsheet's numbers"),
    *_of(PEOPLE, REFUSE, "days of birth with two-digit years"),
    *_of(STREET, REFUSE, "months written as dates", "months as a spreadsheet's day numbers"),
    *_of(STREET, REFUSE, "months with two-digit years"),
    *_of(STREET, HOLD, "a month in the future", "a month before the agreement's period"),
    *_of(OFFENCES, HOLD, "an offence recorded in the future"),
    *_of(OFFENCES, HOLD, "an offence recorded before the agreement's period"),
    *_of(CALLOUTS, HOLD, "a call in the future", "a call before the agreement"),
    *_of(ATTENDANCES, HOLD, "an arrival in the future", "an arrival before the agreement"),
    *_of(PEOPLE, HOLD, "a day of birth in the future"),
    *_of(ADMISSIONS, HOLD, "admissions of the future"),
    *_of(OFFENCES, HOLD, "an end before the start"),
    *_of(OFFENCES, HOLD, "an offence recorded before it was committed"),
    *_of(CALLOUTS, HOLD, "a crew that arrived before the call"),
    *_of(ATTENDANCES, HOLD, "an arrival before the injury"),
    *_of(OFFENCES, FLAG, "an offence of 1 January 1900", "a heap of times at midnight"),
    *_of(PEOPLE, FLAG, "a day of birth of 1 January 1900", "births that heap on 1 January"),
    *_of(OFFENCES, FLAG, "one day in far more rows than the others"),
    *_of(OFFENCES, FLAG, "a time in the hour that the clocks skip"),
    *_of(OFFENCES, FLAG, "a time in the hour that the clocks repeat"),
    *_of(CALLOUTS, FLAG, "a call-out in the hour that repeats"),
    *_by(
        "../unit/problem/episodes/test_local_times.py::test_a_time_tells_its_hour_or_says_why_not",
        *(FLAG, "times at midnight, left out of the hours of the day and counted apart"),
    ),
    *_of(OFFENCES, FLAG, "times that could have the month first throughout"),
    *_of(OFFENCES, FLAG, "days and months swapped throughout, unlike the last supply"),
    *_of(OFFENCES, FLAG, "days up to the twelfth alone, like the last supply"),
    *_of(OFFENCES, FLAG, "days up to the twelfth alone, and no earlier supply"),
]
VALUES = [
    *_of(CALLOUTS, HOLD, "an age of 999", "an age of -1", "an age with its unit"),
    *_of(ATTENDANCES, HOLD, "an age turned into a day"),
    *_of(ADMISSIONS, HOLD, "an age group turned into a day"),
    *_of(AGES, REFUSE, "a header turned into a date: 10-14 as 10-Oct"),
    *_of(PEOPLE, LOAD, "a sex written m, Male, f and FEMALE"),
    *_of(PEOPLE, HOLD, "a sex that the mapping does not list"),
    *_of(ATTENDANCES, HOLD, "a sex that is not listed"),
    *_of(CALLOUTS, HOLD, "a gender that is not listed"),
    *_by(
        "test_nhs_numbers.py::test_blanks_and_dashes_are_mended_and_told",
        *(MEND, "an NHS number with blanks or dashes"),
    ),
    *_by(
        "test_nhs_numbers.py::test_a_wrong_check_digit_drops_the_number_and_keeps_the_row",
        *(FLAG, "an NHS number whose check digit is wrong"),
    ),
    *_by(
        "test_nhs_numbers.py::test_a_number_that_a_spreadsheet_cut_short_is_refused",
        *(REFUSE, "an NHS number of 9.43E+09"),
    ),
    *_of(OFFENCES, MEND, "postcodes with O for 0, in small letters and without a blank"),
    *_of(PEOPLE, MEND, "homes with O for 0 and without a blank"),
    *_of(PEOPLE, FLAG, "a home that is no place"),
    *_of(CALLOUTS, FLAG, "no fixed abode, ZZ99, for a scene"),
    *_of(CALLOUTS, FLAG, "a scene outside the area, or a postcode no longer in use"),
    *_of(STREET, HOLD, "coordinates swapped", "coordinates 0,0", "coordinates in metres"),
    *_of(STREET, HOLD, "coordinates elsewhere", "one coordinate alone"),
    *_of(OFFENCES, HOLD, "an easting and a northing of 0", "an easting in degrees"),
    *_by(
        "../unit/problem/test_placing_rows.py::test_each_row_is_placed_and_says_how",
        *(MEND, "small areas of 2011 for those of 2021, converted by the published lookup"),
    ),
    *_by(
        "../unit/chain/test_cutting.py::"
        "test_a_lookup_of_another_area_is_refused_before_every_figure_is_too_low",
        *(REFUSE, "small areas of which fewer than 95 % are found"),
    ),
    *_of(OFFENCES, FLAG, "a class that the list does not know"),
    *_by(
        "../unit/problem/definitions/test_offence_codes.py::"
        "test_an_offence_without_a_code_is_not_classified",
        *(FLAG, "an offence code that is not known, counted as not classified"),
    ),
]
SUPPLIES = [
    *_by(
        "test_receiving.py::test_the_same_bytes_give_the_same_receipt_and_change_nothing",
        *(LOAD, "the same bytes twice"),
    ),
    *_by(
        "test_receiving.py::"
        "test_the_same_period_with_other_bytes_is_refused_with_the_receipt_named",
        *(REFUSE, "the same period with other bytes"),
    ),
    *_by(
        "test_receiving.py::test_a_supply_that_says_what_it_replaces_takes_over",
        *(LOAD, "the same period with other bytes, saying what it replaces"),
    ),
    *_by(
        "test_changed_rows.py::test_rows_are_added_changed_and_removed_by_their_key",
        *(LOAD, "the rows that such a supply adds, changes and removes"),
    ),
    *_by(
        "test_announced.py::"
        "test_an_upload_that_was_cut_off_is_refused_and_the_whole_one_accepted_after",
        *(REFUSE, "an upload cut off; a SHA-256 that is not as announced"),
    ),
    *_by(
        "test_announced.py::test_rows_that_are_not_as_announced_are_refused",
        *(REFUSE, "rows that are not as announced"),
    ),
    *_of(STREET, REFUSE, "part 1 of 2 alone"),
    *_of("area-changes-2011-2021", REFUSE, "the right file on the wrong feed"),
    *_by(
        "test_receiving.py::test_a_month_of_unusual_size_waits_for_the_analysts_word",
        *(REFUSE, "40 % fewer rows than usual, or 60 % more"),
    ),
    *_of(OFFENCES, REFUSE, "a month of which the last days are missing"),
    *_by(
        "test_receiving.py::test_nothing_is_received_without_an_agreement_in_force",
        *(REFUSE, "no agreement in force on that day"),
    ),
    *_by(
        "../unit/web/test_web_sending.py::test_only_the_suppliers_steward_and_the_analyst_may_send",
        *(REFUSE, "a sender without the right"),
    ),
    *_by(
        f"{AT_THE_DOOR}test_rows_of_a_health_body_under_section_16_are_an_incident",
        *(REFUSE, "a row about a person from a health body under a gateway that forbids it"),
    ),
    *_by(
        f"{AT_THE_DOOR}test_a_column_of_names_where_it_says_pseudonymised_is_an_incident",
        *(REFUSE, "names where the agreement says pseudonymised"),
    ),
    *_by(
        f"{AT_THE_DOOR}test_names_in_the_place_of_numbers_are_an_incident_without_a_value",
        *(REFUSE, "names in a column of numbers where it says pseudonymised"),
    ),
]

ROWS = [*BYTES, *STRUCTURE, *ARCHIVES, *NAMES, *CELLS, *TIMES, *VALUES, *SUPPLIES]
