/**
 * Where the main thread's time of a recording goes: `node tests/bench/profile.mjs [PEER] [WORKLOAD]` (courtesy, bursts).
 *
 * Prints the functions by their own time (V8's sampling profiler), and what the browser's tasks were about (a trace). Both cost the page
 * something: shares count here, not times. Functions of the Wasm have names where COURTESY_DIST is a build with names.
 */
import { openBrowser } from "./frame/browser.mjs";
import { openSite } from "./frame/site.mjs";
import { once, WORKLOADS } from "./measures/recording.mjs";
import { PEERS } from "./peers/index.mjs";

const [peerName = "courtesy", key = "bursts"] = process.argv.slice(2);
const peer = PEERS.find(({ name }) => name === peerName);
const workload = WORKLOADS.find((workload) => workload.key === key);
const SAMPLE_US = 100;
const SHOWN = 40;

const [browser, site] = [await openBrowser(), await openSite([peer])];
const trace = [];

async function watch({ devtools }, begins) {
  if (begins) {
    await devtools.send("Profiler.enable");
    await devtools.send("Profiler.setSamplingInterval", { interval: SAMPLE_US });
    await devtools.send("Profiler.start");
    return;
  }
  const { profile } = await devtools.send("Profiler.stop");
  showFunctions(profile);
}

async function watchTrace({ devtools }, begins) {
  if (begins) {
    devtools.on("Tracing.dataCollected", ({ value }) => trace.push(...value));
    const categories = ["toplevel", "devtools.timeline", "v8", "blink", "IndexedDB", "disabled-by-default-v8.gc", "mojom"];
    await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
    return;
  }
  const complete = new Promise((done) => devtools.once("Tracing.tracingComplete", done));
  await devtools.send("Tracing.end");
  await complete;
  showTrace(trace);
}

const perEvent = (us) => `${(us / workload.total).toFixed(1).padStart(8)} µs`;

function showFunctions({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map();
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    const name = `${functionName || "(anonymous)"} ${url.split("/").at(-1)}:${lineNumber + 1}`;
    own.set(name, (own.get(name) ?? 0) + timeDeltas[index]);
  });
  table("own time by function", own);
}

/** Own time by the event's name, on the thread that ran the page. */
function showTrace(events) {
  const main = events.find(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain" && events.some((other) => other.name === "RunTask" || other.name === "FunctionCall"));
  const counts = new Map();
  for (const { name, pid, tid } of events) if (name === "FunctionCall") counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  const thread = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? `${main.pid} ${main.tid}`;
  const spans = events.filter(({ ph, pid, tid }) => ph === "X" && `${pid} ${tid}` === thread).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const own = new Map();
  const open = [];
  const add = (name, us) => own.set(name, (own.get(name) ?? 0) + us);
  for (const span of spans) {
    while (open.length && open.at(-1).ts + open.at(-1).dur <= span.ts) open.pop();
    const us = span.tdur ?? span.dur;
    if (open.length) add(label(open.at(-1)), -us);
    add(label(span), us);
    open.push(span);
  }
  table("own time by kind of work (trace)", own);
}

function label({ name, args }) {
  const data = args?.data ?? {};
  const what = args?.src_func ?? data.type ?? data.functionName ?? args?.chrome_task_annotator?.ipc_hash ?? "";
  return `${name} ${what}`;
}

function table(title, own) {
  const total = [...own.values()].reduce((sum, us) => sum + us, 0);
  console.log(`\n${title}; all: ${perEvent(total)} an event`);
  const rows = [...own].sort((a, b) => b[1] - a[1]).slice(0, SHOWN);
  for (const [name, us] of rows) console.log(`${perEvent(us)}  ${((us / total) * 100).toFixed(1).padStart(5)} %  ${name}`);
}

try {
  await once({ browser, site }, peer, workload, watch);
  await once({ browser, site }, peer, workload, watchTrace);
} finally {
  await browser.close();
  await site.close();
}
