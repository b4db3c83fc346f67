/**
 * What gate.js may turn into running script, and who vouches for it.
 *
 * Place in the flow: between a gated node and the browser's own checks. A script that is trusted (ours) and runs markup that it
 * finds in the page is what attackers look for: under `'strict-dynamic'` it would lift their injected markup over the policy. So
 * a page that uses nonces must have the same one on its gated scripts. The browser's policy holds for them as well.
 */
import type { CourtesyError } from "./types.js";
import { courtesyError } from "./errors.js";
import { page } from "./gate-page.js";

/** Takes errors to `onError`. */
export type Report = (error: CourtesyError) => void;

interface Policy {
  createScript(text: string): string;
  createScriptURL(url: string): string;
}

let policy: Policy | undefined;
let isMade = false;

/**
 * The Trusted Types policy `courtesy`, made when the first gated script is let in; `undefined` where there are no Trusted Types
 * or the page's CSP does not allow it (`trusted-types courtesy`). It lets everything pass, so it never leaves this module but
 * for the nodes that the gate lets in.
 */
function trusted(): Policy | undefined {
  if (isMade) return policy;
  isMade = true;
  const factory = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;
  const pass = (value: string) => value;
  try {
    policy = factory?.createPolicy("courtesy", { createScript: pass, createScriptURL: pass });
  } catch {
    // Where the page demands Trusted Types as well, the first use fails, and is reported.
  }
  return policy;
}

/** Text that is to run. Typed as text, which is what it stands for. */
export const trustedScript = (text: string): string => trusted()?.createScript(text) ?? text;
/** The address of a script. */
export const trustedScriptUrl = (url: string): string => trusted()?.createScriptURL(url) ?? url;

/** That the page demands Trusted Types and does not allow our policy. */
export const refusedByPolicy = (cause: unknown): CourtesyError =>
  courtesyError(
    "LoadError",
    "csp",
    `The page's CSP blocks gated scripts; add \`courtesy\` to its trusted-types directive. (${cause})`,
  );

/**
 * Whether a gated script bears the page's nonce, or the page uses none.
 *
 * The nonce is our own tag's. Without one of ours (an npm bundle cannot know its tag) it is the one of the page's scripts at the
 * time when the gate starts; where they do not agree, somebody put a script there, and none is let in.
 *
 * A page that vouches for its scripts by hashes and `'strict-dynamic'`, without any nonce, has no such protection: nothing in it tells
 * its own gated scripts from those of somebody else.
 */
export function nonceCheck(own: string | undefined): (node: HTMLScriptElement) => boolean {
  const others = () => [...page.scripts].filter((script) => script.dataset["courtesy"] === undefined);
  const nonces = new Set(own ? [own] : others().map((script) => script.nonce).filter(Boolean));
  return (node) => nonces.size === 0 || (nonces.size === 1 && nonces.has(node.nonce));
}

/** Whether this is the address of something on the web. Others (`javascript:`, `data:`) would be script in the page's name. */
export function isWebAddress(url: string): boolean {
  try {
    return /^https?:$/.test(new URL(url, page.baseURI).protocol);
  } catch {
    return false;
  }
}
