"""What a file without people says in the place of people: companies by number, no words of anybody we talked to. Pure."""

from typing import Any

from tenure.discovery.models import Evidence

# Notes about somebody in columns that may hold other things too.
NOTES = {"Observation": frozenset({"note"})}
OURS = {Evidence.Source.NOTE, Evidence.Source.TEST}  # evidence of any other kind repeats what somebody said, or a name
SAID = {"who", "person", "company", "contact"}  # in the details of a step
BUYERS = frozenset({"Presale", "MvpShowing"})  # whose voice tells the client, or the name typed by hand as `who`


class Companies:
    """Names of companies that share a voice, each by a number of its own in this file."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        return self._known.setdefault(name.casefold(), f"#{len(self._known) + 1}") if name else ""


def without_people(table: str, row: dict[str, Any], companies: Companies) -> None:
    """Take people out of what is left of a row; its personal columns are gone already."""
    if "cluster" in row:
        row["cluster"] = companies.of(row["cluster"])
    if table in BUYERS:
        row["who"] = row.pop("cluster")
    if table == "Evidence" and row["source"] not in OURS:
        row["text"] = ""
    if table == "VentureEvent":
        row["details"] = {name: value for name, value in row["details"].items() if name not in SAID}
