"""Which edition of the rules of belief a stored probability was counted by. Apart from the rules, for whoever only asks."""

# Raised whenever the same evidence would come to another probability or state: 2 lets a client who paid, answered or stood in
# a test be one voice, decides by locked tests and deeds on record alone, and holds what was only told within the cap of words.
# 3 weighs what presales brought before their weights came as what they bring since: by who answered.
EDITION = 3
