"""The operational worker: the one process beside the command line that opens rows.

It takes what people sent out of the inbox, receives it, deletes the bytes, and answers in the
outbox in words that name no person. The site and the worker share two folders and no code that
opens rows (vrn_web.stewardship.exchange).
"""

from vrn_work.keeping import keep_working
from vrn_work.working import run_worker

__all__ = ["keep_working", "run_worker"]
