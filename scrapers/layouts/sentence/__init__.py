"""Running text: which places its sentences tie to the hromada, and how far each tie has come.

What belongs here: the grammar of a sentence in five languages. What does not: short entries (`entry`), and what a whole page
of news says of one event (`news`). The steps, in their order: `splitting` (a text into sentences and clauses); `mentions`
(every place that a sentence names) by `capitals`, `units`, `names`, `places`, `neighbours` and `countries`; `partners` (which
of them are partners) by `ties`, `strength`, `stages` and `dates`; `gathering` (one draft a partner); `running_text` goes over
a text or a page with all of them, `linking` gives a sentence what it takes from the one before; `title` adds what the title says of all partners.
"""
