/**
 * Reads the path of a request target, decoded once, and refuses every path that could lead out of a folder.
 *
 * `..` in any spelling, empty and hidden segments, backslashes and control characters name no file of ours, so they are
 * refused here, before anything touches the disk. It does not know which files there are.
 */

/**
 * @param {string} target  As it stands in the request line.
 * @returns {{ path: string, query: string } | null}  `query` with its `?`, or empty. `null` for a path to be refused.
 */
export function readRequestPath(target) {
  const [raw, ...rest] = target.split('?');
  const query = rest.length > 0 ? `?${rest.join('?')}` : '';
  let path;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  if (path === '/') return { path, query };
  // One slash at the end is fine; two anywhere would make a redirect to "//elsewhere" possible.
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.shift() !== '' || segments.some((segment) => !isPlain(segment))) return null;
  return { path, query };
}

function isPlain(segment) {
  return segment !== '' && !segment.startsWith('.') && !/[\\\u0000-\u001f\u007f]/.test(segment);
}
