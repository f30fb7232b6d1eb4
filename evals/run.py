#!/usr/bin/env python3
"""Measures how requirements become programs, with a model of your own: see README.md beside this file."""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

import checks
import repositories
import repository_selftest
import selftest
from prompt import Endpoint, Prompt
from repository_arms import RepositoryPrompt, RepositorySolo
from results import Results, table
from sandbox import Refused, Sandbox
from team import MGX, Team

EVALS = Path(__file__).resolve().parent
HOME = EVALS.parent
LOCAL = "http://127.0.0.1:8081/v1"


def arguments():
    parser = argparse.ArgumentParser(prog="evals/run.py", description=__doc__)
    suites = "first, repos, or a folder of tasks (default: first)"
    parser.add_argument("--suite", type=suite, default=EVALS / "first", help=suites)
    parser.add_argument("--arm", action="append", choices=("prompt", "team", "solo"), help="what to measure (default: all)")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="runs of each task and arm (default: 3)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this task; may be repeated")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="results (default: target/evals/SUITE.json)")
    parser.add_argument("--base-url", default=LOCAL, metavar="URL", help=f"OpenAI's protocol (default: {LOCAL})")
    parser.add_argument("--model", metavar="NAME", help="default: the first that the server lists")
    parser.add_argument("--minutes", type=int, default=20, metavar="N", help="time limit of a team's run (default: 20)")
    parser.add_argument("--unsafe", action="store_true", help="run generated programs without bubblewrap")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="only print the table of these results")
    parser.add_argument("--judge", type=Path, metavar="FILE.json", help="run the hidden checks of these results again")
    parser.add_argument("--self-test", action="store_true", help="show that the harness measures what it is given")
    return parser.parse_args()


def main():
    given = arguments()
    if given.report:
        print(table(existing(given.report).runs))
        return 0
    sandbox = Sandbox(jdk(), given.unsafe)
    kind = repositories if repositories.is_suite(given.suite) else checks
    tasks = kind.load(given.suite, given.only)
    require_runtimes(tasks, sandbox)
    if given.self_test:
        return (repository_selftest if kind is repositories else selftest).run(tasks, sandbox)
    if given.judge:
        results = existing(given.judge)
        judge(kind, tasks, results, sandbox)
    else:
        results = Results(given.out or HOME / "target" / "evals" / f"{given.suite.resolve().name}.json")
        measure(given, kind, tasks, results, sandbox)
    print(table(results.runs))
    return 0


def suite(name):
    """The folder of that name, or one of ours."""
    folder = Path(name)
    return folder if folder.is_dir() or not (EVALS / name).is_dir() else EVALS / name


def existing(file):
    if not file.exists():
        raise Refused(f"there is no file {file}")
    return Results(file)


def arms_of(given, kind):
    endpoint = Endpoint(given.base_url)
    if kind is repositories:
        arms = {
            "prompt": lambda: RepositoryPrompt(endpoint, given.model),
            "solo": lambda: RepositorySolo(endpoint, given.model, given.minutes),
        }
    else:
        arms = {
            "prompt": lambda: Prompt(endpoint, given.model),
            "team": lambda: Team(endpoint, given.model, given.minutes),
            "solo": lambda: Team(endpoint, given.model, given.minutes, name="solo"),
        }
    wanted = list(dict.fromkeys(given.arm or arms))
    unknown = [name for name in wanted if name not in arms]
    if unknown:
        raise Refused(f"{given.suite} is not measured with the arm {unknown[0]}; there are {', '.join(arms)}")
    return [arms[name]() for name in wanted]


def measure(given, kind, tasks, results, sandbox):
    """One run after the other, as they share the model; one that is in the results is not repeated."""
    for arm in arms_of(given, kind):
        results.require_same(arm.name, arm.model)
        for seed in range(1, given.seeds + 1):
            for task in tasks:
                known = results.find(task.name, arm.name, seed)
                if known is None:
                    known = one(kind, task, arm, seed, results.folder(task.name, arm.name, seed), sandbox)
                    results.put(known)
                    tell(known)
                elif known["digest"] != task.digest:
                    say(f"{task.name} {arm.name} {seed}: the task has changed since; see --judge, or use another --out")


def one(kind, task, arm, seed, folder, sandbox):
    """A run that does not come to its end leaves nothing in the results."""
    say(f"{task.name} {arm.name} {seed} …")
    fresh(folder)
    started, since = datetime.now(timezone.utc), time.monotonic()
    came = arm.run(task, seed, folder)
    seconds = round(time.monotonic() - since, 1)
    run = {
        "task": task.name,
        "arm": arm.name,
        "seed": seed,
        "model": arm.model,
        "engine": engine(),
        "sandbox": sandbox.name,
        "digest": task.digest,
        "started": started.isoformat(timespec="seconds"),
        "seconds": seconds,
        "status": came.status,
        "verified": came.verified,
        "reason": came.reason,
        "input_tokens": came.input_tokens,
        "output_tokens": came.output_tokens,
        "calls": came.calls,
        **came.details,
    }
    return kind.judged(run, task, came.project, sandbox)


def judge(kind, tasks, results, sandbox):
    """What the models made is kept, so a hidden check that was corrected costs no new run."""
    for task in tasks:
        for run in [each for each in results.runs if each["task"] == task.name]:
            project = results.folder(task.name, run["arm"], run["seed"]) / "files"
            if not project.is_dir():
                raise Refused(f"{project} is gone, so the hidden checks cannot be run on it")
            results.put(kind.judged({**run, "digest": task.digest}, task, project, sandbox))
            tell(results.find(task.name, run["arm"], run["seed"]))


def fresh(folder):
    """What an interrupted run left is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def require_runtimes(tasks, sandbox):
    """A language that is missing would be counted against every program."""
    for command in sorted({task.runtime for task in tasks}):
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as folder:
            ended = sandbox.run(f"{command} --version", folder)
        if ended.exit_code != 0:
            raise Refused(f"{command} does not run in the sandbox, and there are tasks for it; install it in /usr")


def jdk():
    found = subprocess.run([MGX, "jdk"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise Refused(found.stderr.strip())
    return found.stdout.strip()


def engine():
    command = ["git", "-C", HOME, "describe", "--always", "--dirty", "--abbrev=8"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def tell(run):
    say(
        f"{run['task']} {run['arm']} {run['seed']}: {run['passed']} of {run['checks']} hidden checks, "
        + (f"{len(run['broken'])} green tests broken, " if "broken" in run else "")
        + f"{run['status']} ({run['reason']}), {run['seconds']:.0f} s"
    )


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def interrupt(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, interrupt)  # the team's processes are in a session of their own and would live on
    try:
        sys.exit(main())
    except Refused as e:
        say(f"evals: {e}")
        sys.exit(2)
    except KeyboardInterrupt:
        say("evals: interrupted; the same command goes on with the runs that are missing")
        sys.exit(130)
