// Runs one program of the build to its end; a failure ends the build with the program's own output as the last word.
import { spawnSync } from "node:child_process";

export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit", ...options });
  if (status === 0) return;
  console.error(`build: ${program} ${args.join(" ")}: ${error?.message ?? `exit code ${status}`}`);
  process.exit(1);
}
