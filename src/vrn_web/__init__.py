"""The public site: pages made of released figures and published documents, and of nothing else.

It opens `released/` and `published/` of one partnership folder. It reaches no row, has no database,
no session and no sign-in, and ships no script.
"""
