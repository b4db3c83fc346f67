// Which functions go into granted.wasm: those that cannot be called without a grant, by the Rust compiler's own word for it.
//
// A method of src/core that takes a `&Grant<…>` needs one to be called, and the engine mints none until granted.wasm is there
// (src/core/engine/rest.rs). So none of them is missed before, whatever is added to the rooms: there is no list to keep.
import { readdirSync, readFileSync } from "node:fs";
import { root } from "./toolchain.mjs";

/**
 * Methods of the shell that are called only after one of those was: where rows are written, read or relayed, and where a transaction has
 * ended. The compiler does not vouch for these; js/tests/granted.test.mjs does, as far as it comes.
 */
const shells = ["Outbox::kept", "Outbox::relay", "Outbox::rows", "Outbox::write_out"];

/**
 * Tells by a function's name, as the Wasm has it, whether it is one of them.
 *
 * @returns {((name: string) => boolean) & {methods: string[]}}  `methods`: all of them, as `Recorder::record`.
 */
export function grantedFunctions() {
  const shell = readFileSync(`${root}/src/browser/outbox.rs`, "utf8");
  const gone = shells.filter((method) => !shell.includes(`fn ${method.split("::")[1]}(`));
  if (gone.length > 0) throw new Error(`granted-functions: src/browser/outbox.rs has no ${gone.join(", ")} any more`);
  const methods = [...new Set([...takers(), ...shells])].sort();
  // `<courtesy_core[41ee16e526f26039]::events::recorder::Recorder>::record`.
  const isGranted = (name) => {
    const [, type, method] = /^<courtesy(?:_core)?\[\w+\](?:::[a-z_]+)*::(\w+)>::(\w+)$/.exec(name) ?? [];
    return methods.includes(`${type}::${method}`);
  };
  return Object.assign(isGranted, { methods });
}

function takers() {
  const found = [];
  for (const file of readdirSync(`${root}/src/core`, { recursive: true })) {
    if (!file.endsWith(".rs")) continue;
    const code = readFileSync(`${root}/src/core/${file}`, "utf8").replace(/^ *\/\/.*$/gm, "");
    for (const [, type, body] of code.matchAll(/^impl (\w+) \{\n([^]*?)^\}/gm)) {
      for (const [, method] of body.matchAll(/\bfn (\w+)\([^;{]*?&Grant</g)) found.push(`${type}::${method}`);
    }
  }
  return found;
}
