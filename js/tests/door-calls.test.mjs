// The page's side of the door by itself, against an engine that a test plays: calls nest, traps end, news never unwind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: [new URL("../src/host/door.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  write: false,
});
/** A door of its own for each test. */
let count = 0;
const door = () => import(`data:text/javascript,${encodeURIComponent(`${outputFiles[0].text}// ${count++}`)}`);
const [VIEW, OUTER, INNER] = [1, 5, 6];
const nextTask = () => new Promise((done) => setTimeout(done));

test("a call within a call takes nothing from the row of the outer one, nor its answer", async () => {
  const { answer, ask, connect, inform, news, number, text } = await door();
  const taken = [];
  connect((call) => {
    if (call === INNER) {
      taken.push(text());
      return answer('"of the inner"');
    }
    taken.push(number());
    answer('"of the outer"');
    news("recorded", "");
    taken.push(text());
  });
  inform(() => taken.push(ask(INNER, ["inner"])));
  assert.equal(ask(OUTER, [7, "outer"]), "of the outer");
  assert.deepEqual(taken, [7, "inner", "of the inner", "outer"]);
});

test("what hears of news may throw: the engine goes on, and the error is one of the page's", async () => {
  const { ask, connect, failed, inform, news } = await door();
  const errors = [];
  const setTimeout = globalThis.setTimeout;
  globalThis.setTimeout = (run) => {
    try {
      run();
    } catch (error) {
      errors.push(error.message);
    }
  };
  try {
    let ended = 0;
    connect(() => {
      news("consent", "{}");
      failed("InputError", "type", "name", "must be text.");
      ended += 1;
    });
    inform((kind) => {
      throw new Error(kind);
    });
    ask(OUTER);
    assert.equal(ended, 1);
    assert.deepEqual(errors, ["consent", "failed"]);
  } finally {
    globalThis.setTimeout = setTimeout;
  }
});

test("a trap is told once, and the engine is not called again", async () => {
  const { ask, connect, inform } = await door();
  const [calls, told] = [[], []];
  connect((call) => {
    calls.push(call);
    throw new WebAssembly.RuntimeError("unreachable");
  });
  inform((kind, payload) => told.push([kind, payload.message]));
  assert.equal(ask(OUTER), undefined);
  assert.equal(ask(INNER), undefined);
  assert.deepEqual(calls, [OUTER]);
  // From a task of its own: the stack may be full.
  assert.deepEqual(told, []);
  await nextTask();
  assert.deepEqual(told, [["trap", "unreachable"]]);
});

test("calls that nest without end are refused until the first is over, and that is told once; looking is not refused", async () => {
  const { ask, connect, inform } = await door();
  let calls = 0;
  let looks = 0;
  connect((call) => {
    if (call === VIEW) return void (looks += 1);
    calls += 1;
    // Two each time: refused one by one they would be 2 ** 50.
    ask(INNER);
    ask(INNER);
    ask(VIEW);
  });
  const told = [];
  inform((kind, { name }) => told.push([kind, name]));
  ask(OUTER);
  assert.deepEqual([calls, looks], [50, 50]);
  await nextTask();
  assert.deepEqual(told, [["failed", "InputError"]]);
  ask(OUTER);
  assert.equal(calls, 100);
});

test("a trap before anybody listens is the caller's", async () => {
  const { ask, connect } = await door();
  connect(() => {
    throw new WebAssembly.RuntimeError("unreachable");
  });
  assert.throws(() => ask(OUTER), /unreachable/);
});
