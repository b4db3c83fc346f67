/**
 * Reads a request's body into memory, up to a limit.
 *
 * Beyond the limit it keeps nothing more but reads on for a while, because a browser that is still sending does not hear an
 * answer. It decodes nothing.
 */

/** How many times the limit we are patient for; then the sender is cut off. */
const PATIENCE = 16;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limitBytes
 * @returns {Promise<{ bytes: Buffer, tooLarge: boolean }>}  `bytes` ends at the limit. Rejects where the sender leaves
 *   before its end, or is cut off.
 */
export async function readBody(request, limitBytes) {
  const chunks = [];
  let heldBytes = 0;
  let sentBytes = 0;
  for await (const chunk of request) {
    sentBytes += chunk.length;
    if (sentBytes > limitBytes * PATIENCE) request.destroy(new Error('a body without end'));
    const room = limitBytes - heldBytes;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    heldBytes += Math.min(room, chunk.length);
  }
  return { bytes: Buffer.concat(chunks), tooLarge: sentBytes > limitBytes };
}
