# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with setup.sh
# The Rust toolchain with its wasm32 target and, for the small recipe, the sources of the standard library.
#
# Sets rust_kind, which decides how Wasm is built:
#   rustup-src  rustup's stable; releases build the standard library too (the recipe that the budgets are for)
#   rustup      rustup's stable without sources; the ready-made standard library, so a bigger Wasm
#   debian      Debian's toolchain, which has sources and no ready-made wasm32 library: everything builds it

rust_kind=
tool_path=

need_rust() {
  if ! command -v rustup >/dev/null; then
    need_debian_rust "there is no rustup"
  elif ! has_rustup_target && [ -z "$(missing_debian_rust)" ]; then
    # An earlier set-up went this way; rustup is not asked each time for what it could not give.
    need_debian_rust "rustup has no wasm32 target"
  elif ! need_rustup_target; then
    need_debian_rust "rustup could not fetch the wasm32 target"
  else
    need_rustup_component rustfmt || give_up "rustup could not add rustfmt."
    need_rustup_component clippy || give_up "rustup could not add clippy."
    if need_rustup_component rust-src; then
      rust_kind=rustup-src
    else
      rust_kind=rustup
      note "no rust-src: Wasm is built with the ready-made standard library, the size budget is for the other recipe"
    fi
  fi
}

has_rustup_target() { rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; }

need_rustup_target() {
  if has_rustup_target; then
    have "$(rustc --version | cut -d' ' -f1,2) with wasm32-unknown-unknown"
  else
    installing "wasm32-unknown-unknown (rustup)"
    rustup target add wasm32-unknown-unknown >"$root/target/rustup.log" 2>&1
  fi
}

need_rustup_component() {
  # rustup names host-specific components with the host behind, such as clippy-x86_64-unknown-linux-gnu.
  if rustup component list --installed 2>/dev/null | grep -qE "^$1(-|$)"; then
    have "$1"
  else
    installing "$1 (rustup)"
    rustup component add "$1" >"$root/target/rustup.log" 2>&1
  fi
}
