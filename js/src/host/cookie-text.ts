/**
 * How a record stands in a cookie: its JSON in UTF-8, as base64, all of whose signs may stand there (RFC 6265, section 4.1.1).
 * Percent-encoded, each of its many quotes would be three bytes, and twice the record would not fit.
 */

/** The cookie's value for a text. */
export function encode(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** The text of a cookie's value; a value that cannot be read is its own text. It is there, and so it may not count as nothing. */
export function decode(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value), (byte) => byte.charCodeAt(0)));
  } catch {
    return value;
  }
}
