/**
 * What nginx does with a batch (njs, https://nginx.org/en/docs/njs/): takes Segment's shape as text/plain from any origin, hands
 * ClickHouse a row of JSON for each event, and answers 200 only once ClickHouse has them.
 *
 * Every third batch meets the next of the faults that were ordered, if any. njs has neither destructuring nor spread.
 */

const ORDERED = ngx.shared.ordered;
const COUNTS = ngx.shared.counts;
const EVERY = 3;
const SLOW_MS = 1200;

/** Has the outer server close the connection without a word: njs cannot, once it has waited (nginx 1.31.3 dies of it). */
const CUT = 599;

/** A body above this is "too large" for the fault of that name; smaller ones are not met by it. */
const SMALL_BYTES = 4000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a fault answers; `stores` says that the rows are kept nevertheless, `cuts` that nobody is answered. */
function fault(name) {
  if (name === "413") return { status: 413 };
  if (name === "429 in seconds") return { status: 429, retryAfter: "1" };
  // A date has whole seconds, so two from now is more than one.
  if (name === "429 by date") return { status: 429, retryAfter: new Date(Date.now() + 2000).toUTCString() };
  if (name === "503") return { status: 503 };
  if (name === "503 in seconds") return { status: 503, retryAfter: "1" };
  if (name === "503 by date") return { status: 503, retryAfter: new Date(Date.now() + 2000).toUTCString() };
  if (name === "cut") return { cuts: true };
  if (name === "cut after storing") return { cuts: true, stores: true };
  if (name === "slow") return { stores: true, delayMs: SLOW_MS };
  return { stores: true };
}

function next(bytes) {
  const number = COUNTS.incr("batches", 1, 0);
  const names = JSON.parse(ORDERED.get("faults") || "[]");
  if (names.length === 0 || number % EVERY !== 0) return "none";
  const name = names[COUNTS.incr("faults", 1, 0) % names.length];
  return name === "413" && bytes <= SMALL_BYTES ? "none" : name;
}

async function batch(r) {
  // Said of refusals, too: without it the page could not read Retry-After.
  r.headersOut["Access-Control-Allow-Origin"] = "*";
  r.headersOut["Access-Control-Expose-Headers"] = "Retry-After";
  const text = r.requestText || "";
  const name = next(text.length);
  COUNTS.incr(name, 1, 0);
  const met = fault(name);
  if (met.delayMs) await pause(met.delayMs);
  if (met.stores) {
    const status = await store(r, text);
    if (status !== 200) return r.return(status, "not stored\n");
  }
  if (met.cuts) return r.return(CUT);
  if (met.retryAfter) r.headersOut["Retry-After"] = met.retryAfter;
  r.return(met.status || 200, '{"success":' + !met.status + "}\n");
}

async function store(r, text) {
  let rows;
  try {
    rows = JSON.parse(text).batch.map(row).join("\n");
  } catch (error) {
    return 400;
  }
  const reply = await r.subrequest("/insert", { method: "POST", body: rows });
  return reply.status;
}

function row(event) {
  const ours = (event.context && event.context.courtesy) || {};
  const properties = event.properties || {};
  return JSON.stringify({
    messageId: event.messageId,
    type: event.type,
    name: event.event || properties.path || "",
    anonymousId: event.anonymousId,
    instance: ours.instance_id || "",
    seq: ours.seq || 0,
    n: typeof properties.n === "number" ? properties.n : -1,
    dropped: JSON.stringify(ours.dropped || {}),
  });
}

/** `POST /faults` orders a list of names (none: healthy), `GET /faults` tells how often each was met. */
function faults(r) {
  if (r.method === "POST") ORDERED.set("faults", r.requestText);
  const counts = {};
  COUNTS.items().forEach((pair) => (counts[pair[0]] = pair[1]));
  r.headersOut["Content-Type"] = "application/json";
  r.return(200, JSON.stringify(counts));
}

export default { batch, faults };
