"""The arm `prompt`: one plain prompt, and the program in its answer."""

import json
import os
import re
import urllib.error
import urllib.request
from pathlib import Path

from results import Run, save
from sandbox import Refused

CALL_SECONDS = 30 * 60
ANSWER_TOKENS = 4096

FENCE = re.compile(r"^ {0,3}```+ *([\w+#.-]*)[^\n]*\n(.*?)(?:^ {0,3}```|\Z)", re.MULTILINE | re.DOTALL)
THOUGHTS = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
LANGUAGES = {
    ".py": {"python", "python3", "py"},
    ".java": {"java"},
    ".js": {"javascript", "js", "node", "nodejs"},
}


class Endpoint:
    """A server that speaks OpenAI's protocol."""

    def __init__(self, base_url):
        self.base_url = base_url.rstrip("/")
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def first_model(self):
        models = self._json("/models", None, 10).get("data") or []
        if not models:
            raise Refused(f"{self.base_url} lists no model; name one with --model")
        return models[0]["id"]

    def answer(self, body):
        return self._json("/chat/completions", body, CALL_SECONDS)

    def _json(self, path, body, seconds):
        headers = {"Content-Type": "application/json"}
        if os.environ.get("OPENAI_API_KEY"):
            headers["Authorization"] = "Bearer " + os.environ["OPENAI_API_KEY"]
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data, headers)
        try:
            with self._opener.open(request, timeout=seconds) as response:
                return json.load(response)
        except urllib.error.HTTPError as e:
            said = e.read(500).decode(errors="replace")
            raise Refused(f"{self.base_url}{path} answered {e.code}: {said}") from e
        except (OSError, ValueError) as e:
            url = self.base_url + path
            raise Refused(f"{url} gave no answer ({e}); start the server, or name another with --base-url") from e


class Prompt:
    """One plain prompt, and the program in its answer."""

    name = "prompt"

    def __init__(self, endpoint, model):
        self._endpoint = endpoint
        self.model = model or endpoint.first_model()

    def run(self, task, seed, folder):
        text = f"{task.requirement}\n\nAnswer with the whole program in one fenced code block."
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": text}],
            "max_tokens": ANSWER_TOKENS,
            "seed": seed,
        }
        response = self._endpoint.answer(body)
        save(folder / "answer.json", {"request": body, "response": response})
        choice = (response.get("choices") or [{}])[0]
        program = code((choice.get("message") or {}).get("content") or "", Path(task.program).suffix)
        project = folder / "files"
        project.mkdir()
        if program is not None:
            (project / task.program).write_text(program, encoding="utf-8")
        reason = "a program" if program is not None else "no code block in the answer"
        if choice.get("finish_reason") == "length":
            reason += f", cut off after {ANSWER_TOKENS} tokens"
        usage = response.get("usage") or {}
        return Run(
            project,
            "ANSWERED",
            reason,
            input_tokens=usage.get("prompt_tokens"),
            output_tokens=usage.get("completion_tokens"),
            calls=1,
        )


def code(answer, suffix):
    """The longest block of the program's language, else the longest of all; one without an end goes to the end."""
    blocks = FENCE.findall(THOUGHTS.sub("", answer.replace("\r\n", "\n")))
    fitting = [block for block in blocks if block[0].lower() in LANGUAGES[suffix]] or blocks
    return max((text for _, text in fitting), key=len) if fitting else None
