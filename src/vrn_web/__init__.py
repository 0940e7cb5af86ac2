"""The site: pages made of released figures and published documents, and people who sign in.

It opens `released/` and `published/` of one partnership folder, and a database of people, requests
and their audit in `site/`. It reaches no row: a file that a partner sends is put into `inbox/` as
bytes, for the operational worker. Open data needs no sign-in. It ships no script.
"""
