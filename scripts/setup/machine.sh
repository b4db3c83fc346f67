# shellcheck shell=bash
# What we expect of the machine itself: Node 20 or later with npm, and a C linker for Rust's host programs.

need_machine() {
  command -v node >/dev/null || give_up "Node.js 20 or later is needed and 'node' is not on PATH."
  command -v npm >/dev/null || give_up "npm is needed and is not on PATH (Debian has it as the package 'npm')."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || give_up "Node.js 20 or later is needed; 'node' on PATH is $(node -v)."
  have "node $(node -v)"

  # Rust links build scripts and tests through `cc`; a bare Debian has none.
  command -v cc >/dev/null && return
  can_apt || give_up "a C compiler is needed as 'cc' (Debian: apt-get install gcc libc6-dev)."
  apt_install gcc libc6-dev || give_up "apt-get could not install gcc."
}
