"""Days by calendar months. Apart from the summaries, for pages that count months and load nothing heavy."""

from datetime import date, timedelta


def months_back(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or that month's last day: 31 March - 1 = 28 February."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
