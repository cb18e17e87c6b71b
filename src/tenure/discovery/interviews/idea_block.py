"""Which block of the canvas a hypothesis heard in a talk belongs to, by the words it is made of. Pure, in three languages.

A first guess for a line written in a hurry: the recorder may name the block, and the sticker can be moved.
"""

from tenure.discovery.canvas.blocks import blocks_of

# Beginnings of words, in the order they are asked for: who pays for what says more than what hurts.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("revenue_streams", (
        "pay", "paid", "price", "subscri", "invoice", "prepay", "deposit",
        "плати", "плате", "плата", "платя", "платё", "платн", "оплат", "предоплат",
        "цена", "цену", "цены", "цене", "подписк", "абонем", "депозит",
        "plăt", "plate", "plati", "plata", "preț", "pretul", "abonament", "avans",
    )),
    ("costs", ("expense", "our cost", "себестоим", "расход", "cheltuiel", "costul nostru")),
    ("partners", ("supplier", "partner", "поставщик", "партнёр", "партнер", "furnizor", "partener")),
    ("channels", (
        "advert", "instagram", "facebook", "website", "recommend", "referr", "leaflet", "fair",
        "реклам", "сайт", "рекоменд", "листовк", "выставк", "reclam", "recomand", "site", "târg",
    )),
    ("problem", (
        "problem", "late", "delay", "lose", "lost", "waste", "hate", "forget", "error", "stop",
        "проблем", "опазд", "поздн", "теря", "мешает", "болит", "забыва", "ошиб", "простаив",
        "problem", "întârzi", "intarzi", "pierd", "uită", "greșe", "strică", "oprește",
    )),
)  # fmt: skip
# Of a talk whose words say nothing more: what it was held for.
BY_KIND = {"problem": "problem", "pricing": "revenue_streams", "partner": "partners"}
# A canvas without the block keeps it in another.
INSTEAD = {"problem": "segments", "partners": "value_propositions"}
USUAL = "value_propositions"


def block_for(idea: str, kind: str, canvas_kind: str) -> str:
    """The block of a canvas of this kind; kind: of the talk."""
    text = f" {' '.join(idea.casefold().split())}"
    heard = (block for block, begins in WORDS if any(f" {word}" in text for word in begins))
    block = next(heard, BY_KIND.get(kind, USUAL))
    return block if block in blocks_of(canvas_kind) else INSTEAD.get(block, USUAL)
