/** One suite over every database: the same events in, the same rows, counts and reports out. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { reportNames, runReport } from '../server/reports/report.mjs';
import { DATABASES } from './databases.mjs';
import { running } from './running.mjs';
import { SITE_REPORTS, siteEvents } from './site-events.mjs';
import { batch, event, getRaw, lines, post } from './wire.mjs';

/** What the databases number for themselves, or differ in by when a test ran. */
const told = ({ arrival, received_at, corrected_at, ...row }) => row;

for (const { name, skip, open } of DATABASES) {
  test(`${name}: a batch that comes again is stored once, the first one stays`, { skip }, async (t) => {
    const server = await running(t, { database: open() });
    const first = event({ messageId: 'twice', properties: { version: 1 } });
    assert.equal((await post(server, batch([first, event()]))).status, 200);
    const again = await post(server, batch([{ ...first, properties: { version: 2 } }, event(), first]));
    assert.equal(again.status, 200);
    const rows = await server.events.rows();
    assert.deepEqual([rows.length, await server.events.count()], [3, 3]);
    assert.deepEqual(rows.find((row) => row.message_id === 'twice').properties, { version: 1 });
    assert.deepEqual(server.counts, { duplicates: 2, rejected: 0 });
  });

  test(`${name}: rows come back as DuckDB gives them, any text among them`, { skip }, async (t) => {
    const note = `😀 \u0000 "'; drop table events; -- \\ud800 \u2028`;
    const sent = [
      ...siteEvents(),
      event({ messageId: "it's \\ one", event: note, properties: { note, [note]: 1, half: '\ud83d' } }),
      event({ type: 'identify', userId: 'ada', anonymousId: undefined, properties: undefined, traits: { a: null }, context: undefined }),
    ];
    const [there, duck] = [await running(t, { database: open() }), await running(t)];
    for (const server of [there, duck]) assert.equal((await post(server, batch(sent))).status, 200);
    const rows = await there.events.rows();
    assert.deepEqual(rows.map(told), (await duck.events.rows()).map(told));
    // The id with a quote in it is found again.
    await post(there, batch(sent));
    assert.equal(there.counts.duplicates, sent.length);
  });

  test(`${name}: 20 batches at once are all stored, the overlapping events once`, { skip }, async (t) => {
    const server = await running(t, { database: open() });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) =>
      post(server, batch([
        event({ messageId: `shared-${n % 5}` }),
        ...Array.from({ length: 10 }, (_, k) => event({ messageId: `own-${n}-${k}` })),
      ]))));
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
    const ids = (await server.events.rows()).map((row) => row.message_id);
    assert.deepEqual([ids.length, new Set(ids).size, server.counts.duplicates], [205, 205, 15]);
  });

  test(`${name}: the live page asks for what came after`, { skip }, async (t) => {
    const server = await running(t, { database: open() });
    const live = async (query = '') => JSON.parse(String((await getRaw(server, `/live.json${query}`)).body));
    const { events, visitors, sessions, last_arrival } = await live();
    assert.deepEqual([events, visitors, sessions, last_arrival], [0, 0, 0, 0]);
    await post(server, batch([event({ messageId: 'a' }), event({ messageId: 'b', anonymousId: 'visitor-2' })]));
    const all = await live();
    assert.deepEqual([all.rows.map((row) => row.message_id), all.visitors, all.sessions], [['b', 'a'], 2, 1]);
    assert.equal(all.last_arrival, all.rows[0].arrival);
    await post(server, batch([event({ messageId: 'a' }), event({ messageId: 'c' })]));
    assert.deepEqual((await live(`?after=${all.last_arrival}`)).rows.map((row) => row.message_id), ['c']);
  });

  test(`${name}: NDJSON is stored as a batch is`, { skip }, async (t) => {
    const server = await running(t, { database: open() });
    const sent = siteEvents();
    await post(server, batch(sent.slice(0, 3)));
    const before = (await server.events.rows()).map(told);
    for (const type of ['text/plain', 'application/x-ndjson']) {
      assert.equal((await post(server, `${lines(sent)}\n`, { path: '/v1/ndjson', type })).status, 200);
    }
    const rows = (await server.events.rows()).map(told);
    assert.deepEqual([rows.length, rows.slice(0, 3), server.counts.duplicates], [7, before, 10]);
    assert.equal(rows[6].sent_at, '2026-05-04T08:15:32.000Z');
  });

  test(`${name}: every report says the same`, { skip }, async (t) => {
    const server = await running(t, { database: open() });
    await post(server, batch(siteEvents()));
    await post(server, batch(siteEvents().slice(2)));
    assert.deepEqual(await reportNames(), Object.keys(SITE_REPORTS).sort());
    for (const [report, rows] of Object.entries(SITE_REPORTS)) {
      assert.deepEqual((await runReport(server.store, report)).map((row) => ({ ...row })), rows, report);
    }
  });
}
