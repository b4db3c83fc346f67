/**
 * The policies that our pages are served under, as strict as we promise that the SDK can live with.
 *
 * They stand on HTML only; what a page loads is bound by its page.
 */

/** @typedef {'strict' | 'no-wasm' | 'none'} CspMode */

const DIRECTIVES = (script) => [
  "default-src 'self'",
  `script-src ${script}`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** @type {Record<CspMode, string | null>} */
const POLICIES = {
  strict: DIRECTIVES("'self' 'wasm-unsafe-eval'").join('; '),
  // For proving that a page lives on where its policy forbids WebAssembly.
  'no-wasm': DIRECTIVES("'self'").join('; '),
  none: null,
};

/**
 * @param {CspMode} mode
 * @returns {Record<string, string>}
 * @throws {TypeError} for a mode that is none.
 */
export function pageHeaders(mode) {
  if (!Object.hasOwn(POLICIES, mode)) {
    throw new TypeError(`csp must be one of ${Object.keys(POLICIES).join(', ')}, and is ${mode}`);
  }
  const policy = POLICIES[mode];
  return {
    ...(policy === null ? {} : { 'Content-Security-Policy': policy }),
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
