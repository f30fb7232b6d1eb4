#!/usr/bin/env bash
# Builds the page onto the server's classpath when its sources changed. Without Node.js it leaves the page out and says so.
set -euo pipefail
cd "$(dirname "$0")"
out=../target/classes/dev/mgx/server/page
stamp=../target/page.sum

without() {
  rm -rf "$out" "$stamp"
  printf '\n  WARNING: the web page was not built: %s\n  The server runs without it and says so at its address.\n\n' "$1" >&2
  exit "${MGX_PAGE_REQUIRED:-0}"
}

{ command -v node && command -v npm; } >/dev/null || without 'Node.js and npm were not found.'
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' ||
  without "Node.js $(node --version) is too old; it takes 20.19, 22.12 or later."

sum=$(find src frames public ./*.html ./*.ts ./*.mjs ./*.json ../clients/typescript/src ../src/main/resources/dev/mgx/server/openapi.yaml \
  -type f ! -name openapi.ts -exec sha256sum {} + | sort | sha256sum)
if [ -f "$out/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
  exit 0
fi

lock=$(sha256sum package-lock.json)
if [ "$(cat node_modules/.mgx-lock 2>/dev/null)" != "$lock" ]; then
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund || without 'npm ci failed; its reason is above.'
  echo "$lock" >node_modules/.mgx-lock
fi

rm -f "$stamp"
npm run --silent build
mkdir -p ../target
npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >../target/page-bom.json # what is in the page
echo "$sum" >"$stamp"
