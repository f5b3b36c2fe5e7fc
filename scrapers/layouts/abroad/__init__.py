"""Pages of the other side: ties told in languages without a grammar here, and lists of twins on the sites of towns abroad.

What belongs here: a Ukrainian and a foreign town beside each other, by words of many languages and by what is known for a
town; the town whose site it is, with the Ukrainian items of its list. What does not: the grammar of our six languages
(`layouts.sentence`). `words` are those of a tie; `towns` finds the towns of a sentence; `ties` says how far a tie has come and
since when; `owner` whose site a page is of; `pairs` reads lines of two towns; `telling` (`read`) and `listed` (`read`) read a page.
"""
