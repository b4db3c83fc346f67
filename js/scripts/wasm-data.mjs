// The data of a Wasm - texts and tables of constants - read and written; which of it only some functions need.
//
// Place in the build: split-wasm.mjs moves functions, this moves what only those read. The linker must have left each constant a
// segment of its own (--no-merge-data-segments, toolchain.mjs).
// The formats: https://webassembly.github.io/spec/core/binary/modules.html#data-section

/** @typedef {{ at: number, bytes: Uint8Array }} Segment  Where in memory, and what. */

const DATA = 11;
/** How many segments there are, said ahead; needed only by instructions that name one, which we have none of. */
const DATA_COUNT = 12;
const I32_CONST = 0x41;
const END = 0x0b;
/** Up to so many bytes between two segments are cheaper as zeros than as another segment's head. */
const GAP_BYTES = 40;

/** @param {Uint8Array} wasm @returns {Segment[]} */
export function readSegments(wasm) {
  const section = sections(wasm).find(({ id }) => id === DATA);
  if (!section) return [];
  let place = section.start;
  const whole = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[place++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  return Array.from({ length: whole() }, () => {
    if (whole() !== 0 || wasm[place++] !== I32_CONST) throw new Error("wasm-data: a segment that is not active, or not at a fixed place");
    const at = whole();
    if (wasm[place++] !== END) throw new Error("wasm-data: a segment whose place is computed");
    const length = whole();
    place += length;
    return { at, bytes: wasm.subarray(place - length, place) };
  });
}

/**
 * The same Wasm with these segments for its own; neighbours become one, unless something of `between` lies between them, which is in
 * memory before.
 */
export function withSegments(wasm, segments, between = []) {
  const joined = join(segments, between);
  const body = Buffer.concat([
    leb(joined.length),
    ...joined.flatMap(({ at, bytes }) => [Buffer.from([0, I32_CONST]), signed(at), Buffer.from([END]), leb(bytes.length), bytes]),
  ]);
  const kept = sections(wasm).filter(({ id }) => id !== DATA && id !== DATA_COUNT);
  // Data is the last section but for custom ones.
  const after = kept.findIndex(({ id, whole }) => id === 0 && whole > 8 && kept.every((one) => one.id === 0 || one.whole < whole));
  const before = after < 0 ? kept : kept.slice(0, after);
  const rest = after < 0 ? [] : kept.slice(after);
  const bytes = ({ whole, end }) => wasm.subarray(whole, end);
  return Buffer.concat([
    wasm.subarray(0, 8),
    ...before.map(bytes),
    ...(joined.length > 0 ? [Buffer.from([DATA]), leb(body.length), body] : []),
    ...rest.map(bytes),
  ]);
}

/**
 * The segments that can be reached from these numbers: addresses that stand in functions, and, in what is reached, in the data itself.
 * A number that only looks like an address keeps a segment that could go, never the other way round.
 *
 * @param {Segment[]} segments @param {Iterable<number>} numbers @returns {Set<Segment>}
 */
export function reachedData(segments, numbers) {
  const sorted = [...segments].sort((a, b) => a.at - b.at);
  const reached = new Set();
  const next = [...numbers];
  for (let number; (number = next.pop()) !== undefined; ) {
    const segment = meant(sorted, number);
    if (!segment || reached.has(segment)) continue;
    reached.add(segment);
    const view = new DataView(segment.bytes.buffer, segment.bytes.byteOffset, segment.bytes.length);
    // Addresses lie at whole multiples of their size.
    for (let place = -segment.at & 3; place + 4 <= segment.bytes.length; place += 4) next.push(view.getUint32(place, true));
  }
  return reached;
}

/** The constant that an address lies in. One that points behind its end stands beside one that points into it. */
function meant(sorted, number) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].at + sorted[middle].bytes.length <= number) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low].at <= number ? sorted[low] : undefined;
}

function join(segments, between) {
  const joined = [];
  const isFree = (from, to) => !between.some(({ at, bytes }) => at < to && at + bytes.length > from);
  for (const { at, bytes } of [...segments].sort((a, b) => a.at - b.at)) {
    const last = joined.at(-1);
    const end = last ? last.at + last.bytes.length : -Infinity;
    const gap = at - end;
    if (gap > GAP_BYTES || !isFree(end, at)) joined.push({ at, bytes });
    else last.bytes = Buffer.concat([last.bytes, Buffer.alloc(gap), bytes]);
  }
  return joined;
}

function sections(wasm) {
  const found = [];
  for (let place = 8; place < wasm.length; ) {
    const whole = place;
    const id = wasm[place++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[place++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    found.push({ id, whole, start: place, end: place + size });
    place += size;
  }
  return found;
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

function signed(value) {
  const bytes = [];
  for (;;) {
    const byte = value & 127;
    value >>= 7;
    if (value === 0 && byte < 64) return Buffer.from([...bytes, byte]);
    bytes.push(byte | 128);
  }
}
