/**
 * Deletes cookies wherever they may have been set: a script sees a cookie's name, and never its domain or path.
 *
 * Place in the flow: under cleaner.ts. A cookie is only replaced (and so deleted) by one of the same name, domain and path, in the
 * same jar if it is partitioned (https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model). Those
 * of paths that this page is not under are neither seen nor touched.
 */

/** `Secure` reaches what only https may write, and names with `__Host-` or `__Secure-`; `Partitioned` has a jar of its own. */
const VARIANTS = ["", "; secure", "; secure; samesite=none; partitioned"];
const PAST = "; max-age=0; expires=Thu, 01 Jan 1970 00:00:00 GMT";

/** The names of the cookies that a script can see here, once each. */
export function visibleCookies(): string[] {
  return [...new Set(read().map((pair) => pair.split("=", 1)[0]!))];
}

/** Deletes these for every host suffix and every path prefix, until a look shows that they are gone. */
export function deleteCookies(names: string[]): void {
  for (const name of names) {
    // The widest first: that is where nearly all are.
    for (const path of paths()) {
      for (const domain of domains()) {
        for (const variant of VARIANTS) write(`${name}=; path=${path}${domain}${variant}${PAST}`);
      }
      if (!visibleCookies().includes(name)) break;
    }
  }
}

/**
 * Which of these cookies are there although no script sees them (`HttpOnly`; over http, `Secure`).
 *
 * A script may not replace such a cookie. So where a cookie of another name can be set and one of this name cannot, there is one.
 * The probe is gone again in the same task.
 */
export function hiddenCookies(names: string[]): string[] {
  const wide = ["", ...domains().filter(Boolean)];
  const isSettable = (name: string, domain: string) => {
    if (visibleCookies().includes(name)) return true;
    write(`${name}=; path=/${domain}`);
    const isSet = visibleCookies().includes(name);
    if (isSet) write(`${name}=; path=/${domain}${PAST}`);
    return isSet;
  };
  const settable = wide.filter((domain) => isSettable("courtesy.probe", domain));
  // Names with these prefixes cannot be set like that in any case.
  return names.filter((name) => !/^__(?:Host|Secure)-/i.test(name) && settable.some((domain) => !isSettable(name, domain)));
}

/** None (the host alone), then the host and each of its suffixes; browsers refuse those that are everybody's. */
function domains(): string[] {
  const labels = location.hostname.split(".");
  return ["", ...labels.map((_, index) => `; domain=${labels.slice(index).join(".")}`)];
}

/** `/`, then each prefix of this page's path, with and without a slash at its end: to a cookie these are two. */
function paths(): string[] {
  const parts = location.pathname.split("/").filter(Boolean);
  const prefixes = parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
  return ["/", ...prefixes.flatMap((prefix) => [prefix, `${prefix}/`])];
}

function read(): string[] {
  try {
    return document.cookie.split("; ").filter(Boolean);
  } catch {
    // A sandboxed frame has none.
    return [];
  }
}

function write(cookie: string): void {
  try {
    document.cookie = cookie;
  } catch {
    // Likewise.
  }
}
