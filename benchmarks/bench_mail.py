"""Reading the headers of an mbox against ``grep -c '^From '`` on the same file, in processor time, warm.

Run ``python benchmarks/bench_mail.py [--messages N]``. The mbox lies in a temporary folder and is removed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from silograph.loaders.files import Source
from silograph.loaders.mail import headers as mailheaders
from silograph.loaders.mail import loader as mail
from silograph.log.batches import ReadOptions

_HEADER = """From mboxrd@z Thu Jan  1 00:00:00 1970
Return-Path: <bounces+{n}@mx.example.com>
Delivered-To: archive@example.com
Received: from mx{k}.example.com (mx{k}.example.com [192.0.2.{k}])
\tby store.example.com (Postfix) with ESMTPS id {n:012X}
\tfor <archive@example.com>; {date}
Received: from laptop (unknown [198.51.100.{k}])
\tby mx{k}.example.com (Postfix) with ESMTPSA id {n:010X};
\t{date}
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s{k};
\th=from:to:cc:subject:date:message-id:in-reply-to:references;
\tbh={signature}=; b={signature}{signature}
\t {signature}{signature}{signature}{signature}==
X-Gm-Message-State: {signature}{signature}{signature}
From: {sender}
To: {to}
Cc: {cc}
Subject: Re: figures of week {k}
Date: {date}
Message-ID: <{n}.{k}@mail.example.com>
In-Reply-To: <{parent}.1@mail.example.com>
References: <{root}.1@mail.example.com>
 <{parent}.1@mail.example.com>
User-Agent: Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Thunderbird/102.6.0
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

"""


def _people(chooser: random.Random) -> list[str]:
    names = [f"Person{n} van Testing{n % 91}" for n in range(5000)]
    forms = (
        '"{1}, {0}" <{0}.{1}@example.com>',
        "{0} {1} <{0}.{1}@example.com>",
        "=?utf-8?q?{0}_=C3=A9?= <{0}@example.org>",
    )
    return [chooser.choice(forms).format(*name.split(" van ")) for name in names]


def write_mbox(path: Path, messages: int, size: int = 12_000) -> None:
    """An mbox of messages with long headers, one to twelve recipients and bodies of wrapped prose."""
    chooser = random.Random(7)
    people = _people(chooser)
    words = ["figures", "week", "team", "From", "meeting", "the", "of", "and", "delivery", "question", "open"]
    prose = "\n".join(" ".join(chooser.choices(words, k=11)) for _ in range(1000))
    prose = re.sub("^From ", ">From ", prose, flags=re.M)  # mboxrd
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for n in range(messages):
            header = _HEADER.format(
                n=n,
                k=chooser.randrange(1, 250),
                root=chooser.randrange(messages),
                parent=chooser.randrange(messages),
                signature="".join(chooser.choices("abcdefghijklmnopqrstuvwxyz0123456789+/", k=64)),
                date=time.strftime("%a, %d %b %Y %H:%M:%S +0100", time.gmtime(1_600_000_000 + 61 * n)),
                sender=chooser.choice(people),
                to=",\n ".join(chooser.sample(people, chooser.randrange(1, 5))),
                cc=",\n ".join(chooser.sample(people, chooser.randrange(1, 9))),
            )
            begin = prose.index("\n", chooser.randrange(len(prose) // 2)) + 1
            out.write(header + prose[begin : begin + size - len(header)] + "\n\n")


def read_headers(path: Path) -> int:
    """From, To, Cc, Bcc, Date, Message-ID and References of every message."""
    count = 0
    with path.open("rb") as stream:
        for piece in mail.split_mbox(stream):
            mailheaders.read_header(mail.header_block(piece.content))
            count += 1
    return count


def _grep(path: Path) -> int:
    return int(subprocess.run(["grep", "-c", "^From ", path], capture_output=True, check=True).stdout)


def _load(path: Path) -> int:
    return sum(batch.records for batch in mail.read(Source(path), ReadOptions()))


def _cpu(job: Callable[[Path], int], path: Path, *, repeat: int = 3) -> tuple[float, int]:
    """Least processor seconds of this process and its children, and what the job counted."""

    def used() -> float:
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)

    best, counted = float("inf"), 0
    for _ in range(repeat):
        before = used()
        counted = job(path)
        best = min(best, used() - before)
    return best, counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--size", type=int, default=12_000)
    arguments, _ = parser.parse_known_args()  # `python -m benchmarks mail` names the benchmark
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.mbox"
        write_mbox(path, arguments.messages, arguments.size)
        _grep(path)  # warm
        print(
            f"{arguments.messages:,} messages, {path.stat().st_size / 1e9:.2f} GB, load {os.getloadavg()[0]:.1f}"
        )
        base, counted = _cpu(_grep, path)
        print(f"{'grep -c':22} {base:7.2f} s  {path.stat().st_size / base / 1e9:5.2f} GB/s")
        for name, job in (("headers", read_headers), ("whole loader", _load)):
            seconds, read = _cpu(job, path, repeat=2)
            assert read == arguments.messages == counted
            print(
                f"{name:22} {seconds:7.2f} s  {read / seconds:7,.0f} messages/s  {seconds / base:5.1f} x grep"
            )


if __name__ == "__main__":
    main()
