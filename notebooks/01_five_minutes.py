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
# # 1. Five minutes from exports to an answer
#
# A company asks: *which of our departments should own social media, and why?* silograph answers from two things most
# companies have:
#
# - **logs** of who wrote to whom and when: mail, posts on an internal network, tickets. Never what was written.
# - a **people file** that says who works in which department.
#
# silograph calls a department a **function**: HR, Marketing, IT.
#
# You need to know pandas, and nothing about networks. Every new word is explained where it first appears.

# %%
import tempfile
from pathlib import Path

import silograph as sg
from silograph.simulation import Outside, write

# %% [markdown]
# ## Some exports
#
# So that this runs anywhere, we invent a company and write its exports to a folder. You would have yours already.
# The company is invented with a known truth in it, to which we come back at the end.

# %%
spec = sg.CompanySpec(people=120, messages=6000, functions=7, seed=2, outside=Outside(contacts=60))
company = sg.simulate(spec)
folder = Path(tempfile.mkdtemp())
files = write(company, folder)
for what, path in files.items():
    print(f"{what:8} {path.name:16} {path.stat().st_size / 1000:8,.0f} kB")

# %% [markdown]
# ## Read them
#
# `sg.read` takes the exports, in any mixture, and the people file. It recognises each format by its content. It gives
# two things: the **log** (all messages) and the **roster** (who is who).

# %%
log, roster = sg.read([files["mail"], files["slack"], files["tickets"]], files["people"])
log.counts()

# %% [markdown]
# `messages` counts each message once, even if it lay in two mailboxes. `interactions` counts each recipient: one mail
# to five colleagues is one message and five interactions. The **channels** are e-mail, posts on the internal network,
# and handoffs: tickets passed from team to team. `self` (copies to oneself, interactions), `automated` (messages of
# programs) and `broadcasts` (messages to more than 50 people) are not counted when silograph works out who exchanges
# with whom.
#
# ## Analyse them
#
# `sg.analyze(log, roster)` asks all fifteen questions. Here we ask for the owner only, which also runs what the answer
# rests on. We also ask for fewer repetitions than usual on samples of the data (`replicates`: they give the intervals)
# and on random networks (`simulations`: they say what chance would give), to save time. For an answer that matters,
# leave `settings` out.
#
# The first run on a machine takes a minute longer: parts of silograph are compiled then, once.

# %%
settings = sg.Settings(only=("owner",), replicates=100, simulations=200)
analysis = sg.analyze(log, roster, settings=settings)
analysis

# %% [markdown]
# An analysis shows its answers. Some of their words need explaining.
#
# **Exchange** and **ties.** People exchange when they write to each other. Each message counts 1, shared among its
# recipients, and copies count less. A *tie* is what passed between two people in all. The *teams* are ticket queues.
#
# **Walls.** "8 times as likely to exchange" compares two people of one function with two equally active people of
# different ones. 1 would mean that functions play no part. The question is less whether there are walls than who has
# higher ones than the others:
#
# **Silo.** A function is called a silo when its people exchange clearly less with the other functions than is usual
# *in this company*. `openness` 1 is as open as the others; 0.5 is half as much exchange across its border.
#
# **Glue.** Messages between two functions often go through a third: you know somebody who knows somebody. The share
# of these shortest chains (**paths**) that pass through a function says how much it connects the others. Large
# functions lie on many paths anyway. So silograph asks how much a person there carries, against a person elsewhere.
# The glue is what lies clearly above.
#
# **95% interval.** Three other months would have given other numbers. The interval says how different they could
# be. When the interval includes "nothing special", silograph says so and stops there.
#
# *Weightings* and *score* are explained below, under "Who should own it?".
#
# A **warning** at the end says what would make the answer better. "Addresses carry the name of a known person" means
# that somebody may be writing from a second address; [notebook 4](04_your_own_data.ipynb) shows how to settle that.
#
# ## Look closer
#
# Each result shows itself as a headline and a table. `plot()` draws it.

# %%
analysis.results["silos"]

# %%
analysis.results["silos"].plot();

# %% [markdown]
# Each dot is a function, each line its 95% interval. Where the line crosses 1, the function may well be as open as
# the others. Orange ones are silos, green ones are clearly more open than usual.
#
# In the table, `internal` and `external` are amounts of exchange inside the function and across its border, in
# messages counted as above. `p_value` is about luck: the chance to see a difference this large in a company without
# silos. `q_value` is the same, corrected for having looked at several functions; below 0.05 is the usual mark. The
# `verdict` wants more than that: a difference that matters. A function is a `silo` only if its whole interval lies
# below 0.8, and `open` only if it lies above 1.25. So Legal, with a small `q_value`, stays `ordinary`. `ei` counts
# messages inward and outward, and it misleads when read alone: [notebook 2](02_reading_silos.ipynb) shows why.

# %%
analysis.results["glue"].plot();

# %% [markdown]
# "Lift" is what a person of a function carries, against a person elsewhere: right of 1 more, left of it less. A filled
# dot is a glue.
#
# ## Who should own it?
#
# `owner` weighs what all other answers say: links to the others, how soon questions are answered, contact with
# customers, practice with posts. Nobody can say how much each should weigh. So it tries thousands of weightings and
# counts how often each function comes first. It recommends a function only if that is the case in at least half of the
# weightings *and* the function stands out more than chance alone would let the best one do. Otherwise the answer is
# "no clear owner", which is a good answer too.

# %%
owner = analysis.results["owner"]
print(owner.headline())
print()
for reason in owner.reasons():
    print("-", reason)
for caution in owner.cautions():
    print("!", caution)

# %% [markdown]
# The lines with a dash are the evidence, for *and* against: here few of the contacts with customers, and everybody
# together would answer sooner. The lines with an exclamation mark say what to be careful about. Read all of them aloud,
# not only those that please.
#
# Was it right? The company is invented, so we can look:

# %%
{name: company.truth[name] for name in ("silos", "glue", "owner")}

# %% [markdown]
# With your own data there is no such line. That is what intervals and cautions are for.
#
# ## Show it to others
#
# `analysis.show()` opens the network as an interactive page in the notebook. Choose a function to see whom it
# exchanges with.

# %%
analysis.show()

# %% [markdown]
# `analysis.write(folder)` writes what you can hand on: a report, this page, and all tables. People are pseudonyms
# there (P001, P002 ...), and functions of fewer than five people are shown only together. Tables in a notebook are
# *not* treated like that: they are yours alone. Open `report.html` in a browser first.

# %%
analysis.write(folder / "results")
print(folder / "results")
sorted(path.name for path in (folder / "results").iterdir())

# %% [markdown]
# ## With your own data
#
# ```python
# log, roster = sg.read(["mail.mbox", "slack.zip"], "people.csv")
# analysis = sg.analyze(log, roster)
# ```
#
# [Notebook 4](04_your_own_data.ipynb) goes through this step by step.
