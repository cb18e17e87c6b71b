"""Sections and columns of what is held on a person, in words."""

from django.utils.translation import gettext as _


def section_words() -> dict[str, str]:
    """Titles by the names of the copy."""
    return {
        "client": _("Client"),
        "other_names": _("Earlier names"),
        "people": _("Person"),
        "channels": _("Ways to reach"),
        "posts": _("Posts"),
        "facts": _("What is known"),
        "files": _("Files"),
        "consents": _("Consents"),
        "decisions": _("Part in decisions"),
        "decision_units": _("Decision units"),
        "ties": _("Ties to others"),
        "our_contacts": _("Our people who know them"),
        "companies": _("Companies around"),
        "conversations": _("Talks"),
        "notes": _("Notes"),
        "observations": _("Results of tests"),
        "interviews": _("Interviews"),
        "interview_problems": _("Problems named in interviews"),
        "quotes": _("Quotes from interviews"),
        "commitments": _("Commitments given"),
        "candidates": _("Lists for interviews"),
        "tasks": _("Tasks"),
        "mentions": _("Mentioned in texts"),
        "orders": _("Orders"),
        "scores": _("Scores"),
        "changes": _("Changes in the audit log"),
        "readings": _("Openings of sensitive facts"),
    }


def column_words() -> dict[str, str]:
    """Headings by the names of the copy."""
    return {
        "name": _("Name"), "language": _("Language"), "created_at": _("Recorded"), "kind": _("Kind"), "value": _("What it says"),
        "preferred": _("Preferred"), "client": _("Client"), "title": _("Title"), "department": _("Department"),
        "duties": _("Duties"), "reports_to": _("Reports to"), "is_contact": _("Contact person"), "since": _("Since"),
        "until": _("Until"), "type": _("Fact"), "source": _("Source"), "how": _("How known"),
        "confidence": _("Confidence"), "known_on": _("Day known"), "expires_on": _("Ends on"),
        "superseded_at": _("Replaced"), "not_to_be_shown": _("Not to be shown"), "purpose": _("Purpose"),
        "basis": _("Lawful basis"), "proof": _("How given"), "given_on": _("Given on"), "withdrawn_on": _("Withdrawn on"),
        "unit": _("Decision"), "role": _("Role"), "weight": _("Weight"), "attitude": _("Attitude"),
        "susceptibility": _("Listens to others"), "veto": _("Veto"), "contact": _("Contact"),
        "estimate": _("Own estimate"), "interest": _("Interest"), "objection": _("Objection"),
        "next_step": _("Next step"), "effort_minutes": _("Minutes"), "criteria": _("Criteria"),
        "rivals": _("Competitors"), "from_the_person": _("From the person"), "strength": _("Strength"),
        "reason": _("Reason"), "due_on": _("Due"), "state": _("State"), "postpone_reason": _("Why postponed"),
        "close_note": _("How it ended"), "at": _("When"), "minutes": _("Minutes"), "outcome": _("Outcome"),
        "readiness": _("Readiness"), "next_contact_on": _("Next contact"), "text": _("Text"), "answers": _("Answers"),
        "table": _("Where"), "row": _("Number"), "column": _("Column"), "external_id": _("Client number"),
        "email": _("E-mail"), "phone": _("Phone"), "tax_id": _("Tax number"), "country": _("Country"),
        "company": _("Company"), "what": _("What"), "day": _("Day"), "number": _("Number"), "amount_minor": _("Amount"),
        "value_minor": _("Amount"), "closed_on": _("Closed"), "currency": _("Currency"), "is_return": _("Return"),
        "action": _("What was done"), "details": _("Details"), "type_code": _("Fact"),
        "first_day": _("First order"), "last_day": _("Last order"), "abc_class": _("Class by value"),
        "xyz_stability_class": _("Class by regularity"), "p_active": _("Still active"),
        "value_12m_minor": _("Next 12 months, revenue"), "is_silent": _("Silent"), "is_falling": _("Buys less"),
        "size": _("Size"),
        "held_on": _("Held on"), "acquaintance": _("How known to us"), "consent": _("Consent"),
        "consent_text": _("Words of the consent"), "notes": _("Notes"), "transcript": _("Transcript"),
        "talk_share": _("Share of our words"), "evangelist": _("Early adopter, level"), "decides": _("Who else decides"),
        "referrals": _("Whom to talk to next"), "problem__name": _("Problem"), "severity": _("Severity"),
        "frequency": _("How often"), "alternative": _("What they do today"), "cost_minor": _("Cost a month"),
        "hours": _("Hours a month"), "consent_on": _("Agreed on"), "happened_on": _("When"),
        "test__name": _("Test"), "success": _("Success"), "who": _("Who"), "note": _("Note"),
    }  # fmt: skip
