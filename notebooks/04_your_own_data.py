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
# # 4. Your own data: from HR file and exports to a store
#
# Real exports are untidy. People have two addresses, the HR file is a month old, a line is broken. This notebook goes
# through them in the order in which you would, and shows where to look before you believe any answer.
#
# Before you start: talk to your works council and your data protection officer. silograph keeps no message texts, but
# who wrote to whom is personal data all the same.
#
# ## What you need
#
# | what | where it comes from | formats |
# |---|---|---|
# | mail | mail server, Google Takeout | mbox, Maildir, folders of .eml |
# | posts | Slack | the official export (zip) |
# | tickets | ServiceNow, any event log | XES, CSV |
# | anything else | a query | CSV or Parquet with `sent_at`, `sender`, `recipient` |
# | people | HR system, directory | CSV or Excel |
#
# We invent a company and make its files as untidy as real ones.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import silograph as sg
from silograph.simulation import write

company = sg.simulate(sg.CompanySpec(people=100, messages=4000, functions=6, seed=7))
folder = Path(tempfile.mkdtemp())
exports = write(company, folder)

hr = pd.read_csv(exports["people"], dtype=str).query("actor_kind == 'person'")
hr = hr[["person_id", "name", "email", "function", "manager_id"]]
hr.columns = ["Employee ID", "Display Name", "Work Email", "Department", "Manager"]
hr.loc[3:6, "Department"] = None  # not filled in
hr = hr.drop(index=range(90, 95))  # five people are missing
hr_file = folder / "hr-export.csv"
hr.to_csv(hr_file, index=False, sep=";")
print(hr_file.read_text(encoding="utf-8")[:300], "...")

# %% [markdown]
# Column names and separators differ from system to system. silograph knows the usual ones: nothing to rename.
#
# A fourth source: calls from a telephone system, as a table. Any table works that says when, from whom, to whom.

# %%
calls = pd.DataFrame(
    {
        "sent_at": ["2024-02-01T09:00", "2024-02-01T09:30", "yesterday"],
        "sender": hr["Work Email"].tolist()[:3],
        "recipient": hr["Work Email"].tolist()[10:13],
    }
)
calls_file = folder / "calls.csv"
calls.to_csv(calls_file, index=False)

# %% [markdown]
# ## Load once, analyse often
#
# Reading large mailboxes takes time. So load them once into a **store**: one file on your disk that you can add to. It
# is all or nothing: if an export cannot be read to its end, the store stays as it was.
#
# Tickets wander between teams (queues). Which function a team belongs to is in this export's attribute `function`, so
# we say that. Otherwise the teams go into the people file, with `actor_kind` "team".

# %%
store_file = folder / "company.duckdb"
sources = [exports["mail"], exports["slack"], exports["tickets"], calls_file]
with sg.Store.open(store_file, create=True) as store:
    reports = sg.load(store, sources, options=sg.ReadOptions(function_attribute="function"))
    store.add_people(sg.read_people_table(hr_file))
pd.DataFrame(reports)

# %% [markdown]
# Every record is accounted for: `messages` are new ones, `duplicates` were there already (the same mail in two
# mailboxes), `system` are notes such as "has joined", `other` records count differently, `rejected` could not be used.
#
# Load the same export again, and nothing changes. So next month you can load everything you have.

# %%
with sg.Store.open(store_file, create=True) as store:
    again = sg.load(store, [exports["slack"]])
again[0].already

# %% [markdown]
# ## Read it, and doubt it
#
# `sg.read` takes a store like any export. The people file lies in it.

# %%
log, roster = sg.read(store_file)
log.provenance.rejected

# %% [markdown]
# One record was rejected, with its place and the reason. "yesterday" is no date. Mend the export, or live without it.
#
# ## Who is who?
#
# Who of those who wrote is not in the people file?

# %%
identities = log.provenance.identities
strangers = identities[identities["evidence"] == "as written"].merge(log.actors, on="actor_id")
strangers["domain"] = strangers["alias"].str.extract(r"@(.+)$")
strangers.groupby(["domain", "actor_kind"], dropna=False).size()

# %% [markdown]
# `person` means a colleague: an address of the company's own domain, or an account on its internal network. Nobody
# knows their function. They are the five who are missing from the HR file, by mail and on Slack. `team` are the ticket
# queues.
#
# `external` means outside the company. But that domain looks like ours: the company once had another name. Ten
# colleagues are taken for customers! Their names tell who they may be:

# %%
log.provenance.suggestions.head()

# %% [markdown]
# These are only suggestions: two people can share a name. silograph never merges people by name. You decide. Here the
# whole domain is an old one, so we say so:

# %%
old, new = "old-lorvane.example", "lorvane.example"
log, roster = sg.read(store_file, former_domains={old: new})
len(log.provenance.suggestions)

# %% [markdown]
# Nothing had to be loaded again. Who is who is worked out when a log is read, so a corrected people file counts at
# once too: `sg.read(store_file, "hr-new.csv")`.
#
# ## How much is unknown?

# %%
analysis = sg.analyze(
    log, roster, settings=sg.Settings(only=("silos", "communities"), replicates=50, simulations=200)
)
counted = analysis.summary["input"]
print(f"{counted['people']} people, of whom {counted['unknown_function_share']:.0%} have no known function")
for line in analysis.summary["warnings"]:
    if "not asked for" not in line:
        print("!", line)

# %% [markdown]
# People without a function count in the network, but no function gets their exchange. Up to a few percent does little
# harm. With a third unknown, ask for a better people file before you ask for silos.
#
# Is the period what you think it is? A mailbox that starts late looks like a change in the company.

# %%
messages = log.to_pandas().drop_duplicates("message_id")
pd.crosstab(messages["sent_at"].dt.strftime("%Y-%m"), messages["channel"])

# %% [markdown]
# January and April are shorter because the log starts and ends within them. To compare like with like, choose a period:

# %%
log.filter(since="2024-02-01", until="2024-04-01")

# %% [markdown]
# ## The answer

# %%
analysis.results["silos"]

# %% [markdown]
# ## Pass it on without names
#
# Somebody else is to do the analysis? Give them a copy in which nobody is named. Addresses become keyed hashes: without
# the key, which stays with you, nobody can find out who is who from the ids. Names and subjects are left out.

# %%
from silograph.log.anonymise import pseudonymise, read_key

key, _ = read_key(folder / "secret.key")
pseudonymise(store_file, folder / "to-hand-over.duckdb", key=key)
other_log, _ = sg.read(folder / "to-hand-over.duckdb")
rows = other_log.to_pandas().sort_values(["sent_at", "role"], ignore_index=True)
rows[["sent_at", "sender", "recipient", "role"]].head(3)

# %% [markdown]
# It is still personal data: whoever knows that Ann was the only one to write on Sunday finds Ann.
#
# ## The same on the command line
#
# ```
# silograph load mail.mbox slack.zip tickets.xes.gz calls.csv --store company.duckdb --people hr.csv
# silograph info company.duckdb
# silograph analyze company.duckdb --former-domain old-lorvane.example=lorvane.example --out results
# ```
