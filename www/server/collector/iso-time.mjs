/**
 * Reads a point in time in ISO-8601, strictly: `Date.parse` alone also takes "1", "May 4" and the 30th of February.
 *
 * A zone is required, since a local time is none of ours to guess. Digits below a millisecond are cut off.
 */

const FORM = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d))$/;

/**
 * @param {unknown} text
 * @returns {number | null}  Milliseconds since the epoch, or `null` for anything that is no such time.
 */
export function readIsoTimeMs(text) {
  const parts = typeof text === 'string' ? FORM.exec(text) : null;
  if (!parts) return null;
  const [, day, hour, minute, second = '00', fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = parts;
  const written = `${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const atMs = Date.parse(written);
  // A day or an hour that does not exist is either NaN or comes back as another one.
  if (Number.isNaN(atMs) || new Date(atMs).toISOString() !== written) return null;
  if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return null;
  const zoneMs = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return sign === '-' ? atMs + zoneMs : atMs - zoneMs;
}
