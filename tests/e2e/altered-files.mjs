/** Folders of files with something wrong in them, or something added, for a server of one story. They live under the system's temporary folder. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { DIST } from "./browser.mjs";

const made = [];
after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

async function copy(source, files) {
  const folder = await mkdtemp(join(tmpdir(), "courtesy-files-"));
  made.push(folder);
  await cp(source, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (content === null) await rm(join(folder, name));
    else await writeFile(join(folder, name), content);
  }
  return folder;
}

/** The SDK with some files replaced, or gone (`null`). */
export const sdkWith = (files) => copy(DIST, files);

/** The demo's site with some files added or replaced. */
export const siteWith = (files) => copy(fileURLToPath(new URL("../../www/site", import.meta.url)), files);

/** A config that is served as it stands. */
export async function configText(text) {
  const folder = await mkdtemp(join(tmpdir(), "courtesy-config-"));
  made.push(folder);
  const path = join(folder, "courtesy.json");
  await writeFile(path, text);
  return path;
}
