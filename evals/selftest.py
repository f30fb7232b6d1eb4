"""Shows that the harness measures what it is given: no more, no less, and the same again."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import checks
import stub
from prompt import Endpoint, code
from results import Results, judged, table
from sandbox import MAX_OUTPUT_BYTES
from team import Team

ROUNDS = 3
EVALS = Path(__file__).resolve().parent

SAMES = [
    ("text", "a \r\nb\n\n", "a\nb", True),
    ("text", "a\nb", "a\n\nb", False),
    ("text", " a", "a", False),
    ("text", "", "\n", True),
    ("json", '{"a": 1, "b": [2.0]}', '{"b":[2],\n"a":1}', True),
    ("json", '{"a": 1}', '{"a": true}', False),
    ("json", "[1, 2]", "[2, 1]", False),
    ("json", "{}", "no JSON", False),
    ("numbers", "0.3", "0.30000000000000004", True),
    ("numbers", "a 2", "a 2.0", True),
    ("numbers", "2", "2.1", False),
    ("numbers", "2", "2 3", False),
    ("lines-in-any-order", "a\nb", "b\na\n", True),
    ("lines-in-any-order", "a\nb", "b\nb", False),
]

ANSWERS = [
    ("```python\nx\n```", ".py", "x\n"),
    ("so:\n```\nx\n```\nand\n```sh\nlonger than x\n```", ".py", "longer than x\n"),
    ("```sh\nlonger than x\n```\n```python\nx\n```", ".py", "x\n"),
    ("```js\nx\r\ncut off", ".js", "x\ncut off"),
    ("<think>\n```java\nno\n```</think>\n```java\nyes\n```", ".java", "yes\n"),
    ("no program", ".py", None),
]

SMALL = {
    "requirement.txt": "double.py prints its argument twice, a line each.",
    "hidden.json": """[
        {"name": "a word", "steps": [{"run": "python3 double.py a", "output": "a\\na"}]},
        {"name": "two words", "steps": [{"run": "python3 double.py 'a b'", "output": "a b\\na b"}]},
        {"name": "a number", "steps": [{"run": "python3 double.py 1", "output": "1\\n1"}]},
        {"name": "by turns",
         "steps": [{"run": "python3 double.py a"}, {"run": "python3 double.py 1", "output": "1\\n1"}]}
    ]""",
    "solution/double.py": "import sys\n\nprint(sys.argv[1])\nprint(sys.argv[1])\n",
    "half/double.py": "import sys\n\nprint(sys.argv[1])\nprint(1)\n",
}

# In place of ./mgx: `run` may write a program and says how it ended, `export` writes one where `run` failed.
FAKE_MGX = """#!{python}
import json, pathlib, sys

def write(text):
    folder = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
    folder.mkdir()
    (folder / "double.py").write_text(text)

ends, program, payload = {ends!r}, {program!r}, {payload!r}
if sys.argv[1] == "export":
    sys.exit(1) if program is None else write(program)
elif "twice" in sys.stdin.read():
    print(json.dumps(dict(event_type="TASK_START", task_id="t", payload=dict())))
    if ends:
        print(json.dumps(dict(event_type=ends, task_id="t", payload=payload)))
    if ends == "TASK_COMPLETE":
        write(program)
    sys.exit(0 if ends == "TASK_COMPLETE" else 1)
"""

METRICS = {"input_tokens": 20, "output_tokens": 5, "llm_calls": 3}
VERIFIED = {"message": "Task completed", "result": {"verified": True, "checks": [{"passed": True}]}, "metrics": METRICS}
UNVERIFIED = {"message": "Task completed", "result": {"verified": False, "checks": []}, "metrics": METRICS}
FAILED = {"message": "No design came", "error": "No design came", "metrics": METRICS}

# How the team ended and with which program; status, reason, passed, false SUCCEEDED, false FAILED
TEAMS = [
    ("TASK_COMPLETE", "solution", VERIFIED, ("SUCCEEDED", "verified", 4, False, False)),
    ("TASK_COMPLETE", "half", VERIFIED, ("SUCCEEDED", "verified", 2, True, False)),
    ("TASK_COMPLETE", "half", UNVERIFIED, ("SUCCEEDED", "unverified", 2, True, False)),
    ("TASK_ERROR", "solution", FAILED, ("FAILED", "No design came", 4, False, True)),
    ("TASK_ERROR", "half", FAILED, ("FAILED", "No design came", 2, False, False)),
    ("TASK_ERROR", None, FAILED, ("FAILED", "No design came", 0, False, False)),
    (None, None, {}, ("NONE", "mgx ended with exit code 1: nothing on standard error", 0, False, False)),
]

CONNECT = "python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", {port}), 2)'"

HOSTILE = [
    ("writes beside the project", "touch /usr/x || touch /etc/x || touch /x", lambda came: came.exit_code != 0),
    ("reaches the network", CONNECT, lambda came: came.exit_code != 0),
    ("reads what is this machine's", "ls /home /root /etc/passwd", lambda came: not came.output),
    ("prints without end", "yes", lambda came: came.exit_code != 0 and len(came.output) <= MAX_OUTPUT_BYTES),
]


def run(tasks, sandbox):
    """Exit code 0 if everything was as it has to be."""
    failures = []
    for wanted in SAMES:
        compare, one, other, result = wanted
        if checks.same(one, other, compare) is not result:
            failures.append(f"comparison {wanted} went wrong")
    for answer, suffix, program in ANSWERS:
        if code(answer, suffix) != program:
            failures.append(f"the program in {answer!r} was not found")
    for step in (confined, ended, measured, teams):
        failures += step(sandbox)
    for task in tasks:
        failures += references(task, sandbox)
    for failure in failures:
        print(f"FAILED  {failure}")
    print(f"self-test: {len(failures)} failures" if failures else "self-test: all is well")
    return 1 if failures else 0


def references(task, sandbox):
    """The solution passes every check, each time; no check is passed by a program that does nothing, or only fails."""
    failures = []
    since = time.monotonic()
    for skill, passes in (*[("right", True)] * ROUNDS, ("silent", False), ("wrong", False), (None, False)):
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as project:
            if skill:
                Path(project, task.program).write_text(stub.PROGRAMS[skill](task), encoding="utf-8")
            for verdict in checks.verdicts(task, project, sandbox):
                if (verdict["problem"] is None) is not passes:
                    said = verdict["problem"] or "passed"
                    failures.append(f"{task.name}, {skill or 'missing'} program, {verdict['name']}: {said}")
    told(f"{task.name}: {len(task.checks)} hidden checks", since, failures)
    return failures


def confined(sandbox):
    """What a program must not be able to do; without a sandbox there is nothing to show."""
    if sandbox.name == "none":
        print("not tested: there is no sandbox")
        return []
    failures, since = [], time.monotonic()
    with stub.server([], ["empty"], 0) as listening, tempfile.TemporaryDirectory() as folder:
        for name, line, held in HOSTILE:
            came = sandbox.run(line.replace("{port}", str(listening.server_address[1])), folder, timeout=5)
            if not held(came):
                failures.append(f"a program {name}: {came}")
    told("programs are kept from this machine", since, failures)
    return failures


def ended(sandbox):
    """A program that does not end is ended with all that it started."""
    since = time.monotonic()
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        line = "(sleep 2; echo late > late.txt) & sleep 60"
        came = sandbox.run(line, folder, timeout=1)
        if not came.timed_out or time.monotonic() - since > 15:
            failures.append(f"a program that sleeps was not ended: {came}")
        time.sleep(2)
        if Path(folder, "late.txt").exists():
            failures.append("what a program started outlived it")
    told("programs are ended", since, failures)
    return failures


def measured(sandbox):
    """The whole harness against a model of known skill, by its command line: once whole, once resumed."""
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as folder:
        suite, out = small(folder), Path(folder, "out.json")
        command = [sys.executable, EVALS / "stub.py", "--suite", suite, "--port", "0"]
        command += ["--skill", "right,half,wrong,empty"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                url = server.stdout.readline().strip()
                harness = [sys.executable, EVALS / "run.py", "--suite", suite, "--arm", "prompt", "--base-url", url]
                harness += ["--out", out] + (["--unsafe"] if sandbox.name == "none" else [])
                said = [_output([*harness, "--seeds", str(seeds)]) for seeds in (2, 4, 4)]
            finally:
                server.terminate()
        failures = _failures(said, Results(out).runs)
    told("a model of known skill is measured as what it is", since, failures)
    return failures


def teams(sandbox):
    """Each way in which a team can end, beside what its program is worth."""
    since, failures = time.monotonic(), []
    for number, (ends, name, payload, wanted) in enumerate(TEAMS):
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as folder:
            [task] = checks.load(small(folder))
            program = SMALL[f"{name}/double.py"] if name else None
            mgx = Path(folder, "mgx")
            mgx.write_text(FAKE_MGX.format(python=sys.executable, ends=ends, program=program, payload=payload))
            mgx.chmod(0o700)
            came = Team(Endpoint(""), "fake", 1, mgx, simulated=True).run(task, 1, Path(folder))
            run = judged(vars(came), checks.verdicts(task, came.project, sandbox))
        found = (run["status"], run["reason"], run["passed"], run["false_succeeded"], run["false_failed"])
        if found != wanted or (ends and (run["input_tokens"], run["output_tokens"], run["calls"]) != (20, 5, 3)):
            failures.append(f"team {number} was measured as {found} instead of {wanted}")
    told("a team's ends are measured as what they are", since, failures)
    return failures


def small(folder):
    """A suite of one task."""
    suite = Path(folder, "suite")
    for name, text in SMALL.items():
        file = suite / "double" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return suite


def _output(command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _failures(said, runs):
    failures = [f"the harness failed: {each.stderr}" for each in said if each.returncode]
    found = [(run["seed"], run["passed"], run["solved"], run["reason"]) for run in runs]
    program, none = "a program", "no code block in the answer"
    wanted = [(1, 4, True, program), (2, 2, False, program), (3, 0, False, program), (4, 0, False, none)]
    if found != wanted:
        failures.append(f"measured {found} instead of {wanted}")
    for name in ("double", "**all**"):
        row = f"| {name} | prompt | 1 of 4 | 6 of 16 | – | – |"
        if row not in table(runs):
            failures.append(f"no row {row} in the table:\n{table(runs)}")
    repeated = [line for line in said[2].stderr.splitlines() if line.endswith("…")]
    if repeated:
        failures.append(f"finished runs were repeated: {repeated}")
    return failures


def told(what, since, failures):
    print(f"{'FAILED ' if failures else 'ok     '} {what} ({time.monotonic() - since:.0f} s)", flush=True)
