/**
 * Which names a declaration means: whole ones, and such as end in `*` for any rest.
 *
 * Place in the flow: under cleaner.ts. Ours are never meant: the engine forgets them by rules of its own, and keeps what proves a no.
 */
const OURS = /^courtesy(?:$|\.)/;

const isOf = (names: string[], name: string) =>
  names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));

/** Whether a name is meant by one of these, and by none that stays. */
export const meant = (names: string[], keep: string[]) => (name: string) =>
  !OURS.test(name) && isOf(names, name) && !isOf(keep, name);

/** Those that name one thing. */
export const exact = (names: string[], keep: string[]) => names.filter((name) => !name.endsWith("*") && meant(names, keep)(name));
