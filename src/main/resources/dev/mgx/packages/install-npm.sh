# Installs from npm what is asked for ($@), or without that what the lock file says, or the manifest where there is none. No script of a
# package is run, and no settings but these count.
packages=${TMPDIR:-/tmp}/packages notes=${TMPDIR:-/tmp}/notes.txt project=$PWD
mkdir "$packages"
: >"$notes"
cp -R . "$packages"
rm -f "$packages/.npmrc"
cd "$packages" || exit
[ -f package.json ] || echo '{ "private": true }' >package.json
if [ -f npm-shrinkwrap.json ]; then mv npm-shrinkwrap.json package-lock.json; fi
command=install
if [ $# = 0 ] && [ -f package-lock.json ]; then
    command=ci
    # Where files are is for the registry to say; their hashes stay.
    grep -q '"resolved": *"http' package-lock.json && node -e '
        const fs = require("fs"), lock = JSON.parse(fs.readFileSync("package-lock.json"))
        const strip = (all) => Object.values(all ?? {}).forEach((each) => {
            if (each.integrity && /^https?:/.test(each.resolved ?? "")) delete each.resolved
            strip(each.dependencies)
        })
        strip(lock.packages)
        if (!lock.packages) strip(lock.dependencies)
        fs.writeFileSync("package-lock.json", JSON.stringify(lock))'
fi
npm "$command" --registry "$MGX_REGISTRY/npm/" --userconfig /dev/null --globalconfig /nonexistent \
    --cache "${TMPDIR:-/tmp}/npm-cache" --replace-registry-host=never --omit-lockfile-registry-resolved \
    --fetch-retries 1 --fetch-retry-mintimeout 500 --fetch-retry-maxtimeout 1000 \
    --ignore-scripts --no-audit --no-fund --no-update-notifier --no-progress --loglevel=error -- "$@" || exit
# The packages of a workspace are the project's own folders.
find node_modules -maxdepth 2 -type l 2>/dev/null | while read -r link; do
    case $link:$(readlink "$link") in
    node_modules/.bin/*) ;;
    *:../../*) ln -sfn "$project/$(readlink "$link" | cut -c 7-)" "$link" ;;
    *:../*) ln -sfn "$project/$(readlink "$link" | cut -c 4-)" "$link" ;;
    esac
done
