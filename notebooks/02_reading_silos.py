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
# # 2. Reading silos without fooling yourself
#
# "How much of its mail does a department send to itself?" is the first thing everybody counts. It is also the easiest
# way to be wrong. This notebook counts it, is fooled, and finds out why.
#
# We use an invented company, because there we know the truth: **one** function is closed, and we know which.

# %%
from dataclasses import replace

import numpy as np
import pandas as pd

import silograph as sg

spec = sg.CompanySpec(
    people=260, messages=9000, functions=16, seed=5, size_spread=0.6, glue_openness=1.0, silo_openness=0.4
)
company = sg.simulate(spec)
network = company.to_network()
network

# %% [markdown]
# A **network** is people and the **ties** between them. Two people have a tie when they exchanged messages. Its
# **strength** says how much: a mail to one person counts 1; a mail to ten counts a tenth for each of them.
#
# (The teams are ticket queues, such as an IT help desk. They take part like people.)
#
# ## The obvious count
#
# The **E-I index** (Krackhardt and Stern, 1988) compares external with internal exchange:
#
# > E-I = (external − internal) / (external + internal)
#
# It goes from −1 (all inside) over 0 (half and half) to +1 (all outside). We compute it ourselves:

# %%
def ei_index(strength, external):
    return (strength[external].sum() - strength[~external].sum()) / strength.sum()


ties = network.to_pandas()
function = network.people["function"].to_numpy()
sender, recipient = function[network.source], function[network.target]
strength = ties["strength"]

print(f"E-I index of the company: {ei_index(strength, sender != recipient):+.2f}")

# %% [markdown]
# Above zero: more exchange outside than inside. "This is an open company", says the slide. Stop here, and you are
# fooled.
#
# ## Compared with what?
#
# There are 16 functions. If everybody wrote to anybody at random, most messages would leave the sender's function,
# just because most colleagues are elsewhere. How many would? Keep all messages as they are, and hand out the function
# labels at random, a few hundred times:

# %%
rng = np.random.default_rng(1)
by_chance = []
for _ in range(300):
    shuffled = rng.permutation(function)
    by_chance.append(ei_index(strength, shuffled[network.source] != shuffled[network.target]))

print(f"by chance: {np.mean(by_chance):+.2f}, give or take {np.std(by_chance):.2f}")

# %% [markdown]
# Chance gives far more than what we saw. The company is the opposite of open: its people keep to their functions much
# more than shuffled people do.
#
# The same happened with real data. In *email-Eu-core*, the mail of a European research institute, the index over its
# departments is +0.33. That reads "open". Shuffled labels give +0.91, give or take 0.006. The same number, read the
# right way round, says "walls everywhere".
#
# **Rule 1: never show an E-I index without what chance would give.**
#
# ## Which function is closed?
#
# Let us rank the functions by their own index. `sg.silos` computes it, and more that we look at below.

# %%
result = sg.silos(network, simulations=20)
table = result.to_frame()
table.sort_values("ei")[["function", "people", "ei", "ei_expected"]].head(8).round(2)

# %% [markdown]
# The function at the top of this list looks most closed. Look at `people`: large functions gather at the top. Of
# course: in a large function there are many colleagues to write to inside. The index measures size as much as habits.
#
# **Rule 2: a ranking by E-I is partly a ranking by size.**
#
# ## A fairer question
#
# silograph asks two questions, and keeps them apart.
#
# **How thick are the walls of the whole company?** How many times likelier do two people of one function exchange
# than two people of different functions, *given how active each of them is*?

# %%
print(f"walls: {result.walls:.1f} (95% interval {result.walls_low:.1f} to {result.walls_high:.1f})")

# %% [markdown]
# The interval says what another sample of the same company could have given. Walls of 1 would mean that functions make
# no difference.
#
# **Is one function more closed than the others here?** That is `openness`. 1 is as open as the others *of this
# company*. 0.5 means: half as much exchange across its border as usual, taking size and activity into account.

# %%
result.plot();

# %% [markdown]
# One function stands apart, with an interval far below 1. Most others have intervals that cross 1: nothing can be said
# about them. Here is the verdict, and the truth:

# %%
print("found:  ", result.silos)
print("planted:", company.truth["silos"])

# %%
by_function = table.set_index("function")
rank = by_function["ei"].rank().astype(int)
by_function.loc[list(result.silos), ["people", "ei", "ei_expected", "openness"]].round(2).assign(
    rank_by_ei=rank
)

# %% [markdown]
# Its E-I index is above zero and not the lowest. Whoever had stopped at the index would have called it open, and would
# have sent somebody else to the workshop.
#
# ## Would it have found a silo in any company?
#
# A method that always finds something is worth nothing. So we invent the same kind of company with **nothing** planted:
# all functions equally open.

# %%
rows = []
for seed in range(3):
    nobody_special = sg.simulate(replace(spec.null(), seed=seed))
    found = sg.silos(nobody_special.to_network(), simulations=5)
    lowest = found.table.loc[found.table["ei"].idxmin()]
    rows.append(
        {"lowest E-I": lowest["function"], "its people": lowest["people"], "silos found": len(found.silos)}
    )
pd.DataFrame(rows)

# %% [markdown]
# There is always a function with the lowest index: a list always has a first. Usually it is just one of the larger
# ones. "Silos found: 0" is the right answer, and a good one.
#
# Each function is one more chance to be fooled. A p-value below 0.05 happens by luck in one of twenty functions; with
# 16 functions, in more than half of all companies somebody would be "found". That is why silograph uses `q_value`, which
# is adjusted for the number of functions.
#
# **Rule 3: "nothing found" is an answer.**
#
# ## What the answer does not say
#
# - **A silo is not a fault.** A legal department may be closed because the law wants it so. The number says *that* a
#   function is closed, not *why*, nor whether it should change.
# - **"None more closed than the others" does not mean "no walls".** A company can be all walls, everywhere alike. Read
#   `walls` first.
# - **Only what was logged counts.** Who meets at the coffee machine looks closed in the mail.
# - **Assumptions matter.** [Notebook 5](05_your_own_analysis.ipynb) counts copies and large audiences differently and
#   looks at what changes.
#
# The caveats that silograph found in *this* result stand below its table:

# %%
result
