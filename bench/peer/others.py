"""Runs the benchmarks that have no peer in NumPy and writes their tables in docs/performance.md.

Usage: others.py [SECTION ...]; needs go, and what the tests need (chromium; PostgreSQL for one row). Each is run once,
one after the other: on a machine that nobody else uses, or the figures are the neighbours'.
"""

import re
import subprocess
import sys

import page

METRIC = re.compile(r"([0-9.e+]+) (\S+)")


def bench(package, pattern, times="5x", *more):
    """Runs benchmarks; gives "name unit" to value, without "Benchmark" and the number of cores."""
    flags = ["-run", "^$", "-bench", pattern, "-benchtime", times, "-timeout", "20m", *more]
    run = subprocess.run(["go", "test", package, *flags], cwd=page.ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{package} {pattern} failed, no table was written:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    found = {}
    for line in run.stdout.splitlines():
        if line.startswith("Benchmark") and "\t" in line:
            name, rest = line.split(None, 1)
            name = re.sub(r"-\d+$", "", name.removeprefix("Benchmark"))
            for value, unit in METRIC.findall(rest.replace("\t", " ")):
                found[f"{name} {unit}"] = float(value)
    return found


def log(package, pattern, *args):
    """What a test says of itself, with -v."""
    flags = ["-run", pattern, "-v", "-count", "1", "-timeout", "20m", "-args", *args]
    return subprocess.run(["go", "test", package, *flags], cwd=page.ROOT, capture_output=True, text=True).stdout


class Table:
    """Rows of words, a figure, what is aimed at and what stands beside it in the same run."""

    def __init__(self, found):
        self.found, self.rows = found, ["| what | measured | to reach | beside it in the same run |", "|---|--:|--:|---|"]

    def add(self, what, shown, aim="", beside=""):
        self.rows.append(f"| {what} | {self.fill(shown)} | {aim} | {self.fill(beside)} |")

    def fill(self, text):
        """Puts figures for {name unit:scale:digits}; one that was not found is said to be."""
        def figure(match):
            key, scale, digits = match.group(1).rsplit(":", 2)
            value = self.found.get(key)
            return "not measured" if value is None else f"{value / float(scale):,.{digits}f}"
        return re.sub(r"\{([^}]+)\}", figure, text)


def workbench():
    found = bench("./bench", "^Benchmark(ChangedTerm|ChangedDay)$", "20x")
    found |= bench("./bench", "^BenchmarkChangedTermOfExample$", "5x")
    found |= bench("./bench", "^BenchmarkChangedTermInPage$", "10x")
    found |= bench("./bench", "^BenchmarkWorkbenchLoad$", "1x")
    of_examples = sorted(v / 1e6 for k, v in found.items() if k.startswith("ChangedTermOfExample/") and k.endswith("ns/op"))
    t = Table(found)
    t.add("a changed term of a one-year offer, request to answer", "{ChangedTerm ns/op:1e6:0} ms; "
          "{ChangedTerm cpu-ms/op:1:0} ms of processor", "100 ms")
    if of_examples:
        t.add(f"a changed hashrate of each of {len(of_examples)} examples",
              f"{of_examples[0]:.0f} to {of_examples[-1]:.0f} ms", "100 ms")
    t.add("in the page (Chromium): moved slider to new verdict", "{ChangedTermInPage page-ms:1:0} ms", "200 ms")
    t.add("another as-of day: a market is simulated anew", "{ChangedDay ns/op:1e6:0} ms")
    t.add("judgements a second, 99th percentile below 250 ms", "{WorkbenchLoad evaluations/s:1:0} "
          "({WorkbenchLoad p99-ms:1:0} ms)")
    t.add("ten times that load for 5 s", "{WorkbenchLoad overload-served/s:1:0} a second served, "
          "{WorkbenchLoad overload-shed/s:1:0} refused; p99 of those served {WorkbenchLoad overload-p99-ms:1:0} ms, heap at "
          "most {WorkbenchLoad overload-heap-MiB:1:0} MiB", "sheds, bounded")
    t.add("after it, at six tenths of the load", "median {WorkbenchLoad after-p50-ms:1:0} ms, "
          "p99 {WorkbenchLoad after-p99-ms:1:0} ms", "as before",
          "before: {WorkbenchLoad before-p50-ms:1:0} and {WorkbenchLoad before-p99-ms:1:0} ms")
    return t.rows


def hostile():
    found = bench("./bench", "^BenchmarkHostileClient$", "1x")
    rows = ["| `--concurrent` | most memory | honest served | shed | p50 | p99 |", "|--:|--:|--:|--:|--:|--:|"]
    names = {"alone": "honest ones alone", "concurrent=2": "2", "concurrent=8": "8", "concurrent=32": "32",
             "concurrent=32,unlimited": "32, no allowance"}
    fill = Table(found).fill
    for name, said in names.items():
        of = f"HostileClient/{name}"
        rows.append(fill(f"| {said} | {{{of} peak-MiB:1:0}} MiB | {{{of} honest-served:1:0}} | {{{of} honest-shed:1:0}} | "
                         f"{{{of} honest-p50-ms:1:0}} ms | {{{of} honest-p99-ms:1e3:2}} s |"))
    return rows


def documents():
    found = bench("./reading", "^BenchmarkRead$", "5x") | bench("./audit", "^BenchmarkTenYears$", "5x")
    t = Table(found)
    t.add("read: 200 kB full of figures", "{Read/page ns/op:1e6:0} ms", "20 ms")
    t.add("read: a megabyte of short lines", "{Read/lines ns/op:1e9:2} s", "0.3 s")
    t.add("read: a megabyte of figures, of one word, of one letter",
          "{Read/digits ns/op:1e9:2}, {Read/words ns/op:1e9:2}, {Read/letters ns/op:1e9:2} s")
    years = sorted(v / 1e6 for k, v in found.items() if k.startswith("TenYears/") and k.endswith("ns/op"))
    if years:
        t.add("ten years of daily payouts audited", f"{years[0]:.0f} to {years[-1]:.0f} ms", "100 ms")
    said = re.findall(r"(\d+) rows: (\d+) KB, (\S+), (\S+) of processor", log("./cmd/assay", "^TestLongStatement$"))
    for rows, kilobytes, _, processor in said:
        t.add(f"a statement of {int(rows):,} rows audited, whole process",
              f"{int(kilobytes) // 1024} MiB, {processor} of processor")
    said = re.search(r"(\d+) transactions: (\d+) a second, (\d+) MiB, (\S+) of processor; bare requests (\d+)",
                     log("./cmd/assay", "^TestTraceMeasured$", "-large"))
    if said:
        t.add(f"a payout with {int(said[1]):,} ancestors traced, from an explorer on the loopback",
              f"{int(said[2]):,} transactions a second, {said[3]} MiB, {said[4]} of processor", "512 MiB",
              f"{int(said[5]):,} bare requests a second")
    return t.rows


def provider():
    found = bench("./bench", "^Benchmark(SettleHoldings|PersistHoldings)$", "3x")
    found |= bench("./bench", "^Benchmark(Miners|Connects|SharesPerCore|Idle)$", "1x") | bench("./share", "^BenchmarkRecheck$", "20x")
    alone = next((k for k in found if k.startswith("Recheck/") and "whole" not in k and k.endswith("ns/share")), "Recheck/ ")
    t = Table(found)
    t.add("a close for ten million holdings of a series, input hashed, journal made", "{SettleHoldings/close ns/op:1e6:0} ms",
          "60 ms", "{SettleHoldings/a_contract_each ns/op:1e6:0} ms, the contract's day once for each, nothing posted")
    t.add("a close of a million holders in one transaction, SQLite", "{PersistHoldings/SQLite ns/op:1e9:2} s", "")
    t.add("the same, PostgreSQL", "{PersistHoldings/PostgreSQL ns/op:1e9:2} s")
    for v in ("V1", "V2"):
        t.add(f"5,000 miners over {v}, a share each three seconds: refused",
              f"{{Miners/{v}/memory refused:1:0}} of {{Miners/{v}/memory shares:1:0}}", "0")
        t.add(f"{v} answered from memory, p50 and p99",
              f"{{Miners/{v}/memory ms-p50:1:2}} and {{Miners/{v}/memory ms-p99:1:2}} ms", "p99 1 ms")
        t.add(f"{v} answered from disk (groups of 3 ms), p99", f"{{Miners/{v}/durable ms-p99:1:1}} ms",
              "3 ms and two fsyncs", f"a bare fsync: {{Miners/{v}/durable ms-fsync-p99:1:1}} ms")
        t.add(f"{v}, 1,000 connects in 10 s: time-outs, p99",
              f"{{Connects/{v} timeouts:1:0}}, {{Connects/{v} ms-p99:1:1}} ms", "0")
    t.add("shares a second and core, not pipelined, in memory", "{SharesPerCore/memory shares/core-s:1:0}", "75,000",
          "{SharesPerCore/textbook shares/core-s:1:0}, the textbook server (encoding/json, append, big.Int)")
    t.add("the same, each with an extranonce of its own", "{SharesPerCore/memory,_a_root_each shares/core-s:1:0}", "")
    t.add("the same, on disk", "{SharesPerCore/durable shares/core-s:1:0}")
    t.add("a resting connection, V1 and V2", "{Idle/V1 B/connection:1e3:1} and {Idle/V2 B/connection:1e3:1} kB")
    t.add("a share recomputed from its segment, 12 branches, one core", "{Recheck/whole ns/share:1e3:1} us", "4 us",
          f"{{{alone}:1e3:1}} us, its hashes alone by crypto/sha256")
    return t.rows


SECTIONS = {"workbench": workbench, "hostile": hostile, "documents": documents, "provider": provider}


def main():
    for name in sys.argv[1:] or SECTIONS:
        page.say(name)
        rows = SECTIONS[name]()
        page.write(f"make others: {name}", [page.machine(), "", *rows])


main()
