"""What replay and replay-requests share: the fixtures, the programs of other implementations, the record of what they did."""

import argparse
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent.parent / "fixtures"

TIME_LIMIT = 5          # for one reading; peers that are programs have the same number in their own text
HANG_LIMIT = 20         # after this a peer's program is taken for hung

# No proxy, option file or debug switch of whoever runs this may reach a peer.
KEPT = ("PATH", "HOME", "TMPDIR", "GOCACHE")
CLEAN = {name: os.environ[name] for name in KEPT if name in os.environ} | {"LC_ALL": "C"}


def fail(message):
    print(f"{pathlib.Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    raise SystemExit(2)


# Programs

def find(program):
    path = shutil.which(program)
    if path is None:
        fail(f"{program} is not installed")
    return path


def find_python():
    # The system's Python first: one put before it in PATH has another http.client and http.server.
    return "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else find("python3")


def build_go(folder, temp):
    """Builds the Go program of a folder beside this file; returns its path."""
    program = temp / folder
    environment = {"GOCACHE": str(temp / "go-cache")} if "HOME" not in CLEAN and "GOCACHE" not in CLEAN else {}
    built = subprocess.run(
        [find("go"), "build", "-trimpath", "-o", str(program), "."], cwd=HERE / folder,
        env=CLEAN | environment | {"CGO_ENABLED": "0", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off"})
    if built.returncode != 0:
        fail(f"{folder} does not build")
    return str(program)


def output_of(command):
    return subprocess.run(command, env=CLEAN, capture_output=True, encoding="utf-8", check=True).stdout


def version_of(command):
    return re.search(r"\d+(\.\d+)+", output_of(command))[0]


# The record

def printable(text):
    return "".join(c if " " <= c <= "~" else f"\\x{ord(c):02x}" if ord(c) < 256 else "?" for c in text)


def shorten(text, limit):
    return text if len(text) <= limit else (text[:limit - 3].rpartition(" ")[0] or text[:limit - 3]) + "..."


def serialise(rows):
    """One line for each fixture and peer, so that a diff reads well."""
    lines = ["{"]
    for i, (name, peers) in enumerate(sorted(rows.items())):
        lines.append(f"{json.dumps(name)}: {{")
        for j, (peer, row) in enumerate(sorted(peers.items())):
            lines.append(f"  {json.dumps(peer)}: {json.dumps(row)}{',' if j < len(peers) - 1 else ''}")
        lines.append("}," if i < len(rows) - 1 else "}")
    return "\n".join(lines + ["}"]) + "\n"


def run(description, requests, file, replay):
    """The command line of both scripts. replay takes paths by name and returns rows by name; further rows are recorded too."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a fixture's file, or its name here; without one, all of them")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare with the record, change nothing")
    what.add_argument("--show", action="store_true", help="print what each peer says, change nothing")
    options = parser.parse_args()

    # 9112/6.3/both-lengths.http is 9112-6.3-both-lengths.http here.
    everything = {"-".join(path.relative_to(FIXTURES).parts): path for path in FIXTURES.rglob("*.http")
                  if (path.relative_to(FIXTURES).parts[0] == "requests") == requests}
    names = sorted({name.rpartition("fixtures/")[2].replace("/", "-") for name in options.names}) or sorted(everything)
    for name in names:
        if name not in everything:
            fail(f"no fixture {name}")

    rows = replay({name: everything[name] for name in names})
    if options.show:
        for name in names:
            for peer, row in rows[name].items():
                print(f"{name}  {peer:6}  {row['status']:3}  {row['says']}")
        return 0

    record = HERE / file
    recorded = record.read_text(encoding="utf-8") if record.exists() else "{}\n"
    # Without names, rows of fixtures that are gone go too.
    kept = json.loads(recorded) if options.names else {}
    wanted = serialise(kept | rows)
    if options.check:
        sys.stdout.writelines(difflib.unified_diff(
            recorded.splitlines(keepends=True), wanted.splitlines(keepends=True), "recorded", "replayed", n=1))
        return 0 if recorded == wanted else 1
    record.write_text(wanted, encoding="utf-8")
    print(f"recorded in {file}: {len(names)}")
    return 0
