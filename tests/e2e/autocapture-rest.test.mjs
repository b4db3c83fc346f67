/** Media, site search, copies, errors and vitals: what they tell, and what they keep to themselves. */
import assert from "node:assert/strict";
import { captured, events } from "./captured-page.mjs";
import { quiet, until } from "./until.mjs";

const RATE_HZ = 8_000;
/** A second and a half of silence. */
function silence(seconds = 1.5) {
  const wav = Buffer.alloc(44 + RATE_HZ * seconds, 128);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write("WAVEfmt ", 8);
  [16, 1 | (1 << 16), RATE_HZ, RATE_HZ, 1 | (8 << 16)].forEach((number, index) => wav.writeUInt32LE(number, 16 + 4 * index));
  wav.write("data", 36);
  wav.writeUInt32LE(wav.length - 44, 40);
  return { type: "audio/wav", body: wav };
}
const files = { "/sound.wav": silence() };

const tellsOf = async (told, name) => events(await told()).filter(([one]) => one === name).map(([, properties]) => properties);

captured(
  "A sound is started, progresses, is paused and completed; what was jumped over was not played",
  { on: { media: true }, files, body: `<audio id="one" controls muted src="/sound.wav?token=secret#t"></audio>` },
  async ({ page, url, told, forget }) => {
    const play = (then) => page.evaluate((then) => document.querySelector("#one").play().then(() => then && eval(then)), then);
    await play();
    await until(async () => (await tellsOf(told, "Media Completed")).length > 0);
    const seen = events(await told());
    const short = (told) => told.map(([name, { percent }]) => [name.slice(6), percent].filter(Boolean).join(" "));
    assert.deepEqual(short(seen), ["Started", "Progressed 25", "Progressed 50", "Progressed 75", "Completed"]);
    const [, { position_s, ...first }] = seen[0];
    assert.deepEqual(first, { src: `${url}/sound.wav`, kind: "audio", duration_s: 1.5 });
    assert.ok(position_s < 0.5);
    assert.equal(seen.at(-1)[1].position_s, 1.5);

    // Played again, paused early, and then from near the end.
    await forget();
    await play(`setTimeout(() => document.querySelector("#one").pause(), 100)`);
    await until(async () => (await tellsOf(told, "Media Paused")).length > 0);
    await page.evaluate(() => (document.querySelector("#one").currentTime = 1.3));
    await play();
    await until(async () => (await tellsOf(told, "Media Completed")).length > 0);
    assert.deepEqual(short(events(await told())), ["Started", "Paused", "Completed"]);
  },
);

captured(
  "Decoration, and what the author left out, is not counted; what a page made itself has no address",
  {
    on: { media: true },
    files,
    body: `<audio id="loop" autoplay loop muted src="/sound.wav"></audio>
      <div data-courtesy-ignore><audio id="ignored" autoplay controls muted src="/sound.wav"></audio></div><audio id="blob" muted></audio>`,
  },
  async ({ page, told }) => {
    await quiet(500);
    assert.deepEqual(events(await told()), []);
    await page.evaluate(async () => {
      const blob = document.querySelector("#blob");
      blob.src = URL.createObjectURL(await (await fetch("/sound.wav")).blob());
      await blob.play();
    });
    await until(async () => (await told()).length > 0);
    assert.equal(events(await told())[0][1].src, "blob:");
  },
);

captured(
  "A search on the site is told once a view, by the parameters that the site named",
  { on: { views: true, site_search: ["q", "s"] }, startsAt: "/find?q=%20red%20shoes&page=2&secret=x&s=" },
  async ({ page, told, forget }) => {
    assert.deepEqual(events(await told()), [["Site Searched", { query: "red shoes", parameter: "q" }]]);
    await forget();
    const viewed = async (count) => until(async () => (await told()).filter(({ view }) => view).length === count);
    await page.evaluate(() => history.replaceState(0, "", "?q=other"));
    await page.evaluate(() => history.pushState(0, "", `?s=${"x".repeat(300)}`));
    await viewed(1);
    await page.evaluate(() => history.pushState(0, "", "/elsewhere?secret=x"));
    await viewed(2);
    assert.deepEqual(await tellsOf(told, "Site Searched"), [{ query: "x".repeat(200), parameter: "s" }]);
    const notes = (await told()).filter(({ view, name }) => view || name);
    assert.deepEqual(notes.map((note) => (note.view ? "view" : note.name)), ["view", "Site Searched", "view"], "it belongs to its view");
  },
);

captured(
  "A copy is told by its length and place, never by its text",
  { on: { copy: true }, body: `<p id="text">Four <b>words</b> of text</p><input id="field" value="typed"><p data-courtesy-ignore id="quiet">quiet</p>` },
  async ({ page, told }) => {
    const copy = (id) =>
      page.evaluate((id) => {
        const element = document.getElementById(id);
        if (element.select) element.select();
        else getSelection().selectAllChildren(element);
        document.execCommand("copy");
      }, id);
    for (const id of ["text", "field", "quiet"]) await copy(id);
    await page.evaluate(() => {
      getSelection().empty();
      document.body.dispatchEvent(new ClipboardEvent("copy"));
    });
    assert.deepEqual(events(await told()), [
      ["Text Copied", { length: 18, selector: "#text" }],
      ["Text Copied", { length: 5, selector: "#field" }],
    ]);
  },
);

captured(
  "Errors are counts by kind and host, told when a view ends, ten kinds at most, and without their messages",
  { on: { errors: true, views: true }, files: { "/missing.js": { type: "text/html", body: "" }, "/bad.js": { type: "text/javascript", body: "throw new Error('jane@example.com')" } } },
  async ({ page, url, told, forget, uncaught }) => {
    const { host } = new URL(url);
    const add = (html) => page.evaluate((src) => new Promise((done) => {
      const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: done });
      document.head.append(script);
    }), html);
    await add("/bad.js?1");
    await add("/bad.js?2");
    await add("http://127.0.0.1:9/blocked.js?secret");
    await page.evaluate(async () => {
      Promise.reject(new Error("see http://told.example/secret"));
      Promise.reject("no error at all");
      Promise.reject({ get stack() { throw 1; } });
      dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop completed with undelivered notifications." }));
      document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/picture.png" }));
      await new Promise((done) => setTimeout(done, 200));
    });
    assert.deepEqual(events(await told()), [], "not before the view ends");
    await page.evaluate(() => history.pushState(0, "", "/two"));
    await until(async () => (await tellsOf(told, "Script Failed")).length > 0);
    const failed = await tellsOf(told, "Script Failed");
    const of = (kind) => failed.filter((one) => one.kind === kind).map(({ host, count }) => [host, count]);
    assert.deepEqual(of("error"), [[host, 2]]);
    assert.deepEqual(of("resource"), [["127.0.0.1:9", 1]]);
    const rejections = of("rejection");
    assert.equal(rejections.reduce((sum, [, count]) => sum + count, 0), 3);
    assert.ok(!JSON.stringify(rejections).includes("told.example"));
    assert.deepEqual(Object.keys(failed[0]).sort(), ["count", "host", "kind"]);

    await forget();
    await page.evaluate(() => {
      for (let index = 0; index < 30; index++)
        dispatchEvent(new ErrorEvent("error", { message: "x", filename: `https://host-${index}.example/a.js` }));
    });
    await page.reload();
    assert.equal((await tellsOf(told, "Script Failed")).length, 10);
    uncaught.length = 0;
  },
);

captured(
  "Web vitals are measured by the library, and told with rating and kind of navigation",
  { on: { vitals: true }, body: `<h1>A heading that is large</h1><button id="press">press</button>
      <script>document.querySelector("#press").onclick = () => { for (const end = Date.now() + 80; Date.now() < end; ); }</script>` },
  async ({ page, told }) => {
    await until(async () => (await tellsOf(told, "Web Vital Measured")).some(({ metric }) => metric === "FCP"));
    await page.click("#press");
    // The library takes an interaction in when the page is idle, after a second at the latest.
    await quiet(1_300);
    await page.reload();
    await page.waitForFunction(() => window.watching);
    const measured = await tellsOf(told, "Web Vital Measured");
    assert.deepEqual([...new Set(measured.map(({ metric }) => metric))].sort(), ["CLS", "FCP", "INP", "LCP", "TTFB"]);
    for (const { metric, value, rating, navigation_type, metric_id } of measured) {
      assert.ok(value >= 0 && (metric === "CLS" || Number.isInteger(value)), metric);
      assert.equal(rating, "good", metric);
      assert.match(navigation_type, /^(navigate|reload)$/);
      assert.match(metric_id, /^v\d+-\d+-\d+$/);
    }
  },
);
