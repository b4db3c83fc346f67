/**
 * The policies that our pages are served under, as strict as we promise that the SDK can live with.
 *
 * They stand on HTML only; what a page loads is bound by its page.
 */

/** @typedef {'strict' | 'no-wasm' | 'none'} CspMode */

const DIRECTIVES = (script, framedBy) => [
  "default-src 'self'",
  `script-src ${script}`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  `frame-ancestors ${framedBy}`,
  "require-trusted-types-for 'script'",
  // Gated scripts come to life through it, and nothing else can: the gate keeps the policy to itself.
  'trusted-types courtesy',
];

/** @type {Record<CspMode, string | null>}  What may run scripts; `null` for no policy at all. */
const SCRIPTS = {
  strict: "'self' 'wasm-unsafe-eval'",
  // For proving that a page lives on where its policy forbids WebAssembly.
  'no-wasm': "'self'",
  none: null,
};

/**
 * @param {CspMode} mode
 * @param {string} [framedBy]  Who may show the page in a frame. Default: nobody.
 * @returns {Record<string, string>}
 * @throws {TypeError} for a mode that is none.
 */
export function pageHeaders(mode, framedBy = "'none'") {
  if (!Object.hasOwn(SCRIPTS, mode)) {
    throw new TypeError(`csp must be one of ${Object.keys(SCRIPTS).join(', ')}, and is ${mode}`);
  }
  const scripts = SCRIPTS[mode];
  return {
    ...(scripts === null ? {} : { 'Content-Security-Policy': DIRECTIVES(scripts, framedBy).join('; ') }),
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
