# Installs from a Python index what is asked for ($@), or without that what the lock file says. Only wheels, which are
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
    pip -- "$@" || exit
    printf '%s\n' "$@" >"$packages/requirements.in"
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
