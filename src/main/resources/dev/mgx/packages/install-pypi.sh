# Installs from a Python index what is asked for ($@), beside what the lock file says if there is one, or without that what
# the lock file says. Only wheels, which are
# unpacked and not run; no settings but these count.
packages=${TMPDIR:-/tmp}/packages
mkdir "$packages"
cp requirements.in requirements.txt "$packages" 2>/dev/null
export PIP_CONFIG_FILE=/dev/null
pip() {
    python3 -m pip --isolated --disable-pip-version-check --no-input --no-cache-dir --quiet install \
        --index-url "$MGX_REGISTRY/pypi/simple/" --only-binary :all: --no-compile \
        --target "$packages/python" --report "$packages/report.json" "$@"
}
if [ $# -gt 0 ]; then
    python3 - "$packages" "$@" <<'END' || exit
import os, re, sys
folder, asked = sys.argv[1], sys.argv[2:]
def name(line): return re.sub("[-_.]+", "-", re.split("[^A-Za-z0-9._-]", line, maxsplit=1)[0]).lower()
def others(file):
    path = os.path.join(folder, file)
    lines = open(path).read().splitlines() if os.path.exists(path) else []
    return [line for line in lines if line.strip() and name(line) not in map(name, asked)]
pinned = [line.split(" --hash=")[0] for line in others("requirements.txt")]
open(os.path.join(folder, "pinned.txt"), "w").write("\n".join(pinned) + "\n")
open(os.path.join(folder, "requirements.in"), "a").close()
direct = others("requirements.in") + asked
open(os.path.join(folder, "requirements.in"), "w").write("\n".join(direct) + "\n")
END
    pip --constraint "$packages/pinned.txt" -r "$packages/requirements.in" || exit
    rm -f "$packages/pinned.txt"
    python3 - "$packages/report.json" >"$packages/requirements.txt" <<'END' || exit
import json, sys
installed = json.load(open(sys.argv[1]))["install"]
for each in sorted(installed, key=lambda each: each["metadata"]["name"].lower()):
    data = each["metadata"]
    named = [each.split(" :: ")[-1] for each in data.get("classifier", []) if each.startswith("License :: ")]
    licence = (data.get("license_expression") or ", ".join(named) or data.get("license") or "").split("\n")[0][:60]
    print("%s==%s --hash=sha256:%s%s" % (
        data["name"], data["version"], each["download_info"]["archive_info"]["hashes"]["sha256"],
        "  # " + licence if licence else ""))
END
else
    pip --require-hashes -r "$packages/requirements.txt" || exit
fi
rm -f "$packages/report.json"
