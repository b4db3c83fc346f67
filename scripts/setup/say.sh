# shellcheck shell=bash
# How set-up talks: one line a thing, and one clear sentence where it must give up.

have() { printf 'have    %s\n' "$*"; }
installing() { printf 'install %s\n' "$*"; }
note() { printf 'note    %s\n' "$*"; }
give_up() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}
