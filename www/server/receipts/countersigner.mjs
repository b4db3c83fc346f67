/**
 * `POST /v1/receipts`: countersigns a consent receipt. `GET /v1/receipts/key`: the public key, to verify with.
 *
 * What is signed is the receipt's id, a full stop, and the time by this server's clock: so the visitor's chain and the site's word
 * for when it was seen hold each other. The key is made at the start and kept nowhere: a demo has nothing to prove next year.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { sendJson } from '../http/answer.mjs';
import { readBody } from '../http/body.mjs';
import { readReceipt, ReceiptError } from './receipt.mjs';

/** A receipt names the items of a config, so it is small. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** @returns What answers for `/v1/receipts` and `/v1/receipts/key`. */
export function createCountersigner() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  // As RFC 7638 has it: the hash of the key's own members, sorted. So the name cannot be another key's.
  const keyId = createHash('sha256').update(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x })).digest('base64url');

  function countersign({ id }) {
    const signedAtMs = Date.now();
    const signature = sign(null, Buffer.from(signedText(id, signedAtMs)), privateKey).toString('base64url');
    return { signature, signed_at_ms: signedAtMs, key_id: keyId };
  }

  return {
    /** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
    async handle(request, response) {
      if (request.method !== 'POST') return refuse(response, new ReceiptError('method', 'must be POST', 405), { Allow: 'POST' });
      const { bytes, tooLarge } = await readBody(request, BODY_LIMIT_BYTES);
      if (tooLarge) return refuse(response, new ReceiptError('body', `must have at most ${BODY_LIMIT_BYTES} bytes`, 413));
      try {
        sendJson(response, 200, countersign(readReceipt(bytes)));
      } catch (error) {
        if (!(error instanceof ReceiptError)) throw error;
        refuse(response, error);
      }
    },
    /** @type {(response: import('node:http').ServerResponse) => void} */
    tellKey(response) {
      sendJson(response, 200, { key_id: keyId, algorithm: 'Ed25519', signs: 'id + "." + signed_at_ms', public_key: jwk });
    },
  };
}

/** What a countersignature is over. */
export function signedText(id, signedAtMs) {
  return `${id}.${signedAtMs}`;
}

function refuse(response, { status, path, reason }, headers) {
  sendJson(response, status, { error: { path, reason } }, headers);
}
