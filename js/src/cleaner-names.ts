/**
 * Which names a declaration means: whole ones, and such as end in `*` for any rest.
 *
 * Place in the flow: under cleaner.ts. Ours are never meant: the engine forgets them by rules of its own, and keeps what proves a no.
 */
const OURS = /^courtesy(?:$|\.)/;

/** Whether a name is meant by one of these. */
export const meant = (names: string[]) => (name: string) =>
  !OURS.test(name) &&
  names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));

/** Those that name one thing. */
export const exact = (names: string[]) => names.filter((name) => !name.endsWith("*") && !OURS.test(name));
