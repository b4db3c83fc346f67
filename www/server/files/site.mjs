/**
 * Finds the file behind a clean URL of the site, or the one URL under which it should be asked for.
 *
 * `/pricing` is pricing.html, `/docs` is docs.html or docs/index.html. Every page has one URL: rules look at `page.path`, and
 * two spellings would be two pages to them.
 */
import { extname } from 'node:path';

/**
 * @param {ReturnType<import('./folder.mjs').openFolder>} folder
 * @param {string} path  Decoded and safe, as request-path.mjs gives it.
 * @returns {Promise<{ file: import('./served-file.mjs').ServedFile, cleanPath: string } | null>}
 *   Where `cleanPath` differs from `path`, the browser should be sent there.
 */
export async function findPage(folder, path) {
  const cleanPath = clean(path);
  const name = cleanPath.slice(1);
  const candidates = name === '' ? ['index.html'] : [`${name}.html`, `${name}/index.html`];
  if (extname(name) !== '') candidates.unshift(name);
  for (const candidate of candidates) {
    const file = await folder.find(candidate);
    if (file) return { file, cleanPath };
  }
  return null;
}

function clean(path) {
  return path.replace(/\/$/, '').replace(/\.html$/, '').replace(/\/index$/, '') || '/';
}
