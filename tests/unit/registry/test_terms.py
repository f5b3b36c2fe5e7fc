"""Printed terms: which words end a tie by themselves, which leave it in doubt, and which say nothing."""

import pytest

from registry.terms import Term, printed_term

DAY, YEAR = ("2020-03-31", "day"), ("2020", "year")


@pytest.mark.parametrize(
    ("record", "since", "duration", "until"),
    [
        ("agreement", DAY, "5 років", Term("2025-03-31", True)),
        ("agreement", ("2020-03", "month"), "5 років", Term("2025-03", True)),
        ("agreement", YEAR, "5 років", Term("2025", True)),
        ("agreement", YEAR, "18 місяців", None),
        ("agreement", (None, "unknown"), "5 років", None),
        ("agreement", DAY, "5 років з автоматичним продовженням", None),
        ("agreement", DAY, "безстроково", None),
        ("agreement", DAY, "2020–2025 роки", Term("2025", True)),
        ("agreement", (None, "unknown"), "до 31.12.2027", Term("2027-12-31", True)),
        ("agreement", DAY, "100 років", Term("2120-03-31", True)),
        # A list goes on naming the tie: whether the term was prolonged it does not say.
        ("partnership", DAY, "5 років", Term("2025-03-31", False)),
        ("partnership", DAY, "2020–2025", Term("2025", True)),
    ],
)
def test_a_printed_duration(record, since, duration, until):
    assert printed_term(record, *since, duration) == until


@pytest.mark.parametrize(
    ("signed", "quote", "until"),
    [
        ("2004–2010", "Люблін | Польща | 2004–2010", Term("2010", True)),
        ("2004–2010", "Люблін (2004–2010 рр.)", Term("2010", True)),
        ("2004–2010", "Люблін, Польща – 2004–2010", Term("2010", True)),
        ("2004 - 2010", "3. Люблін, 2004 - 2010 роки", Term("2010", True)),
        ("2004–2010", "у 2004–2010 роках спільний проєкт з містом Люблін", Term("2010", False)),
        ("2004–2010", "Програма Польща – Україна 2004–2010", Term("2010", False)),
        ("2004–2005", "Люблін | 2004–2005", Term("2005", True)),
        ("04.05.2004–09.05.2004", "Люблін | 04.05.2004–09.05.2004", None),
        ("2004–дотепер", "Люблін | 2004–дотепер", None),
        ("2010–2004", "Люблін | 2010–2004", None),
        ("09.05.2004", "Люблін | 09.05.2004", None),
    ],
)
def test_a_printed_range(signed, quote, until):
    assert printed_term("partnership", "2004", "year", None, signed, quote) == until


def test_some_days_are_a_visit_and_another_start_is_another_date():
    days = "04.05.2004–09.05.2004"
    assert printed_term("partnership", "2004-05-04", "day", None, days, days) == Term("2004-05-09", False)
    assert printed_term("partnership", "1999", "year", None, "2004–2010", "Люблін | 1999 | 2004–2010") is None
