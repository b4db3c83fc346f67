/**
 * Says points in time and spans as the viewer's locale does.
 *
 * Zone and language are the browser's; it computes nothing else.
 */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY_OF_ANOTHER_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const ONE_DIGIT = { maximumFractionDigits: 1 };

/**
 * @param {string} iso
 * @param {Date} [now]
 * @returns {{ day: string | null, clock: string }}  `day` is `null` for today.
 */
export function sayTime(iso, now = new Date()) {
  const at = new Date(iso);
  const day = at.getFullYear() === now.getFullYear() ? DAY : DAY_OF_ANOTHER_YEAR;
  return { day: at.toDateString() === now.toDateString() ? null : day.format(at), clock: CLOCK.format(at) };
}

/** @param {string} iso */
export const sayWholeTime = (iso) => WHOLE.format(new Date(iso));

/** @param {number} spanMs */
export function saySpan(spanMs) {
  const size = Math.abs(spanMs);
  if (size < 1_000) return unit(Math.round(spanMs), 'millisecond');
  if (size < 90_000) return unit(spanMs / 1_000, 'second');
  if (size < 5_400_000) return unit(spanMs / 60_000, 'minute');
  if (size < 129_600_000) return unit(spanMs / 3_600_000, 'hour');
  return unit(spanMs / 86_400_000, 'day');
}

const unit = (value, name) =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit: name, unitDisplay: 'short', ...ONE_DIGIT }).format(value);
