# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with setup.sh
# Debian packages, where we may install them.

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs the named packages; a fresh machine has no package lists yet, so one failure earns one update.
apt_install() {
  local log=$root/target/apt.log
  export DEBIAN_FRONTEND=noninteractive
  installing "$* (Debian packages)"
  apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 && return
  apt-get update >"$log" 2>&1 || true
  apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 && return
  tail -n 5 "$log" >&2
  return 1
}
