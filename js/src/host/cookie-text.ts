/**
 * How a record stands in a cookie: its JSON in UTF-8, as base64url (RFC 4648, section 5). Percent-encoded, each of its many quotes
 * would be three bytes, and twice the record would not fit.
 */

/** The cookie's value for a text. */
export function encode(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replace(/[+/=]/g, (sign) => (sign === "+" ? "-" : sign === "/" ? "_" : ""));
}

/** The text of a cookie's value; a value that cannot be read is its own text. It is there, and so it may not count as nothing. */
export function decode(value: string): string {
  try {
    const bytes = atob(value.replace(/-/g, "+").replace(/_/g, "/"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return value;
  }
}
