"""What the measuring programs share: the machine in words, and their tables in docs/performance.md."""

import datetime
import pathlib
import platform
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def machine(*more):
    """The day and the machine; more is said at the end."""
    cpus = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in cpus if line.startswith("model name")), platform.processor())
    cores = sum(line.startswith("processor") for line in cpus)
    load = pathlib.Path("/proc/loadavg").read_text().split()[0]
    version = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, check=True).stdout.strip()
    words = [str(datetime.date.today()), model, f"{cores} cores shared with others (load {load} at the end)", version]
    return ", ".join([*words, *more]) + "."


def write(by, lines):
    """Puts lines between the marks that name the target they are measured by."""
    begin, end = f"<!-- measured by {by} -->", f"<!-- end of {by} -->"
    text = PAGE.read_text()
    before, after = text[:text.index(begin) + len(begin)], text[text.index(end):]
    PAGE.write_text("\n".join([before, "", *lines, "", ""]) + after)
    print("\n".join(lines))
