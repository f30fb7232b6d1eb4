# Installs from npm what is asked for ($@), or without that what the lock file says. No script of a package is run, and
# no settings but these count; what a project brings along is not even there.
packages=${TMPDIR:-/tmp}/packages
mkdir "$packages"
cp package.json package-lock.json "$packages" 2>/dev/null
cd "$packages" || exit
[ -f package.json ] || echo '{ "private": true }' >package.json
if [ $# -gt 0 ]; then command=install; else command=ci; fi
npm "$command" --registry "$MGX_REGISTRY/npm/" --userconfig /dev/null --globalconfig /nonexistent \
    --cache "${TMPDIR:-/tmp}/npm-cache" --replace-registry-host=never --omit-lockfile-registry-resolved \
    --fetch-retries 1 --fetch-retry-mintimeout 500 --fetch-retry-maxtimeout 1000 \
    --ignore-scripts --no-audit --no-fund --no-update-notifier --no-progress --loglevel=error -- "$@" || exit
