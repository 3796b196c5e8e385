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
# # 3. Glue, the mail room, and the 24-hour test
#
# Which function holds the others together? And does it *answer*, or does it only pass things on?
#
# The difference matters. A function that everything runs through, and that answers, is a bridge. One that everything
# runs through, and that forwards it and is not heard of again, is a mail room. Both look the same on a map of the
# network. This notebook tells them apart.

# %%
import silograph as sg
from silograph.simulation import MailRoom, Outside, Pace

spec = sg.CompanySpec(
    people=130,
    messages=8000,
    functions=7,
    seed=4,
    silo_openness=1.0,  # no silo ...
    glue_openness=1.0,  # ... and no glue that answers
    mailroom=MailRoom(share=0.85, openness=8.0),
    pace=Pace(spread=0.6),  # some functions answer sooner than others
    outside=Outside(contacts=60),  # customers who write
)
company = sg.simulate(spec)
log, roster = company.log()
settings = sg.Settings(only=("owner",), replicates=100, simulations=200)
analysis = sg.analyze(log, roster, settings=settings)

# %% [markdown]
# The company is invented: one of its seven functions is a mail room, by construction. Let us find out which, as if we
# did not know.
#
# ## Who connects the others?
#
# People of two functions who do not write to each other may still be connected, through somebody both know. A **path**
# is such a chain of ties; the **shortest path** is the one with the fewest steps.
#
# **Brokerage** of a function is the share of the shortest paths *between people of other functions* that pass
# through it. Large functions have more of it anyway. `lift` is what a person there carries, against a person
# elsewhere: 2 means twice as much. `beyond_activity` is what is left of it once everybody's contacts are counted.

# %%
glue = analysis.results["glue"]
columns = ["function", "people", "brokerage", "lift", "lift_low", "lift_high", "beyond_activity", "verdict"]
glue.table[columns].round(3)

# %%
glue.plot();

# %% [markdown]
# 1 is as much as anybody. One function comes first by far. On the map, it is the glue of this company. Many studies
# would stop here and hand it the social media.
#
# Two things to check first. Does the glue hang on one person? `concentration` is the share of its brokerage that is
# lost when its most important person leaves.

# %%
first = glue.table["function"].iloc[0]
row = glue.table.set_index("function").loc[first]
print(f"{first}: {row['concentration']:.0%} of its brokerage hangs on one person")
print(f"first in {row['p_first']:.0%} of draws (would other people say the same?)")

# %% [markdown]
# ## The mail-room test
#
# Does it answer? `relay` follows every question and ticket that one function sends to another and looks at what
# becomes of it. **Relayed** means: the first thing the function did was to bring in somebody from a third function,
# and nobody of it ever wrote back to the one who asked.

# %%
relay = analysis.results["relay"]
relay.table[
    [
        "function",
        "items",
        "relayed",
        "answered",
        "relay_share",
        "relay_share_low",
        "relay_share_high",
        "verdict",
    ]
].round(2)

# %%
relay.plot();

# %%
print(relay.headline())
print("mail room and nobody else who connects:", relay.mailroom_syndrome)
print("planted:", company.truth["mailroom"])

# %% [markdown]
# The "glue" passes on most of what it gets. It links on paper only. `mailroom_syndrome` is true when the *only*
# function that connects the others beyond chance is one that routes onward. Then the company has a problem that no
# choice of owner solves.
#
# Say it with care when you show it. Routing onward is not a fault: for a switchboard it is the job. And a forwarded
# mail may have been answered on the telephone.
#
# ## How long do questions wait?
#
# A **question** here is a message that opens a thread and is addressed to another function. Not all of them ask
# something, so compare functions with each other rather than with a promise.
#
# Some questions have no answer *yet* when the log ends. To leave them out, or to count them as never answered, would
# both be wrong. `response` counts them as "waited at least so long", as one does in medical studies.

# %%
response = analysis.results["response"]
print(response.headline())
response.plot();

# %% [markdown]
# Each line is a function: how many of the questions it was asked had a reply after so many hours. The grey upright
# line is at 24 hours. Coloured functions are slower or faster than the others beyond chance.
#
# ## The 24-hour test
#
# Now a customer asks the function that owns social media. Often the question is about *another* function. The owner
# asks there, waits, and answers. After 24 hours the answer comes too late. `ownership` plays this through for every
# possible owner, with the reply times of this log. It also tries other arrangements: a hub of two or three functions, a
# new function of its own, and everybody answering for themselves.

# %%
ownership = analysis.results["ownership"]
print(ownership.headline())
ownership.plot();

# %%
ownership.table[
    ["arrangement", "within_24h", "within_24h_low", "within_24h_high", "handoffs", "verdict"]
].round(2)

# %% [markdown]
# `handoffs` is how often a question is passed on, on average. Look at the verdicts: `no_difference` and `between` mean
# that the order of the list is not to be trusted. `ahead` means better than at least one other beyond chance, and worse
# than none.
#
# This rests on assumptions, and they are part of the result:

# %%
for caveat in ownership.caveats:
    print("-", caveat)

# %% [markdown]
# ## Who should own it, then?

# %%
owner = analysis.results["owner"]
print(owner.headline())
for caution in owner.cautions():
    print("!", caution)

# %% [markdown]
# silograph never recommends a function that routes onward, however central it is. What remains may be nobody: "no clear
# owner" says that the evidence does not single out anyone. In this company no function was built to answer and to
# connect, so that is the right answer. The choice is then one of judgement. It should be made as such, not in the name
# of the data.

# %%
owner.plot();
