"""Reading pages of partners: from the bytes of any page to the claims that it holds.

What belongs here: everything that is learnt from a page alone. What does not: finding and fetching pages
(`scrapers.discovery`, `scrapers.fetch`), the sites that are declared (`scrapers.sites`), and rules about letters, words,
dates and names as such (`scrapers.text`). Each package uses only those named before it:

- `page`: bytes to blocks of text;
- `entry`: one short entry to claims;
- `sentence`: running text to claims;
- `grid`: tables to rows, and rows to claims;
- the layouts, each a module with `read(page, scope, context) -> Outcome`: `table`, `listing`, `lines`, `headings`, `cards`,
  `prose`, `news`;
- `abroad`: pages of the other side, in languages without a grammar here;
- `choose`: which layout explains a page best, what the text beside adds to it (`beside`), and the reading of it (`conclusion`).

`cues` holds the words that all of them go by.
"""
