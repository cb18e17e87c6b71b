"""Tables of the room: conversations, and what is prepared for them: scripts, objections, techniques."""

from tenure.conversations.models.interactions import Interaction, Participant
from tenure.conversations.models.objections import Objection, ObjectionAnswer, ObjectionUse
from tenure.conversations.models.scripts import Script, Technique

__all__ = ["Interaction", "Objection", "ObjectionAnswer", "ObjectionUse", "Participant", "Script", "Technique"]
