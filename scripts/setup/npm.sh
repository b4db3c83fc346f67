# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with setup.sh
# The npm packages of one folder, exactly as its lock file names them.

need_npm_packages() {
  local folder=$root/$1 stamp=$root/$1/node_modules/.courtesy-lock lock log=$root/target/npm-${1//\//-}.log
  [ -f "$folder/package-lock.json" ] || give_up "$1/package-lock.json is missing."
  # Compiled packages belong to one Node and one platform; anything else in the lock file is in its hash.
  lock=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)-$(node -p 'process.versions.modules + process.arch')
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then
    have "npm packages of $1"
    return
  fi
  installing "npm packages of $1"
  if ! (cd "$folder" && npm ci --prefer-offline --no-audit --no-fund >"$log" 2>&1); then
    tail -n 15 "$log" >&2
    give_up "npm could not install the packages of $1."
  fi
  mkdir -p "$folder/node_modules"
  echo "$lock" >"$stamp"
}
