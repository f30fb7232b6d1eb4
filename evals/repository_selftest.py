"""Shows that the harness for repositories measures what it is given, and that each task is what it says."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import repositories
import repository_stub
from prompt import Endpoint
from repository_arms import RepositorySolo, carry_out, files_of
from results import Results, table
from sandbox import Outcome
from selftest import told as tell

EVALS = Path(__file__).resolve().parent

ANSWERS = [
    ("src/a.py\n```python\nx\n```", {"src/a.py": "x\n"}, []),
    ("**`src/a.py`**:\n\n```\nx\n\n````\ny", {"src/a.py": "x\n\n"}, []),
    ("````a.md\n```\nx\n```\n````\nDELETE b.py\n- `DELETE` `c/d.js`", {"a.md": "```\nx\n```\n"}, ["b.py", "c/d.js"]),
    ("### 1. src/a.py\n```py\nx\n```\n### File: b.txt\n~~~\ny\n~~~", {"src/a.py": "x\n", "b.txt": "y\n"}, []),
    ("<think>\na.py\n```\nno\n```\n</think>\na.py\n```\nyes\n```", {"a.py": "yes\n"}, []),
    ("I would call it\n```\nx\n```", {}, []),
]

TOLD = [
    ("python", "", "test_a (tests.b.BTest.test_a) ... ok\ntest_c (tests.b.BTest) ... FAIL", {"BTest.test_a"}, {"BTest.test_c"}),
    ("python", "", "test_a (BTest.test_a) ... skipped 'no'\ntest_d (t.BTest.test_d) ... ok", {"BTest.test_d"}, {"BTest.test_a"}),
    ("javascript", "ok 1 - a b\n    not ok 2 - c\n  ok 3 - d # SKIP\n# ok 4 - e", "", {"a b"}, {"c", "d"}),
    ("java", "ok BTest.a\nnot ok BTest.c: expected <ok BTest.d>\nok BTest.c\n", "", {"BTest.a"}, {"BTest.c"}),
]

# In place of ./mgx: brings patches to a branch of the repository, or not, and says how it ended.
FAKE_MGX = """#!{python}
import json, os, pathlib, subprocess, sys

given = dict(zip(sys.argv, sys.argv[1:]))
repository = pathlib.Path(given["--repo"])
if sys.argv[1] != "run" or given["--test"] != {test!r} or sys.stdin.read() != {requirement!r}:
    sys.exit(2)
print(json.dumps(dict(event_type="TASK_START", task_id="t", payload=dict())))
if {patches!r}:
    work = str(repository) + "-work"
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "clone", "--quiet", repository, work], check=True)
    subprocess.run([*git, "apply", *{patches!r}], check=True, cwd=work)
    subprocess.run([*git, "add", "--all"], check=True, cwd=work)
    subprocess.run([*git, "commit", "--quiet", "--message=x"], check=True, cwd=work)
    subprocess.run([*git, "push", "--quiet", "origin", "HEAD:refs/heads/mgx/12345678"], check=True, cwd=work)
if {touched!r}:
    (repository / {touched!r}).write_text("x")
print(json.dumps(dict(event_type={ends!r}, task_id="t", payload={payload!r})))
sys.exit(0 if {ends!r} == "TASK_COMPLETE" else 1)
"""

METRICS = {"input_tokens": 20, "output_tokens": 5, "llm_calls": 3}
DONE = {"message": "Task completed", "result": {"verified": True, "checks": []}, "metrics": METRICS}
FAILED = {"message": "A test is red", "metrics": METRICS}

# How the engineer ended, with which patches, what else it touched; solved, false SUCCEEDED, false FAILED, broken tests
ENDS = [
    ("TASK_COMPLETE", DONE, ["solution"], None, (True, False, False, 0)),
    ("TASK_COMPLETE", DONE, [], None, (False, True, False, 0)),
    ("TASK_COMPLETE", DONE, ["solution", "breaking"], None, (False, True, False, 1)),
    ("TASK_COMPLETE", DONE, ["solution"], "README.md", (False, True, False, 0)),
    ("TASK_COMPLETE", DONE, ["solution"], ".git/hooks/pre-push", (False, True, False, 0)),
    ("TASK_ERROR", FAILED, ["solution"], None, (True, False, True, 0)),
    ("TASK_ERROR", FAILED, [], None, (False, False, False, 0)),
]

SKILLS = ("right", "breaking", "idle", "half")


def run(tasks, sandbox):
    """Exit code 0 if everything was as it has to be."""
    failures = []
    for answer, written, deleted in ANSWERS:
        if files_of(answer) != (written, deleted):
            failures.append(f"the files in {answer!r} were read as {files_of(answer)}")
    for language, output, errors, passed, failed in TOLD:
        found = repositories.told(repositories.LANGUAGES[language], Outcome(output, errors, 0, False))
        if found != (passed, failed):
            failures.append(f"the tests in {output + errors!r} were read as {found}")
    failures += confined()
    for task in tasks:
        failures += references(task, sandbox)
    if tasks:
        failures += ends(tasks[0], sandbox)
        failures += measured(tasks, sandbox)
    for failure in failures:
        print(f"FAILED  {failure}")
    print(f"self-test: {len(failures)} failures" if failures else "self-test: all is well")
    return 1 if failures else 0


def confined():
    """What an answer calls a path is written inside the project, or nowhere."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        project = Path(temporary, "project")
        project.mkdir()
        (project / "a").write_text("a", encoding="utf-8")
        carry_out(project, {"../x": "x", "/tmp/../x": "x", "a/b": "x", "./c/d": "x"}, ["../project/a", "nowhere"])
        found = sorted(str(path.relative_to(temporary)) for path in Path(temporary).rglob("*") if path.is_file())
    return [] if found == ["project/a", "project/c/d"] else [f"an answer's files were written to {found}"]


def references(task, sandbox):
    """Before the solution a hidden test fails and all others are green; with it all are green. No agent sees what is hidden."""
    failures, since = secret(task), time.monotonic()
    language = task.repository.language
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        seeded, solved = Path(temporary, "seeded"), Path(temporary, "solved")
        repositories.write_seeded(task, seeded)
        repositories.write_solution(task, solved)
        before = repositories.judged({"status": "SUCCEEDED"}, task, seeded, sandbox)
        failures += [f"{task.name}: {name} is not green before the solution" for name in before["broken"]]
        run = repositories.judged({"status": "SUCCEEDED"}, task, solved, sandbox)
        answered = Path(temporary, "answered")
        repositories.write_seeded(task, answered)
        carry_out(answered, *files_of(repository_stub.right(task)))
        if _contents(answered) != _contents(solved):
            failures.append(f"{task.name}: the solution was not read from an answer")
        own = [path for path in (seeded / language.tests).rglob(language.file)]
        own = [name for path in own for name in repositories.declared(language, path)]
    names = task.hidden_names + own
    if len(set(names)) != len(names) or not own:
        failures.append(f"{task.name}: tests have no names, or the same: {sorted(names)}")
    if before["passed"] == before["checks"] or before["lines"] != 0:
        failures.append(f"{task.name}: no hidden test fails before the solution")
    failures += [f"{task.name}: {each['name']} {each['problem']}" for each in run["verdicts"] if each["problem"]]
    failures += [f"{task.name}: {name} is not green with the solution" for name in run["broken"]]
    if not run["solved"] or (run["files"], run["lines"]) != task.solution_size or run["lines"] == 0:
        failures.append(f"{task.name}: the solution was measured as {run['files']} files, {run['lines']} lines")
    failing = before["checks"] - before["passed"]
    change = f"{run['lines']} lines, {run['files']} {'file' if run['files'] == 1 else 'files'}"
    tell(f"{task.name}: {failing} of {before['checks']} hidden tests fail before, {len(own)} others; {change}", since, failures)
    return failures


def _contents(folder):
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def secret(task):
    """The repository has one commit, with the seeded files and nothing else, and none of them says what is hidden."""
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as temporary:
        repository, seeded = Path(temporary, "repository"), Path(temporary, "seeded")
        repositories.write_repository(task, repository)
        repositories.write_seeded(task, seeded)
        wanted = sorted(str(path.relative_to(seeded)) for path in seeded.rglob("*") if path.is_file())
        found = sorted(repositories.git(repository, "ls-tree", "-r", "--name-only", "-z", "HEAD").split("\0")[:-1])
        objects = repositories.git(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)").split()
        everything = "\n".join(path.read_text(encoding="utf-8") for path in seeded.rglob("*") if path.is_file())
        status = repositories.git(repository, "status", "--porcelain")
    hidden = [path.name for path in task.hidden] + [path.stem for path in task.hidden]
    hidden += [name.split(".")[-1] for name in task.hidden_names]
    failures = [f"{task.name}: {name} can be read by an agent" for name in hidden if name in everything + task.requirement]
    if found != wanted or objects.count("commit") != 1 or status:
        failures.append(f"{task.name}: the repository is {found}, {objects.count('commit')} commits, {status!r}")
    return failures


def ends(task, sandbox):
    """Each way in which the engineer can end, beside what the branch is worth."""
    since, failures = time.monotonic(), []
    patches = {"solution": task.folder / "solution.patch", "breaking": task.repository.folder / "breaking.patch"}
    for number, (event, payload, names, touched, wanted) in enumerate(ENDS):
        with tempfile.TemporaryDirectory(prefix="mgx-evals-") as folder:
            mgx = Path(folder, "mgx")
            mgx.write_text(
                FAKE_MGX.format(
                    python=sys.executable,
                    patches=[str(patches[name]) for name in names],
                    test=task.repository.test,
                    requirement=task.requirement,
                    touched=touched,
                    ends=event,
                    payload=payload,
                )
            )
            mgx.chmod(0o700)
            came = RepositorySolo(Endpoint(""), "fake", 1, mgx=mgx, simulated=True).run(task, 1, Path(folder))
            run = repositories.judged({**vars(came), **came.details}, task, came.project, sandbox)
        found = (run["solved"], run["false_succeeded"], run["false_failed"], len(run["broken"]))
        told = (run["branch"], run["input_tokens"], run["touched"])
        if found != wanted or told != ("mgx/12345678" if names else None, 20, [touched] if touched else []):
            failures.append(f"end {number} was measured as {found} instead of {wanted}, and told as {told}")
    tell("an engineer's ends are measured as what they are", since, failures)
    return failures


def measured(tasks, sandbox):
    """The whole harness against a model of known skill, by its command line: a task of each repository, whole and resumed."""
    since = time.monotonic()
    chosen = list({task.repository.folder: task for task in reversed(tasks)}.values())
    suite = chosen[0].repository.folder.parent
    numbers = {task.name: number for number, task in enumerate(repositories.load(suite))}
    with tempfile.TemporaryDirectory(prefix="mgx-evals-") as folder:
        out = Path(folder, "out.json")
        command = [sys.executable, EVALS / "stub.py", "--suite", suite, "--port", "0", "--skill", ",".join(SKILLS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                url = server.stdout.readline().strip()
                harness = [sys.executable, EVALS / "run.py", "--suite", suite, "--arm", "prompt", "--base-url", url]
                harness += ["--out", out]
                harness += ["--unsafe"] if sandbox.name == "none" else []
                harness += [part for task in chosen for part in ("--only", task.name)]
                said = [_output([*harness, "--seeds", str(seeds)]) for seeds in (2, len(SKILLS), len(SKILLS))]
            finally:
                server.terminate()
        runs = Results(out).runs
    failures = [f"the harness failed: {each.stderr}" for each in said if each.returncode]
    failures += [f"finished runs were repeated: {line}" for line in said[2].stderr.splitlines() if line.endswith("…")]
    for task in chosen:
        for seed, skill in enumerate(SKILLS, 1):
            its_runs = [run for run in runs if (run["task"], run["seed"]) == (task.name, seed)]
            failures += _unlike(task, skill, numbers[task.name], its_runs)
    solved = sum(1 + (numbers[task.name] % 2 == 0) for task in chosen)
    if f"| **all** | prompt | {solved} of {len(chosen) * len(SKILLS)} |" not in table(runs):
        failures.append(f"the table does not say that {solved} were solved:\n{table(runs)}")
    tell("a model of known skill is measured as what it is", since, failures)
    return failures


def _unlike(task, skill, number, runs):
    """What is not measured as the skill that was put in."""
    if len(runs) != 1:
        return [f"{task.name}, {skill}: {len(runs)} runs"]
    run = runs[0]
    knows = skill in ("right", "breaking") or (skill == "half" and number % 2 == 0)
    broken = [task.repository.breaks] if skill == "breaking" else []
    found = (run["solved"], run["passed"] == run["checks"], run["broken"], run["lines"] > 0)
    wanted = (knows and not broken, knows, broken, knows)
    return [] if found == wanted else [f"{task.name}, {skill}: measured {found} instead of {wanted}"]


def _output(command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
