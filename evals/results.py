"""What was measured: a file that grows run by run, and its table."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import Refused


@dataclass
class Run:
    """What came of a requirement. The figures are None where nobody told them."""

    project: Path
    status: str  # SUCCEEDED, FAILED, CANCELLED or NONE of the team, ANSWERED of a prompt
    reason: str
    verified: bool = False
    input_tokens: int | None = None
    output_tokens: int | None = None
    calls: int | None = None
    details: dict = field(default_factory=dict)


class Results:
    """The runs of a suite, kept in a JSON file that is whole at any moment."""

    def __init__(self, file):
        self.file = Path(file)
        self.runs = []
        if self.file.exists():
            try:
                self.runs = json.loads(self.file.read_text(encoding="utf-8"))["runs"]
            except (ValueError, KeyError, TypeError) as e:
                raise Refused(f"{self.file} holds no results of evals/run.py; name another file with --out") from e

    @property
    def kept(self):
        """Where each run leaves its files, its events and its recording."""
        return self.file.with_suffix("").absolute()

    def folder(self, task, arm, seed):
        return self.kept / f"{task}-{arm}-{seed}"

    def find(self, task, arm, seed):
        return next((each for each in self.runs if key(each) == (task, arm, seed)), None)

    def put(self, run):
        self.runs = [each for each in self.runs if key(each) != key(run)] + [run]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        save(self.file, {"runs": self.runs})

    def require_same(self, arm, model):
        """Figures of two models in one table would be figures of neither."""
        others = {each["model"] for each in self.runs if each["arm"] == arm} - {model}
        if others:
            raise Refused(f"{self.file} has figures of {others.pop()}, not of {model}; name another file with --out")


def key(run):
    return run["task"], run["arm"], run["seed"]


def judged(run, verdicts, **found):
    """The run with what the hidden checks say of it, and with what else was found. In a repository a change that breaks a test
    has solved nothing, nor has a run that touches what is not its own."""
    passed = sum(each["problem"] is None for each in verdicts)
    solved = passed == len(verdicts) and not found.get("broken") and not run.get("touched")
    return {
        **run,
        **found,
        "solved": solved,
        "passed": passed,
        "checks": len(verdicts),
        "false_succeeded": run["status"] == "SUCCEEDED" and not solved,
        "false_failed": run["status"] in ("FAILED", "CANCELLED", "NONE") and solved,
        "verdicts": verdicts,
    }


HEADINGS = (
    "task",
    "arm",
    "solved",
    "hidden checks",
    "false SUCCEEDED",
    "false FAILED",
    "tokens a run",
    "seconds a run",
    "how the runs ended",
)
IN_REPOSITORIES = ("green tests broken", "lines in files (solution's)")
SHOWN_REASON = 140  # characters


def table(runs):
    """In Markdown: a line for each task and arm, and one for each arm in all."""
    headings = HEADINGS + (IN_REPOSITORIES if any("broken" in run for run in runs) else ())
    lines = [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings)]
    for task, arm in sorted({(run["task"], run["arm"]) for run in runs}):
        lines.append(_row(task, arm, [run for run in runs if (run["task"], run["arm"]) == (task, arm)]))
    for arm in sorted({run["arm"] for run in runs}):
        lines.append(_row("**all**", arm, [run for run in runs if run["arm"] == arm], total=True))
    return "\n".join(lines + ["", *_notes(runs)])


def _row(task, arm, runs, total=False):
    has_verdict = any(run["status"] != "ANSWERED" for run in runs)
    unverified = sum(run["false_succeeded"] and not run["verified"] for run in runs)
    false_succeeded = f"{_count(runs, 'false_succeeded')}" + (f" ({unverified} unverified)" if unverified else "")
    cells = [
        task,
        arm,
        f"{_count(runs, 'solved')} of {len(runs)}",
        f"{_count(runs, 'passed')} of {_count(runs, 'checks')}",
        false_succeeded if has_verdict else "–",
        f"{_count(runs, 'false_failed')}" if has_verdict else "–",
        _mean([run["input_tokens"] + run["output_tokens"] for run in runs if run["output_tokens"] is not None]),
        _mean([run["seconds"] for run in runs]),
        _ends(runs, total),
    ]
    if "broken" in runs[0]:
        cells += [f"{sum(len(run['broken']) for run in runs)}", _sizes(runs)]
    return f"| {' | '.join(cells)} |"


def _count(runs, name):
    return sum(run[name] for run in runs)


def _mean(values):
    return f"{sum(values) / len(values):,.0f}" if values else "?"


def _sizes(runs):
    """Means of the changes, and of those of the solutions."""
    lines, files, solution_lines, solution_files = (
        sum(run[name] for run in runs) / len(runs) for name in ("lines", "files", "solution_lines", "solution_files")
    )
    return f"{lines:.0f} in {files:.1f} ({solution_lines:.0f} in {solution_files:.1f})"


def _ends(runs, total):
    """In all, the status is enough: reasons are read where they stand beside their task."""
    ends = Counter(run["status"] if total else f"{run['status']}: {_cell(run['reason'])}" for run in runs)
    return "<br>".join(f"{count} × {end}" for end, count in ends.most_common())


def _cell(text):
    text = " ".join(text.split())
    text = text if len(text) <= SHOWN_REASON else text[: SHOWN_REASON - 1] + "…"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _notes(runs):
    """Who answered, and which engine: a figure without them means nothing."""
    said = sorted({f"{run['arm']}: {run['model']}" + _engine(run) + f", sandbox {run['sandbox']}" for run in runs})
    return [f"Measured: {'; '.join(said)}."] if said else ["Nothing has been measured yet."]


def _engine(run):
    return f", engine {run['engine']}" if run["arm"] != "prompt" else ""


def save(file, value):
    """Whole or not at all."""
    temporary = file.with_name(file.name + ".new")
    temporary.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(temporary, file)
