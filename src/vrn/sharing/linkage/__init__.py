"""Telling who is who: rows with tokens in, the same rows with person keys out.

`find_persons` goes by nominal id and exact tokens, and needs nothing; `link` goes by a trained
model, over several sources, and says how sure it is.
"""

from vrn.sharing.linkage.linking import Linked, link, train_model
from vrn.sharing.linkage.model import Bands, Model, parse_model, write_model
from vrn.sharing.linkage.person_keys import PersonKeys, give_keys, no_keys
from vrn.sharing.linkage.persons import find_persons

__all__ = [
    "Bands",
    "Linked",
    "Model",
    "PersonKeys",
    "find_persons",
    "give_keys",
    "link",
    "no_keys",
    "parse_model",
    "train_model",
    "write_model",
]
