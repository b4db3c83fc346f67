# shellcheck shell=bash disable=SC2034,SC2154 # variables are shared with setup.sh
# wasm-pack, and the wasm-bindgen command line of exactly the crate's version: the two speak a private format.

wasm_pack_version=0.15.1

need_wasm_tools() {
  local bindgen_version
  [ -f "$root/Cargo.lock" ] || give_up "there is no Cargo.lock, which names the version of wasm-bindgen."
  bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' "$root/Cargo.lock")
  [ -n "$bindgen_version" ] || give_up "Cargo.lock does not name wasm-bindgen."
  need_tool wasm-bindgen wasm-bindgen-cli "$bindgen_version"
  need_tool wasm-pack wasm-pack "$wasm_pack_version"
}

# need_tool PROGRAM CRATE VERSION: each version in a folder of its own, so that clones of different ages get along.
need_tool() {
  local home=$cache/tools/$1-$3 log=$root/target/cargo-install.log
  if [ -x "$home/bin/$1" ]; then
    have "$1 $3"
  else
    installing "$1 $3 (cargo, a few minutes)"
    # Our flags are for Wasm, and a shared target folder would keep half a gigabyte of somebody else's objects.
    env -u RUSTFLAGS -u CARGO_TARGET_DIR -u CARGO_BUILD_TARGET \
      cargo install "$2" --version "=$3" --root "$home" >"$log" 2>&1 ||
      { tail -n 15 "$log" >&2; give_up "cargo could not install $2 $3 (all of it: $log)."; }
  fi
  tool_path+=${tool_path:+:}$home/bin
  tool_path=${tool_path//::/:}
}
