"""Icons of states: of hypotheses, of tests and their verdicts."""

STATE_ICONS = {
    "untested": "circle-dashed",
    "testing": "progress",
    "supported": "circle-check",
    "refuted": "circle-x",
    "undecided": "circle-half-2",
    "stale": "clock-exclamation",
    "parked": "player-pause",
}
# icons: circle-dashed progress circle-check circle-x circle-half-2 clock-exclamation player-pause
TEST_ICONS = {"draft": "pencil", "locked": "lock", "decided": "circle-half-2", "abandoned": "flag-off"}
VERDICT_ICONS = {"supported": "circle-check", "refuted": "circle-x", "undecided": "circle-half-2"}
# icons: flask lock lock-open pencil clock-play trash flag-off alert-triangle
