# Installs from a Python index what the project here declares: its requirements, and what its tests need. Only wheels, which are unpacked
# and not run; no settings but these count. Where not all can be had, the tests' own packages are left out first.
packages=${TMPDIR:-/tmp}/packages notes=${TMPDIR:-/tmp}/notes.txt lists=$(mktemp -d)
mkdir "$packages" "$packages/python"
: >"$notes"
export PIP_CONFIG_FILE=/dev/null
pip() {
    rm -rf "$packages/python"
    cat "$@" >"$lists/all"
    python3 -m pip --isolated --disable-pip-version-check --no-input --no-cache-dir --quiet install \
        --index-url "$MGX_REGISTRY/pypi/simple/" --only-binary :all: --no-compile \
        --target "$packages/python" -r "$lists/all" 2>"$lists/said"
}
python3 - "$lists" "$notes" <<'END' || exit
import ast, configparser, os, re, sys
try:
    import tomllib
except ImportError:
    tomllib = None
lists, notes = sys.argv[1], open(sys.argv[2], "w")
for_tests = re.compile(r"test|dev|ci\b")
needed, tests, seen = [], [], set()

def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()

def note(line, path):
    print("%s in %s is not from the index, and is left out" % (line[:200], path), file=notes)

def add(into, line, path):
    line = re.sub(r"(^|\s)#.*", "", line)
    line = re.sub(r"\s*--hash[= ]\S+", "", line).strip().rstrip("\\").strip()
    included = re.match(r"(?:-r|--requirement)[ =]*(\S+)", line)
    if included:
        requirements(into, os.path.normpath(os.path.join(os.path.dirname(path), included.group(1))))
    elif re.match(r"(?:-e|--editable)[ =]*\.", line) or line in ("", ".", "./") or re.match(r"\.\[", line):
        pass  # the project itself
    elif line.startswith("-"):
        if not re.match(r"-c|--constraint|--index-url|-i\b|--extra-index-url|--find-links|-f\b|--prefer-binary|--only-binary", line):
            note(line, path)
    elif "://" in line or " @ " in line or line.startswith((".", "/")) or line.endswith((".whl", ".gz", ".zip")):
        note(line, path)
    elif line not in into:
        into.append(line)

def requirements(into, path):
    if path in seen or not os.path.isfile(path):
        return
    seen.add(path)
    for line in re.sub(r"\\\n", " ", read(path)).split("\n"):
        add(into, line, path)

def several(into, lines, path):
    if isinstance(lines, str):
        lines = lines.split("\n")
    for line in lines if isinstance(lines, (list, tuple)) else []:
        if isinstance(line, str):
            add(into, line, path)

def poetry(into, table, path):
    for name, wanted in (table or {}).items():
        if isinstance(wanted, dict):
            if "version" not in wanted:
                note(name, path)
                continue
            wanted = wanted["version"]
        if name.lower() == "python" or not isinstance(wanted, str):
            continue
        caret = re.fullmatch(r"\^(\d+(?:\.\d+)*)", wanted.strip())
        tilde = re.fullmatch(r"~(\d+(?:\.\d+)*)", wanted.strip())
        if caret or tilde:
            parts = [int(each) for each in (caret or tilde).group(1).split(".")]
            at = next((i for i, each in enumerate(parts) if each), len(parts) - 1) if caret else min(1, len(parts) - 1)
            wanted = ">=%s,<%s" % ((caret or tilde).group(1), ".".join(map(str, parts[:at] + [parts[at] + 1])))
        elif wanted.strip() == "*":
            wanted = ""
        elif re.match(r"\d", wanted.strip()):
            wanted = "==" + wanted.strip()
        add(into, name + wanted, path)

for path in sorted(os.listdir(".")) + sorted("requirements/" + each for each in (os.listdir("requirements") if os.path.isdir("requirements") else [])):
    if os.path.isfile(path) and re.search(r"requirements", path) and path.endswith(".txt"):
        plain = re.fullmatch(r"requirements(?:/(?:base|main|common|prod|production|default))?\.txt", path)
        if plain or for_tests.search(path):
            requirements(needed if plain else tests, path)
if "requirements.txt" not in seen:
    requirements(needed, "requirements.in")
if tomllib and os.path.isfile("pyproject.toml"):
    try:
        toml = tomllib.loads(read("pyproject.toml"))
        several(needed, toml.get("project", {}).get("dependencies"), "pyproject.toml")
        for name, lines in toml.get("project", {}).get("optional-dependencies", {}).items():
            if for_tests.search(name):
                several(tests, lines, "pyproject.toml")
        for name, lines in toml.get("dependency-groups", {}).items():
            if for_tests.search(name):
                several(tests, lines, "pyproject.toml")
        own = toml.get("tool", {}).get("poetry", {})
        poetry(needed, own.get("dependencies"), "pyproject.toml")
        poetry(tests, own.get("dev-dependencies"), "pyproject.toml")
        for name, group in own.get("group", {}).items():
            if for_tests.search(name):
                poetry(tests, group.get("dependencies"), "pyproject.toml")
    except tomllib.TOMLDecodeError as flaw:
        print("pyproject.toml is not read: %s" % flaw, file=notes)
for path in ("setup.cfg", "tox.ini"):
    if os.path.isfile(path):
        try:
            ini = configparser.RawConfigParser()
            ini.read(path, encoding="utf-8")
            several(needed, ini.get("options", "install_requires", fallback=""), path)
            for section in ("options.extras_require", "testenv"):
                for name, lines in ini.items(section) if ini.has_section(section) else []:
                    if name == "deps" if section == "testenv" else for_tests.search(name):
                        several(tests, [each for each in lines.split("\n") if not re.match(r"\s*[\w,{}!.-]+\s*:\s", each) and "{" not in each], path)
        except configparser.Error as flaw:
            print("%s is not read: %s" % (path, str(flaw).split("\n")[0]), file=notes)
if os.path.isfile("setup.py"):
    try:
        for call in ast.walk(ast.parse(read("setup.py"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "setup":
                for keyword in call.keywords:
                    try:
                        value = ast.literal_eval(keyword.value)
                    except ValueError:
                        continue  # worked out when it runs, which it is not
                    if keyword.arg == "install_requires":
                        several(needed, value, "setup.py")
                    elif keyword.arg == "tests_require":
                        several(tests, value, "setup.py")
                    elif keyword.arg == "extras_require" and isinstance(value, dict):
                        for name, lines in value.items():
                            if for_tests.search(name):
                                several(tests, lines, "setup.py")
    except SyntaxError:
        print("setup.py is not read: it is no Python of this version", file=notes)
runner = [read("mgx-test-runner.txt")] if os.path.isfile("mgx-test-runner.txt") else []
for name, lines in (("runner", runner), ("needed", needed), ("tests", tests)):
    with open(os.path.join(lists, name), "w") as file:
        file.write("".join(line.strip() + "\n" for line in lines))
END
why() { grep -m1 -E '^ERROR' "$lists/said" | cut -c 1-300; }
if [ ! -s "$lists/runner" ] && [ ! -s "$lists/needed" ] && [ ! -s "$lists/tests" ]; then
    mkdir -p "$packages/python"
elif ! pip "$lists/runner" "$lists/needed" "$lists/tests"; then
    reason=$(why)
    if pip "$lists/runner" "$lists/needed"; then
        echo "What only the tests need is not installed: $reason" >>"$notes"
    else
        reason=$(why)
        [ -s "$lists/runner" ] && pip "$lists/runner" || { cat "$lists/said" >&2; exit 1; }
        echo "Only what runs the tests is installed: $reason" >>"$notes"
    fi
fi
mkdir -p "$packages/python"
