#!/usr/bin/env bash
# Tests the page: its logic, and all of it in Debian's Chromium where that is installed. Wants the program to be packaged.
set -euo pipefail
cd "$(dirname "$0")"

loudly() {
  printf '\n  WARNING: the page was not tested%s: %s\n\n' "$1" "$2" >&2
  exit "${MGX_PAGE_REQUIRED:-0}"
}

[ -f ../target/classes/dev/mgx/server/page/index.html ] || loudly '' 'it was not built; see above.'
npm run --silent types
npx tsc --noEmit
npx playwright test --project=unit

[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || loudly ' in a browser' 'there is no /usr/bin/chromium (Debian: apt install chromium).'
MGX_JAVA_HOME=$(../mgx jdk)
export MGX_JAVA_HOME
if ! { [ -x /usr/sbin/nginx ] || command -v nginx; } >/dev/null && [ "${MGX_NGINX_REQUIRED:-0}" = 0 ]; then
  printf '\n  WARNING: the page was not tested behind a proxy: there is no nginx (Debian: apt install nginx-light).\n\n' >&2
fi
npx playwright test --project=browser
