# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with setup.sh
# The way out where rustup cannot serve wasm32: Debian's own toolchain, as its browsers are built with.

debian_rust_packages=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-22)

# The packages among them that are not installed, one a line.
missing_debian_rust() {
  local package
  for package in "${debian_rust_packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

need_debian_rust() {
  local missing
  command -v dpkg-query >/dev/null ||
    give_up "$1, and this is not a Debian: install rustup with its wasm32-unknown-unknown target."
  mapfile -t missing < <(missing_debian_rust)
  if [ "${#missing[@]}" = 0 ]; then
    have "Debian's $(/usr/bin/rustc --version | cut -d' ' -f1,2), because $1"
  elif can_apt; then
    note "$1, so Debian's toolchain takes its place"
    apt_install "${missing[@]}" || give_up "$1, and apt-get could not install Debian's toolchain."
  else
    give_up "$1. Install the wasm32-unknown-unknown target, or as root: apt-get install ${missing[*]}"
  fi
  stand_before_rustup
  rust_kind=debian
}

# rustup's programs usually come first on PATH, and mixing two compilers' libraries cannot work: links to Debian's
# programs, in a folder that the build puts first, and nothing of rustup is touched.
stand_before_rustup() {
  local programs=$cache/tools/debian-rust/bin program libraries
  mkdir -p "$programs"
  for program in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
    ln -sfn "/usr/bin/$program" "$programs/$program"
  done
  export PATH=$programs:$PATH
  tool_path=$programs:

  # wasm-pack refuses a compiler without a folder for the target's ready-made libraries. Ours are built from source,
  # so an empty folder says all there is to say.
  libraries=$(rustc --target wasm32-unknown-unknown --print target-libdir)
  [ -d "$libraries" ] || mkdir -p "$libraries" 2>/dev/null || give_up "wasm-pack needs the folder $libraries: make it."
}
