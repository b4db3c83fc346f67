#!/usr/bin/env bash
# Makes this machine ready to build and test Courtesy, and says in one line a thing what it had or installed.
# Safe to run at any time: what is there already is left alone, so a second run only looks.
#
#   scripts/setup.sh [FOLDER …]   the npm packages of these folders too
#
#   COURTESY_CACHE      where tools are kept, outside the clone so that a fresh clone finds them (~/.cache/courtesy)
#   COURTESY_CHROMIUM   the browser to test with, instead of the first one on PATH
#   CHROMEDRIVER        its driver, instead of the one on PATH
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${COURTESY_CACHE:-${HOME:?}/.cache/courtesy}
parts=$root/scripts/setup
mkdir -p "$cache/tools" "$root/target"

# Two clones set up at the same time would build the same tools into the same place: the second one waits.
if command -v flock >/dev/null; then
  exec 9>"$cache/lock"
  flock -n 9 || { echo "wait    for another set-up on this machine"; flock 9; }
fi

# shellcheck source=scripts/setup/say.sh
. "$parts/say.sh"
# shellcheck source=scripts/setup/apt.sh
. "$parts/apt.sh"
# shellcheck source=scripts/setup/machine.sh
. "$parts/machine.sh"
# shellcheck source=scripts/setup/rust.sh
. "$parts/rust.sh"
# shellcheck source=scripts/setup/debian-rust.sh
. "$parts/debian-rust.sh"
# shellcheck source=scripts/setup/wasm-tools.sh
. "$parts/wasm-tools.sh"
# shellcheck source=scripts/setup/npm.sh
. "$parts/npm.sh"
# shellcheck source=scripts/setup/browser.sh
. "$parts/browser.sh"

need_machine
need_rust
need_wasm_tools
# The folders named on the command line have packages that few need: the peers of `make bench`.
for package in js www tests "$@"; do need_npm_packages "$package"; done
need_browser

# What was found, for the build and the test runner (js/scripts/toolchain.mjs reads it). Plain KEY=VALUE lines.
cat >"$root/target/setup.env" <<ENV
COURTESY_RUST=$rust_kind
COURTESY_TOOLS=$tool_path
COURTESY_CHROMIUM=$chromium
CHROMEDRIVER=$chromedriver
ENV
echo "ready   (target/setup.env)"
