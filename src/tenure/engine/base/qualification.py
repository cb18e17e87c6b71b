"""Whom to work with how: pain, money and a deadline make the class of a client (J3)."""


def qualification(pain: bool | None, money: bool | None, urgent: bool | None) -> str | None:
    """Class of a client: A pain, money and urgent; B not urgent; C no money; D no pain (J3). None while an answer that
    decides is unknown: ask it."""
    if pain is None:
        return None
    if not pain:
        return "D"
    if money is None or (money and urgent is None):
        return None
    return ("A" if urgent else "B") if money else "C"


def missing_answer(pain: bool | None, money: bool | None, urgent: bool | None) -> str | None:
    """Which of "pain", "money", "urgent" to ask next; None when the class is known."""
    if qualification(pain, money, urgent) is not None:
        return None
    return "pain" if pain is None else "money" if money is None else "urgent"
