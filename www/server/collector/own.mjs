/**
 * Reads one field of a tree that a stranger sent.
 *
 * Only what stands in the document itself counts: `toString`, `constructor` and whatever a `__proto__` key might pretend
 * are nobody's fields. It checks no types.
 */

/**
 * @param {unknown} tree
 * @param {string} key
 * @returns {unknown}  The value; `undefined` where it is absent or `null`, or where `tree` is no object.
 */
export function own(tree, key) {
  if (!isObject(tree) || !Object.hasOwn(tree, key)) return undefined;
  return tree[key] ?? undefined;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}  Whether it is a JSON object: no array, no `null`.
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
