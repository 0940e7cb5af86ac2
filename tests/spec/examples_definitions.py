"""Drawn examples: what each definition takes, what it leaves out and why, and the bridge."""

from __future__ import annotations

CLASSES = """
    offence                            | code | domestic     | place_type        | class
    actual bodily harm in a street     | 8N   | not domestic | street            | in both
    the same, domestic mark missing    | 8N   | not recorded | street            | in both
    robbery outside a takeaway         | 34B  | not domestic | takeaway          | in both
    corporate manslaughter in a shop   | 4/10 | not domestic | shop or business  | in both
    wounding by a partner in a street  | 8N   | domestic     | street            | duty-2023: domestic
    wounding by a partner at home      | 8N   | domestic     | dwelling          | duty-2023: domestic
    attempted murder at home           | 2    | not domestic | dwelling          | duty-2023: not a public place
    endangering life in a back garden  | 5E   | not domestic | dwelling garden   | duty-2023: not a public place
    assault in a hospital ward         | 8N   | not domestic | hospital ward     | duty-2023: not a public place
    assault, place recorded as other   | 8N   | not domestic | other             | duty-2023: not a public place
    assault, no place recorded         | 8N   | not domestic | not recorded      | duty-2023: not a public place
    rape in a park                     | 19C  | not domestic | park or open land | duty-2023: sexual
    sexual assault at home by a partner | 20A | domestic     | dwelling          | duty-2023: sexual
    assault with injury on a constable | 8S   | not domestic | street            | in none
    death of a child allowed           | 4/7  | domestic     | dwelling          | in none
    threats to kill                    | 3B   | not domestic | street            | in none
    a local code that no list knows    | 8X   | not domestic | street            | not classified
"""  # noqa: E501

BRIDGE = """
    step                                  | offences
    vrn-2019                              | 4
    added: sexual                         | 2
    added: domestic                       | 2
    added: not a public place             | 5
    duty-2023                             | 13
    left unexplained                      | 0
"""
"""The bridge over the offences of CLASSES."""

CODES = """
    written                | recorded | read as | group
    8N, 008N, 8n           | 2020-05  | 8N      | assault with injury
    4/1, 4.1, 004/01       | 2020-05  | 4/1     | homicide
    4/10, 4.10             | 2020-05  | 4/10    | homicide
    8G, 8F                 | 2011-05  | 8N      | assault with injury
    8H, 8J                 | 2011-05  | 8P      | assault with injury
    5A                     | 2011-05  | 5D      | assault with intent to cause serious harm
    5B, 5C                 | 2011-05  | 5E      | endangering life
    8K                     | 2011-05  | 8K      | other
    8X, 299                | 2020-05  | itself  | not classified
"""

KNIFE = """
    offence_group                             | knife_flag   | knife-enabled
    assault with injury                       | yes          | yes
    assault with intent to cause serious harm | yes          | yes
    threats to kill                           | yes          | yes
    robbery                                   | no           | no
    robbery                                   | not recorded | no
    possession of weapons                     | yes          | no
"""

NIGHT = """
    night_place             | hour           | night-time-economy | night-time-economy-late | night-time-economy-premises
    licensed premises       | 18             | yes                | no                      | yes
    licensed premises       | 17             | no                 | no                      | no
    takeaway                | 03             | yes                | yes                     | yes
    takeaway                | 05             | yes                | no                      | yes
    takeaway                | 06             | no                 | no                      | no
    street of a town centre | 22             | yes                | yes                     | no
    street elsewhere        | 22             | no                 | no                      | no
    street not placed       | 22             | not known          | not known               | no
    not recorded            | 22             | not known          | not known               | not known
    not recorded            | 12             | no                 | no                      | no
    licensed premises       | time not known | not known          | not known               | not known
    dwelling                | time not known | no                 | no                      | no
"""  # noqa: E501

PUBLIC = """
    place_type        | public-place
    street            | yes
    school or college | yes
    shop or business  | yes
    dwelling          | no
    dwelling garden   | no
    prison            | no
    other             | no
    not recorded      | not known
"""

REPEAT = """
    offences_in_period | nth | days_since | repeat-in-period | repeat-within-year | repeat-ever
    1                  | 1   |            | no               | no                 | no
    2                  | 1   |            | yes              | no                 | no
    2                  | 2   | 365        | yes              | yes                | yes
    1                  | 2   | 366        | no               | no                 | yes
    1                  | 2   | 0          | no               | yes                | yes
"""
"""The suspect's offences in the period, which one of theirs it is, and the days since the last."""
