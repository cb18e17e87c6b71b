"""The family behind BG/NBD, MBG/NBD, BG/CNBD-k and MBG/CNBD-k: one likelihood, one set of predictions.

While active a client orders when a clock of stages has struck k times: stages come at random with rate lambda,
gamma(r, alpha) among clients, so that the gaps between orders are Erlang-k (k = 1: fully random, larger k: more even).
After each repeat order, and in the MBG kind after the first order too, the client leaves with probability p,
beta(a, b) among clients. Everything is exact for every k: what has passed of the current gap is carried as the number
of stages already struck.

Sources: Fader, Hardie, Lee (2005), Marketing Science 24(2) (k = 1, nobody leaves at the start); Batislam, Denizel,
Filiztekin (2007), IJRM 24(3), and Hoppe, Wagner (2007) (leaving at the start); Reutterer, Platzer, Schroeder (2021),
IJRM 38(1) (Erlang-k).
"""
