/**
 * countersign.js: has a receipt countersigned by the site's endpoint. Loaded only where there is one.
 *
 * Place in the flow: after a choice. Which receipt, and what becomes of the answer, is the engine's business.
 */
import type { Receipt } from "./types.js";

/** The answer is kept beside the receipt, in the site's own storage, where there is little room. */
const MAX_LENGTH = 4_096;
/** What is nested deeper than the engine reads, would make all receipts unreadable. */
const MAX_DEPTH = 8;

/** Posts the receipt, as text and without cookies, so that no preflight is needed; `undefined` where nobody took it. */
export async function countersign(endpoint: string, receipt: Receipt): Promise<unknown> {
  try {
    const response = await fetch(endpoint, { method: "POST", credentials: "omit", keepalive: true, body: JSON.stringify(receipt) });
    const answer: unknown = response.ok ? JSON.parse(await beginning(response)) : null;
    const isOne = typeof answer == "string" || (answer instanceof Object && !Array.isArray(answer));
    return isOne && isFlat(answer, MAX_DEPTH) ? answer : undefined;
  } catch {
    // It is tried again at the next start.
    return;
  }
}

/** The text of an answer; of one that is too long no more than shows that, which is no JSON. */
async function beginning(response: Response): Promise<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length > MAX_LENGTH) {
      reader.cancel();
      return "";
    }
  }
}

const isFlat = (value: unknown, depth: number): boolean =>
  !(value instanceof Object) || (depth > 0 && Object.values(value).every((one) => isFlat(one, depth - 1)));
