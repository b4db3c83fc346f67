/**
 * Reads a consent receipt that a browser posted, and checks that its hash is the one of its content.
 *
 * It shares no code with the SDK that wrote it: the canonical form (RFC 8785) is made by sorting, the hash is Node's. It does not
 * say who acted, and knows nothing of keys: see countersigner.mjs.
 */
import { createHash } from 'node:crypto';
import { isObject, own } from '../collector/own.mjs';

/** What a receipt must hold beside its `id`, and how each is told (docs/receipts.md). */
const FIELDS = {
  v: (value) => value === 1,
  at: (value) => Number.isSafeInteger(value) && value >= 0,
  outcome: (value) => ['granted', 'denied', 'partial', 'erased'].includes(value),
  granted: isTextList,
  denied: isTextList,
  jurisdiction: isObject,
  policy: isObject,
  method: isText,
  signal: (value) => typeof value === 'boolean',
  site: isText,
};

/** A receipt has two levels; without an end, a stranger's could use up the stack. */
const DEEPEST = 8;

/** A mistake of the sender's, with the place where it is. */
export class ReceiptError extends Error {
  constructor(path, reason, status = 400) {
    super(`${path} ${reason}`);
    this.path = path;
    this.reason = reason;
    this.status = status;
  }
}

/**
 * @param {Buffer} bytes
 * @returns {{ id: string }}  The receipt, whole.
 * @throws {ReceiptError}
 */
export function readReceipt(bytes) {
  let receipt;
  try {
    receipt = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ReceiptError('body', 'must be JSON in UTF-8');
  }
  if (!isObject(receipt)) throw new ReceiptError('body', 'must be a receipt');
  for (const [name, holds] of Object.entries(FIELDS)) {
    if (!holds(own(receipt, name))) throw new ReceiptError(name, 'is not what a receipt has there');
  }
  if (!isHash(own(receipt, 'id'))) throw new ReceiptError('id', 'must be a SHA-256 in hexadecimal');
  if (receipt.previous !== null && !isHash(receipt.previous)) throw new ReceiptError('previous', 'must be the id of a receipt, or null');
  if (receiptHash(receipt) !== receipt.id) throw new ReceiptError('id', 'is not the hash of this receipt');
  return receipt;
}

/** The SHA-256 of a receipt's canonical JSON without `id` and `countersignature`. */
export function receiptHash({ id: _id, countersignature: _countersignature, ...content }) {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/** RFC 8785: members sorted by their UTF-16 units; texts and numbers as JavaScript itself writes them. */
function canonical(value, depth = 0) {
  if (depth > DEEPEST) throw new ReceiptError('body', 'is nested too deeply');
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

function isText(value) {
  return typeof value === 'string';
}

function isTextList(value) {
  return Array.isArray(value) && value.every(isText);
}

function isHash(value) {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}
