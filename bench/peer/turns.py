"""Times the program by turns with an older commit and writes the table of docs/performance.md.

Usage: turns.py [--old COMMIT] [--pairs N] [--old-program FILE] [--new-program FILE] [--dry]

Both are built as `make build` builds them, the older one in a work tree of its own, which is removed. Each pair runs
every command once with either program, the order alternating; processor time of whole processes counts, because the
machine may be shared. A row gives both medians and the median of the ratios within pairs.
"""

import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile

import page

BEFORE_THE_REBUILD = "cba7f06"

# What is run, in the folder of the old commit, so that both read the same bytes. LINES and MANY are drawn offers.
COMMANDS = [
    "version",
    "evaluate examples/bitfufu-classic-2021.yaml",
    "evaluate examples/teaching.yaml",
    "evaluate --paths 0 examples/teaching.yaml",
    "evaluate --json examples/genesis-radiant-2018.yaml",
    "flags examples/gomining-15w-2025-07-16.yaml",
    "replay --from 2021-09-12 examples/bitfufu-classic-2021.yaml",
    "replay examples/bitfufu-classic-2021.yaml",
    "replay --json examples/bitfufu-classic-2021.yaml",
    "forecast",
    "screen LINES",
    "screen --paths 0 MANY",
]
SAID = {"LINES": "60 drawn offers", "MANY": "1,000 drawn offers"}


def drawn(number):
    """Offers of one day as lines: terms of 30 to 360 days, fees deducted or paid beside, every fourth with a stop."""
    r = random.Random(1)
    for i in range(number):
        th, term = r.choice([10, 25, 50, 100, 200]), r.choice([30, 60, 90, 180, 270, 360])
        offer = {
            "id": str(i), "schema": "assay/offer/v1", "product": f"drawn {i}", "seen": "2024-07-15", "kind": "cloud",
            "hashrate": f"{th} TH/s", "term": f"{term}d",
            "price": {"upfront": f"{th * term * 0.05 * r.uniform(0.2, 1):.2f} USD"},
            "fees": [{"name": "electricity", "per_hashrate_day": f"{r.uniform(0.005, 0.03):.4f} USD/TH/day",
                      "paid": r.choice(["separately", "deducted"])}],
        }
        if r.random() < 0.5:
            offer["fees"].append({"name": "pool", "revenue_share": f"{r.uniform(1, 3):.1f}%", "paid": "deducted"})
        if r.random() < 0.25:
            stop = {"when": "fees_exceed_revenue", "for": r.choice(["7d", "21d"]), "then": "terminate"}
            offer["stops"] = [stop | {"by": "provider"}]
        yield json.dumps(offer) + "\n"


def seconds(program, args, folder, home):
    """Processor time of one run, which must succeed."""
    with open(os.devnull, "w") as nowhere:
        env = os.environ | {"XDG_DATA_HOME": home, "NO_COLOR": "1"}
        p = subprocess.Popen([program, *args], cwd=folder, env=env, stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        raise SystemExit(f"{program} {' '.join(args)}: exit {p.returncode}")
    return used.ru_utime + used.ru_stime


def pairs_of(command, old, new, number, folder, home, files):
    args = [files.get(word, word) for word in command.split()]
    a, b = [], []
    for i in range(-1, number):  # the first, which warms up, does not count
        turns = [(old, a), (new, b)]
        for program, times in turns if i % 2 else reversed(turns):
            times.append(seconds(program, args, folder, home))
    return a[1:], b[1:]


def row(command, a, b):
    shown = " ".join(SAID.get(word, word) for word in command.split())
    before, now = statistics.median(a), statistics.median(b)
    ratio = statistics.median(y / x for x, y in zip(a, b))
    time = lambda s: f"{s * 1000:.0f} ms" if s < 1 else f"{s:.2f} s"
    return f"| `{shown}` | {time(before)} | {time(now)} | {ratio:.2f} |"


def build(tree, to):
    page.say(f"building {to}")
    subprocess.run(["go", "build", "-trimpath", "-o", to, "./cmd/assay"], cwd=tree, check=True,
                   env=os.environ | {"CGO_ENABLED": "0"})
    return to


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--old", default=BEFORE_THE_REBUILD)
    ask.add_argument("--pairs", type=int, default=15)
    ask.add_argument("--old-program")
    ask.add_argument("--new-program")
    ask.add_argument("--only", default="", help="commands that begin so")
    ask.add_argument("--dry", action="store_true", help="print the rows and leave the page")
    o = ask.parse_args()
    lines = [page.machine(), "", f"| command | {o.old} | now | now / {o.old} |", "|---|--:|--:|--:|"]
    with tempfile.TemporaryDirectory() as scratch:
        tree = f"{scratch}/tree"
        git = ["git", "-C", str(page.ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", tree, o.old], check=True)
        try:
            old = o.old_program or build(tree, f"{scratch}/old")
            new = o.new_program or build(page.ROOT, f"{scratch}/new")
            files = {"LINES": f"{scratch}/lines.jsonl", "MANY": f"{scratch}/many.jsonl"}
            pathlib.Path(files["LINES"]).write_text("".join(drawn(60)))
            pathlib.Path(files["MANY"]).write_text("".join(drawn(1000)))
            for command in COMMANDS:
                if command.startswith(o.only):
                    lines.append(row(command, *pairs_of(command, old, new, o.pairs, tree, f"{scratch}/home", files)))
                    page.say(lines[-1])
        finally:
            subprocess.run([*git, "remove", "--force", tree], check=True)
    if not o.dry:
        page.write("make turns", lines)


main()
