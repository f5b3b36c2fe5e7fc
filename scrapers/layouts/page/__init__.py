"""From the bytes of a page to its text in blocks, and what kind of page it is.

What belongs here: what is true of any page, whatever it says. What does not: partners (`entry`, `sentence`) and how they are
arranged on a page (the layouts). The steps, in their order: `decoding` (bytes to letters), `bounds` (nesting and attributes),
`parsing` (the tree), `walk` (the tree cut into the blocks of `model`), `boilerplate` (menus told from the main part),
`language` and `origin`, `dateline`; `kind` says whether a page is one of content.
"""
