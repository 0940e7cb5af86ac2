"""What partners send: agreements, files on their way, receipts, and the request for a new edition.

Nothing here opens a row. What is sent is put into the partnership's `inbox` as bytes; the
operational worker takes it in, and answers in `outbox` with texts that name no person.
"""
