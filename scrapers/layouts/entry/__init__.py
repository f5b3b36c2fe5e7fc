"""One short entry of a list: its name, country, date and stage told apart and made into claims.

What belongs here: what the layouts share, first of all what each is given and gives back (`model`). What does not: how
entries are found on a page (the layouts), and running sentences (`sentence`). The steps, in their order: `scope` (what the
headings above say; `owners` whose list it is), `marks` and `pieces` (an entry cut), `names`, `dates`, `stages`, all put
together by `reading`; `claims` makes the drafts of any layout into claims. `hromada` knows the names of the Ukrainian side.
"""
