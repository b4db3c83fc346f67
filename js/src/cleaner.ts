/**
 * cleaner.js: deletes what a withdrawn purpose had kept, looks again, and reports.
 *
 * Place in the flow: after a withdrawal. What is to go is listed by the engine; this file only carries that out. A script that is
 * still running may set its cookie again, so it looks three times; what is there at the last look is reported as left. The visitor
 * may say yes meanwhile, so the list is asked for anew right before anything goes.
 */
import { deleteCookies, hiddenCookies, visibleCookies } from "./cleaner-cookies.js";
import { deleteDatabases, presentDatabases } from "./cleaner-databases.js";
import { exact, meant } from "./cleaner-names.js";
import { type Names, isAnyThere, traces } from "./cleaner-traces.js";
import type { ToClean } from "./parts.js";
import type { CleanReport, Kept } from "./types.js";

/** When to look again, after the first time. A page that is loaded anew at once leaves that to the next one. */
const AGAIN_MS = [300, 1_700];
/** Removes what withdrawn items had kept, where anything of it is there, and says what became of it. */
export async function clean(toClean: ToClean, tell: (report: CleanReport) => void): Promise<void> {
  const what = traces(toClean);
  if (what.isNow || (await isAnyThere(what))) tell(await cleaned(what));
  if (what.reload) location.reload();
}

async function cleaned(what: Names): Promise<CleanReport> {
  const seen = new Map<string, Kept>();
  /** What is there; noted, so that it can be said to be gone. */
  const present = async () => {
    const databases = what.names().databases.length > 0 ? await presentDatabases(() => true) : [];
    const found = [
      ...visibleCookies().map((name): Kept => ({ kind: "cookie", name })),
      ...stored("local"),
      ...stored("session"),
      ...databases.map((name): Kept => ({ kind: "database", name })),
    ].filter(meantNow());
    for (const one of found) seen.set(key(one), one);
    return found;
  };
  const meantNow = () => {
    const { cookies, storage, databases, keep } = what.names();
    const isCookie = meant(cookies, keep.cookies);
    const isStored = meant(storage, keep.storage);
    const isDatabase = meant(databases, keep.databases);
    return ({ kind, name }: Kept) => (kind === "cookie" ? isCookie : kind === "database" ? isDatabase : isStored)(name);
  };
  const remove = async (found: Kept[]) => {
    const isMeant = meantNow();
    const names = (kind: Kept["kind"]) => found.filter((one) => one.kind === kind && isMeant(one)).map(({ name }) => name);
    deleteCookies(names("cookie"));
    for (const kind of ["local", "session"] as const) for (const name of names(kind)) storage(kind)?.removeItem(name);
    const { databases, keep } = what.names();
    await deleteDatabases(names("database"), exact(databases, keep.databases));
  };

  await remove(await present());
  let left = await present();
  for (const ms of what.reload || !what.isNow ? [] : AGAIN_MS) {
    await new Promise((done) => setTimeout(done, ms));
    left = await present();
    await remove(left);
  }
  const { cookies, keep } = what.names();
  // To find a hidden cookie, one of its name is set for a moment: only where the visitor has just acted.
  const hidden = (what.isNow ? hiddenCookies(exact(cookies, keep.cookies)) : []).map((name): Kept => ({ kind: "cookie", name }));
  left = [...left, ...hidden.filter(({ name }) => !left.some((one) => one.kind === "cookie" && one.name === name))];
  const isLeft = new Set(left.map(key));
  // What is allowed again is neither gone nor left.
  return { removed: [...seen.values()].filter((one) => !isLeft.has(key(one)) && meantNow()(one)), left };
}

const key = ({ kind, name }: Kept) => `${kind} ${name}`;

function storage(kind: "local" | "session"): Storage | undefined {
  try {
    return kind === "local" ? localStorage : sessionStorage;
  } catch {
    // Denied: then nothing is kept there.
    return undefined;
  }
}

const stored = (kind: "local" | "session") => Object.keys(storage(kind) ?? {}).map((name): Kept => ({ kind, name }));
