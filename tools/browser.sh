#!/bin/sh
# A headless browser for the browser tests: the one that is there, or one that can be had. Says what it did.
# Without any the tests are left out with a reason; with DRAGOMAN_BROWSER_TESTS=required they fail instead.
set -u
python="$1"

for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
[ -n "${DRAGOMAN_BROWSER:-}" ] && exit 0
if "$python" -c 'import sys; from playwright.sync_api import sync_playwright as p
with p() as found: sys.exit(not __import__("os").path.exists(found.chromium.executable_path))' 2>/dev/null; then exit 0; fi

if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
if command -v apt-get >/dev/null 2>&1 && $as_root true 2>/dev/null; then
  echo "installing a browser for the tests (apt-get)"
  $as_root apt-get update -qq
  for name in chromium-headless-shell chromium chromium-browser; do
    if DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$name" >/dev/null 2>&1
    then exit 0; fi
  done
fi
echo "installing a browser for the tests (playwright)"
"$python" -m playwright install chromium-headless-shell && exit 0
echo "no browser could be installed: the browser tests will be left out" >&2
