"""Runs the benchmarks and their NumPy twins by turns and writes docs/performance.md's table.

Usage: compare.py [ROUNDS]; from anywhere; needs go and numpy. Of each figure the best round counts,
and of each round processor time rather than the clock, because the machine may be shared.
"""

import pathlib
import platform
import re
import subprocess
import sys
import tempfile

import page
from page import ROOT, say

HERE = pathlib.Path(__file__).resolve().parent
METRIC = re.compile(r"([0-9.e+]+) (\S+)")

best = {}


def keep(name, value):
    best[name] = min(best.get(name, value), value)


def go(binary, folder, pattern, *more):
    out = subprocess.run(
        [binary, "-test.run=^$", f"-test.bench={pattern}", *more],
        cwd=folder, capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        if line.startswith("Benchmark"):
            name, rest = line.split(None, 1)
            name = re.sub(r"-\d+$", "", name)
            for value, unit in METRIC.findall(rest.replace("\t", " ")):
                keep(f"{name} {unit}", float(value))


def numpy(work):
    out = subprocess.run([sys.executable, HERE / "numpy_peer.py", work], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        name, _, cpu, memory = line.split()
        keep(f"numpy {name}", float(cpu))
        keep(f"numpy {name} MiB", float(memory))


def measure(rounds):
    with tempfile.TemporaryDirectory() as folder:
        bench, paths = f"{folder}/bench", f"{folder}/paths"
        for binary, package in ((bench, "./bench"), (paths, "./forecast/paths")):
            subprocess.run(["go", "test", "-c", "-o", binary, package], cwd=ROOT, check=True)
        for i in range(rounds):
            say(f"round {i + 1} of {rounds}")
            one = ("-test.cpu=1",)
            go(paths, ROOT / "forecast/paths", "^BenchmarkPaths$", "-test.benchtime=20x", "-test.count=5", *one)
            numpy("paths")
            go(bench, ROOT / "bench", "^BenchmarkMarket$|^BenchmarkFanProcess$", "-test.benchtime=5x", *one)
            numpy("fan")
            go(bench, ROOT / "bench", "^BenchmarkScreen$", "-test.benchtime=1x", *one)
            numpy("screen")
            go(bench, ROOT / "bench", "^BenchmarkRejudgeFiveYears$|^BenchmarkReplayEveryDay$|^BenchmarkParseAndEvaluate$",
               "-test.benchtime=5x", "-test.count=2", *one)
            go(bench, ROOT / "bench", "^BenchmarkStartToVerdict$", "-test.benchtime=5x")


def rows():
    ms = lambda key: best[key] / 1e6
    peer = best["numpy paths"] / (4096 * 365) * 1e9
    kernels = [k for k in ("avx512", "avx2") if f"BenchmarkPaths/{k} cpu-ns/path-day" in best]
    yield "market paths, plain Go", f'{best["BenchmarkPaths/plain cpu-ns/path-day"]:.1f} ns a path-day', "20", f"{peer:.0f} ns", peer / best["BenchmarkPaths/plain cpu-ns/path-day"]
    for k in kernels:
        ours = best[f"BenchmarkPaths/{k} cpu-ns/path-day"]
        yield f"the same, {k}", f"{ours:.1f} ns a path-day", "3", f"{peer:.0f} ns", peer / ours
    yield "the same, kept in strips with sums", f'{best["BenchmarkMarket cpu-ns/path-day"]:.1f} ns a path-day', "", f"{peer:.0f} ns", peer / best["BenchmarkMarket cpu-ns/path-day"]
    ours = best["BenchmarkFanProcess cpu-s/op"]
    yield ("65,536 paths of a year with the daily fan, whole process",
           f'{ours:.2f} s, {best["BenchmarkFanProcess MiB"]:.0f} MiB', "0.3 s, 160 MiB",
           f'{best["numpy fan"]:.2f} s, {best["numpy fan MiB"]:.0f} MiB', best["numpy fan"] / ours)
    for market, what in (("calm", "10,000 offers on one market of 10,240 paths of a year"), ("halving", "the same with a halving after three months")):
        ours = best[f"BenchmarkScreen/{market} cpu-ns/offer"] / 1e5
        yield what, f"{ours:.2f} s", "1.5 s", f'{best["numpy screen"] * 100:.0f} s', best["numpy screen"] * 100 / ours
    for k, what in (("figures", "one offer judged again, 16,384 paths of five years"), ("full", "the same with payback, dollars and the fan")):
        yield what, f'{ms(f"BenchmarkRejudgeFiveYears/{k} cpu-ns/judgement"):.1f} ms', "10 ms", "", None
    yield "parse and judge one offer, no paths", f'{ms("BenchmarkParseAndEvaluate/no-paths cpu-ns/verdict"):.2f} ms', "5 ms", "", None
    yield "the same with 16,384 paths of a year, made anew", f'{ms("BenchmarkParseAndEvaluate/paths cpu-ns/verdict"):.0f} ms', "", "", None
    for k, what, goal in (("evaluate-no-paths", "process start to verdict, no paths", "60 ms"), ("evaluate", "process start to verdict, default paths", "150 ms")):
        yield what, f'{ms(f"BenchmarkStartToVerdict/{k} ns/op"):.0f} ms on the clock, {ms(f"BenchmarkStartToVerdict/{k} cpu-ns/run"):.0f} ms of processor', goal, "", None
    yield "an offer bought on each of 4,463 past days", f'{ms("BenchmarkReplayEveryDay cpu-ns/replay"):.0f} ms', "100 ms", "", None


def main():
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    import numpy as np

    machine = page.machine(f"Python {platform.python_version()}", f"NumPy {np.__version__}")
    lines = [machine, "", "| work | measured | to reach | NumPy | times as fast |", "|---|--:|--:|--:|--:|"]
    for what, ours, goal, peer, ratio in rows():
        lines.append(f"| {what} | {ours} | {goal} | {peer} | {'' if ratio is None else f'{ratio:.0f}'} |")
    page.write("make bench", lines)


main()
