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
# # 6. Is it getting better? Monitoring through a reorganisation
#
# A company reorganises in order to bring its functions closer together. Half a year later somebody asks whether it
# worked. Numbers go up and down every month anyway. Which change is more than that?
#
# Two invented companies answer. They are alike for five months. Then one of them reorganises: a quarter of the people
# change function, and the walls come down. The other one goes on as before.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import silograph as sg
from silograph.simulation import Change

spec = {"people": 90, "messages": 14000, "functions": 5, "months": 10, "seed": 3}
reorganised = sg.simulate(sg.CompanySpec(**spec, change=Change(share=0.25, walls=3.0, at=0.5)))
steady = sg.simulate(sg.CompanySpec(**spec))
print(
    "reorganised on",
    reorganised.truth["reorganisation"],
    "with",
    len(reorganised.truth["reorganised"]),
    "people moved",
)

# %% [markdown]
# `trend` reads the log with its times and threads. Each figure is computed month by month.

# %%
log, roster = reorganised.log()
trend = sg.trend(log, roster, span=3, replicates=10)
print(trend.headline())

# %% [markdown]
# `walls` says how many times likelier two people of one function exchange than two of different functions, given how
# active they are. The band is the 95% interval of each month. Upright lines are changes beyond noise.

# %%
trend.plot();

# %% [markdown]
# All figures as a table, a month per row:

# %%
company_wide = trend.table[trend.table["function"].isna()]
monthly = company_wide.pivot_table(index="window", columns="figure", values="value", aggfunc="first")
monthly[["messages", "walls", "cross_share", "modularity", "continuity"]].astype(float).round(2)

# %% [markdown]
# - `cross_share`: share of the exchange that crosses functions.
# - `modularity`: share of the exchange inside functions, less what activity alone would put there.
# - `continuity`: the same, but for the functions people were in *before*. When people change function and keep their
#   old contacts, it stays. When they move and talk to new colleagues, it falls. It shows reshuffles.
#
# The first and the last month are not whole. Do not read much into their number of messages.
#
# ## What is a change?
#
# From one month to the next, something always goes up. A change is **marked** only when the three months from there on
# differ from the three before (`span=3`) by more than they would if the two halves were swapped at random, pair of
# people by pair. And it is adjusted for looking at many months and figures at once: in a steady company, the chance of
# any mark at all is meant to be below 5%.

# %%
trend.changes

# %% [markdown]
# `change` of walls is a factor (0.6: down to six tenths). For the others it is a difference. The month is that in which
# the reorganisation happened, or next to it.
#
# The marks say **that** something changed, and when. They do not say why. That it was the reorganisation, and not the
# new canteen in the same month, is your conclusion from what you know of the company.
#
# ## The same in the steady company

# %%
steady_log, steady_roster = steady.log()
steady_trend = sg.trend(steady_log, steady_roster, span=3, replicates=10)
print(steady_trend.headline())
steady_trend.plot();

# %% [markdown]
# No change beyond noise: the right answer. It is tempting to tell a story about such a curve. Look at its largest step:

# %%
walls = steady_trend.table[steady_trend.table["figure"] == "walls"].set_index("window")["value"].astype(float)
steps = walls.pct_change()
print(f"largest step: {steps.abs().idxmax()}, {steps[steps.abs().idxmax()]:+.0%}, and nothing happened")

# %% [markdown]
# ## Before and after, in detail
#
# Once you know the date, compare the two periods. `log.filter` cuts; each part is analysed like any log. Each message
# counts for the function its sender had *at that time*.

# %%
day = reorganised.truth["reorganisation"]
rows = []
for name, part in {"before": log.filter(until=day), "after": log.filter(since=day)}.items():
    silos = sg.silos(sg.build_network(part, roster), simulations=5)
    rows.append({"period": name, "walls": silos.walls, "low": silos.walls_low, "high": silos.walls_high})
periods = pd.DataFrame(rows).set_index("period")
periods.round(1)

# %%
_, ax = plt.subplots(figsize=(5, 2.2), layout="constrained")
ax.hlines(periods.index, periods["low"], periods["high"], linewidth=2)
ax.scatter(periods["walls"], periods.index, zorder=3)
ax.set(xlabel="walls (95% interval)", xlim=(0, None));

# %% [markdown]
# Two intervals that do not overlap are strong evidence of a difference. Two that overlap a little may still differ:
# the marks above are the better test, because they compare pair by pair.
#
# Choose the date before you look at the curve. A date chosen because the curve bends there always "works".
#
# ## Every month from now on
#
# Load each export into a store, and run again. Loading twice changes nothing.
#
# ```
# silograph load mail-2024-11.mbox --store company.duckdb
# silograph analyze company.duckdb --only trend --out results
# ```
#
# Decide beforehand which figure you will watch and how many months you will wait. With a look every month, and the
# freedom to choose among figures, somebody will sooner or later find what they hoped for.
