# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5. Other rules, other libraries, your own analysis
#
# Three things in this notebook: change how messages become ties and see whether the answer holds; go to networkx,
# igraph and scikit-learn and back; write an analysis of your own that shows itself like the others.

# %%
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import networkx as nx
import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

import silograph as sg
from silograph.analyses.parts.result import Result
from silograph.charts.drawing import Interval, plot_intervals
from silograph.stats.p_values import benjamini_hochberg

company = sg.simulate(sg.CompanySpec(people=120, messages=6000, functions=7, seed=2))
log, roster = company.log()

# %% [markdown]
# ## How messages become ties
#
# A **tie** joins two people who exchanged messages. A `TieRule` says how strong it is. By default a mail to one person
# counts 1, somebody in copy counts half of that, and a mail to ten people counts a tenth for each. Mails to more than
# 50 people tie nobody to anybody.

# %%
sg.TieRule()

# %% [markdown]
# These are decisions, not facts. Others would decide otherwise. So try: does the answer depend on them?

# %%
rules = {
    "as it is": sg.TieRule(),
    "a mail to ten counts ten times": sg.TieRule(alpha=0),
    "no copies": sg.TieRule(role_weights={**sg.TieRule().role_weights, "cc": 0, "bcc": 0}),
    "at least two messages": sg.TieRule(min_messages=2),
}
rows = []
for name, rule in rules.items():
    network = sg.build_network(log, roster, tie_rule=rule)
    silos = sg.silos(network, simulations=5)
    glue = sg.glue(network, replicates=30, simulations=40)
    walls = f"{silos.walls:.1f} ({silos.walls_low:.1f} to {silos.walls_high:.1f})"
    rows.append(
        {"rule": name, "ties": len(network.ties), "walls": walls, "silos": silos.silos, "glue": glue.glue}
    )
pd.DataFrame(rows)

# %% [markdown]
# Walls, with their intervals, move a little. What to look for is whether the *names* change. If they do, say so next to
# the answer. If a rule drops so many ties that nothing is found any more, that is no contradiction: it is less data.
#
# ## networkx and igraph
#
# Out: `to_networkx()`, `sg.to_igraph()`. The nodes carry the columns of `network.people`, the edges `strength` and
# `distance`.
#
# Mind the difference. `strength` is how much two people exchange. Shortest-path routines want the opposite, a length,
# and read whatever you call `weight` as one. Give them `distance` (1 / strength). With `strength` they would look for
# the *weakest* chains, and no error would say so.

# %%
network = sg.build_network(log, roster)
graph = network.to_networkx()
right = nx.betweenness_centrality(graph, weight="distance")
wrong = nx.betweenness_centrality(graph, weight="strength")
people = network.people.assign(right=pd.Series(right), wrong=pd.Series(wrong))
people[["right", "wrong"]].rank().corr().round(2)

# %% [markdown]
# The two rankings of people agree only loosely. (**Betweenness** of a person is the share of shortest paths between others
# that pass through them.)
#
# In: every analysis of a network takes a graph of networkx or igraph as well. Nodes need an attribute `function`; name
# another one with `sg.as_network`. An example that everybody in the field knows is the karate club of Zachary (1977):
# 34 members, and after a quarrel two clubs.

# %%
karate = sg.as_network(nx.karate_club_graph(), function="club")
sg.communities(karate)

# %% [markdown]
# A **community** is a group of people who exchange more among themselves than with others. silograph looks for them
# *without* knowing the clubs, and then compares. **AMI** (adjusted mutual information) is 1 when both divide people the
# same way, and 0 when they agree no more than chance. The members had grouped much as they later split.
#
# And silos?

# %%
sg.silos(karate, simulations=20)

# %% [markdown]
# The walls are there. But with two groups nobody can say which is "more closed than usual": nothing is usual. So there
# is no verdict.
#
# ## scikit-learn
#
# Results are pandas tables and numpy arrays. So anything can be put beside them: here communities found by networkx
# (the Louvain method), and scikit-learn to say how well each agrees with the functions.

# %%
found = sg.communities(network)
louvain = np.zeros(len(network), dtype=int)
for number, members in enumerate(nx.community.louvain_communities(graph, weight="strength", seed=0)):
    louvain[list(members)] = number
functions = network.people["function"]
for method, labels in {"silograph": found.people["community"], "Louvain": louvain}.items():
    agreement = adjusted_mutual_info_score(functions, labels)
    print(f"{method:9} {len(set(labels))} groups, AMI with the functions {agreement:.2f}")

# %% [markdown]
# Another question: can you tell somebody's function from whom they exchange with?

# %%
profile = np.log1p(nx.to_numpy_array(graph, weight="strength"))
guess = cross_val_score(KNeighborsClassifier(5, metric="cosine"), profile, functions, cv=5)
largest = cross_val_score(DummyClassifier(), profile, functions, cv=5)
print(
    f"from whom they exchange with: {guess.mean():.0%} right; always the largest function: {largest.mean():.0%} right"
)

# %% [markdown]
# Be careful with such scores. Cross-validation assumes that the people left out have nothing to do with the others.
# Here they are their colleagues. The figure describes this network; it promises nothing about another one.
#
# ## Your own analysis
#
# An analysis is a function: a network (or log) and options go in, a frozen `Result` comes out. Subclass `Result`, say
# in one sentence what was found, and draw it. Table, page and display in the notebook come for free.
#
# Our question: **does one get an answer?** Of the people in other functions who wrote to somebody, to how many did they
# ever write back? One share per person, then the mean of each function.
#
# Three rules make it worth showing:
#
# 1. **Compare with chance.** Here: hand out the function labels at random among people, many times, and see how far a
#    function's mean gets from the others' by luck. People keep their own share, so who is busy stays busy.
# 2. **Adjust for looking at many functions.** `benjamini_hochberg` does.
# 3. **Small functions stay out.** With two people, a number is about two people.

# %%
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WritesBackResult(Result):
    """What `writes_back` found: a row per function."""

    name: ClassVar[str] = "writes_back"

    def headline(self, lang: str = "en", *, name: Callable[[str], str] = str) -> str:
        unusual = [name(row.function) for row in self.table.itertuples() if row.verdict == "unusual"]
        assessed = int((self.table["verdict"] != "not_assessable").sum())
        return f"Functions that write back unusually often or seldom: {', '.join(unusual) or 'none'} of {assessed}."

    def plot(self, ax=None):
        rows = [
            Interval(
                row.function, row.share, row.chance_low, row.chance_high, marked=row.verdict == "unusual"
            )
            for row in self.table.itertuples()
        ]
        return plot_intervals(rows, axis="share written back to (dot), and what chance gives (line)", ax=ax)


def writes_back(network, *, draws: int = 999, seed: int = 0, min_group: int = 5) -> WritesBackResult:
    """To how many of those who wrote to them from other functions did people write back?"""
    network = sg.as_network(network)
    code = network.function_codes
    ties = pd.DataFrame({"asker": network.source, "asked": network.target})
    ties = ties[(code[ties["asker"]] != code[ties["asked"]]) & (code[ties["asked"]] >= 0)]
    reversed_ties = ties.set_axis(["asked", "asker"], axis=1)
    answered = ties.merge(reversed_ties, how="left", indicator=True)["_merge"] == "both"

    by_person = answered.groupby(ties["asked"].to_numpy()).agg(["mean", "size"])
    is_person = network.people["actor_kind"].to_numpy()[by_person.index] == "person"
    by_person = by_person[is_person & (by_person["size"] >= 3)]
    function, share = code[by_person.index], by_person["mean"].to_numpy()
    people = np.bincount(function, minlength=len(network.functions))

    def means(labels):
        return np.bincount(labels, share, len(people)) / np.maximum(people, 1)

    rng = np.random.default_rng(seed)
    by_chance = np.array([means(rng.permutation(function)) for _ in range(draws)])
    observed, usual = means(function), share.mean()
    as_far = abs(by_chance - usual) >= abs(observed - usual) - 1e-12
    p_value = np.where(people >= min_group, (1 + as_far.sum(axis=0)) / (1 + draws), np.nan)
    q_value = benjamini_hochberg(p_value)
    table = pd.DataFrame(
        {
            "function": network.functions,
            "people": people,
            "share": observed,
            "chance_low": np.quantile(by_chance, 0.025, axis=0),
            "chance_high": np.quantile(by_chance, 0.975, axis=0),
            "q_value": q_value,
            "verdict": np.select(
                [np.isnan(q_value), q_value < 0.05], ["not_assessable", "unusual"], "ordinary"
            ),
        }
    )
    return WritesBackResult(
        table=table.sort_values("share", ascending=False, ignore_index=True),
        parameters={"draws": draws, "seed": seed, "min_group": min_group},
        caveats=("Who was only in copy, or has answered on the telephone, need not write back.",),
    )


writes_back(network)

# %%
writes_back(network).plot();

# %% [markdown]
# Nothing unusual: every dot lies where chance would put it. Is that the truth, or is the method blind? Every new
# analysis needs two tests.
#
# **Does it cry wolf?** Companies in which nothing is planted. Something should be marked in about one of twenty, not
# more.

# %%
false_alarms = 0
for seed in range(20):
    ordinary = sg.CompanySpec(people=80, messages=3000, functions=6, seed=seed).null()
    verdicts = writes_back(sg.simulate(ordinary).to_network()).table["verdict"]
    false_alarms += (verdicts == "unusual").any()
print(f"something marked in {false_alarms} of 20 companies without anything special")

# %% [markdown]
# **Is it blind?** Plant something. We take away six in ten of the ties by which one function writes to others.

# %%
planted = "Finance"
rng = np.random.default_rng(0)
writes = functions.to_numpy()[network.source] == planted
inside = functions.to_numpy()[network.target] == planted
kept = ~(writes & ~inside & (rng.random(len(writes)) < 0.6))
columns = ("source", "target", "strength", "messages", "weighty")
silent = replace(network, **{column: getattr(network, column)[kept] for column in columns})
writes_back(silent)

# %% [markdown]
# It finds what was planted, and it is quiet where nothing is. That is no proof, but without both it would not be worth
# a slide. The calibration pages of the documentation do the same for every analysis of silograph, with hundreds of
# companies.
