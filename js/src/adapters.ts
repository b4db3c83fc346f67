/**
 * adapters.js: hears what another consent manager on this page was told.
 *
 * Place in the flow: before the consent room, where the config names such a manager. An adapter passes answers on under that
 * manager's own names; what they mean here is in the config, and the engine's business. It sets nothing and hides nothing. A
 * manager that never appears gives no answers, and all stays denied.
 */
import { cookiebot } from "./adapter-cookiebot.js";
import { oneTrust } from "./adapter-onetrust.js";
import { tcf } from "./adapter-tcf.js";

/** Answers by the manager's own names. */
export type Answers = Record<string, boolean>;
/** Takes a manager's present answers, whole. */
export type Tell = (answers: Answers) => void;
/** Begins to listen; what it returns ends that. */
export type Adapter = (tell: Tell) => (() => void) | undefined;

const ADAPTERS: Record<string, Adapter> = { tcf, onetrust: oneTrust, cookiebot };

/** Begins to listen to the manager of this name. */
export function listen(source: string, tell: Tell): (() => void) | undefined {
  // Managers name what is allowed and may leave out what is not: what was ever named and is missing now is a no.
  const named = new Set<string>();
  return ADAPTERS[source]?.((answers) => {
    const whole: Answers = {};
    for (const name of named) whole[name] = false;
    for (const [name, isAllowed] of Object.entries(answers)) {
      named.add(name);
      whole[name] = isAllowed === true;
    }
    tell(whole);
  });
}
