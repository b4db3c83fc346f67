/**
 * A small site's events, for reports: three visitors, two instances with a number missing, two conversions with their touches.
 *
 * Shaped as the SDK writes them, times without a fraction of meaning. It sends nothing.
 */
import { event } from './wire.mjs';

const touch = (channel) => ({ at_ms: 1, channel, source: 's', medium: 'm', path: '/' });

function of(visitor, instance, seq, changes, courtesy = {}) {
  return event({
    messageId: `${instance}-${seq}`,
    anonymousId: visitor,
    timestamp: `2026-05-04T08:15:${String(seq).padStart(2, '0')}.000Z`,
    ...changes,
    context: {
      page: { path: '/pricing', title: 'Pricing' },
      courtesy: { session_id: `session-${visitor}`, instance_id: instance, seq, dropped: {}, ...courtesy },
    },
  });
}

const view = (visitor, instance, seq, channel) => of(visitor, instance, seq, { type: 'page', name: 'Pricing' }, { touch: touch(channel) });

const conversion = (visitor, instance, seq, channels, lastNonDirect, courtesy = {}) =>
  of(visitor, instance, seq, { event: 'Demo Requested' }, {
    attribution: {
      first: touch(channels[0]),
      last: touch(channels.at(-1)),
      last_non_direct: lastNonDirect && touch(lastNonDirect),
      touches: channels.map(touch),
    },
    ...courtesy,
  });

/** Number 3 of `one` is missing; of `two` a number is, which it said itself that it dropped. */
export function siteEvents() {
  return [
    view('ann', 'one', 1, 'Paid Search'),
    of('ann', 'one', 2, { event: 'Page Engaged', properties: { engaged_ms: 12_500 } }),
    conversion('ann', 'one', 4, ['Organic Search', 'Paid Search', 'Direct', 'Paid Search'], 'Paid Search'),
    view('bob', 'two', 1, 'AI Assistant'),
    of('bob', 'two', 2, { event: 'Page Engaged', properties: { engaged_ms: 2_500 } }, { dropped: { hook: 1, hold_full: 2 } }),
    conversion('bob', 'two', 4, ['Direct'], null, { dropped: { hook: 1, hold_full: 3 } }),
    view('eve', 'three', 1, 'AI Assistant'),
  ];
}

/** What each report says of them, whichever database has them. */
export const SITE_REPORTS = {
  loss: [
    { instance_id: 'one', last_seq: 4, events: 3, missing: 1, numbered: 0, unnumbered: 0 },
    { instance_id: 'two', last_seq: 4, events: 3, missing: 1, numbered: 1, unnumbered: 3 },
    { instance_id: 'three', last_seq: 1, events: 1, missing: 0, numbered: 0, unnumbered: 0 },
  ],
  dropped: [{ queue_full: 0, hold_full: 3, refused: 0, blocked: 0, corrupt: 0, contract: 0, hook: 1 }],
  duplicates: [{ stored_rows: 7, events: 7, duplicates: 0 }],
  sessions: [
    { channel: 'AI Assistant', sessions: 2, visitors: 2 },
    { channel: 'Paid Search', sessions: 1, visitors: 1 },
  ],
  'first-touch': [
    { channel: 'Direct', name: 'Demo Requested', conversions: 1 },
    { channel: 'Organic Search', name: 'Demo Requested', conversions: 1 },
  ],
  'last-touch': [
    { channel: 'Direct', name: 'Demo Requested', conversions: 1 },
    { channel: 'Paid Search', name: 'Demo Requested', conversions: 1 },
  ],
  linear: [
    { channel: 'Direct', touches: 2, conversions: 1.25 },
    { channel: 'Paid Search', touches: 2, conversions: 0.5 },
    { channel: 'Organic Search', touches: 1, conversions: 0.25 },
  ],
  pages: [{ path: '/pricing', views: 3, visitors: 3, engaged_s: 15, engaged_s_a_view: 5 }],
};
