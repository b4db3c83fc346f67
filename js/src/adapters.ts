/**
 * adapters.js: hears what another consent manager on this page was told.
 *
 * Place in the flow: before the consent room, where the config names such a manager. An adapter passes answers on under that
 * manager's own names; what they mean here is in the config, and the engine's business. It sets nothing and hides nothing, and
 * shows the manager's own choices when the visitor wants them. A manager that never appears gives no answers, and all stays denied.
 */
import { cookiebot, showCookiebot } from "./adapter-cookiebot.js";
import { oneTrust, showOneTrust } from "./adapter-onetrust.js";
import { showTcf, tcf } from "./adapter-tcf.js";
import { courtesyError } from "./errors.js";

/** Answers by the manager's own names. */
export type Answers = Record<string, boolean>;
/** Takes a manager's present answers, whole; `null` where it says that no law of its own applies to this visitor. */
export type Tell = (answers: Answers | null) => void;
/** Begins to listen; what it returns ends that. */
export type Adapter = (tell: Tell) => (() => void) | undefined;

/** Shows the manager's own choices; what it returns tells whether it could. */
export type Show = () => unknown;

const SHOWS: Record<string, Show> = { tcf: showTcf, onetrust: showOneTrust, cookiebot: showCookiebot };
const ADAPTERS: Record<string, Adapter> = { tcf, onetrust: oneTrust, cookiebot };

/** Begins to listen to the manager of this name. */
export function listen(source: string, tell: Tell): (() => void) | undefined {
  // Managers name what is allowed and may leave out what is not: what was ever named and is missing now is a no.
  const named = new Set<string>();
  let isOver = false;
  return ADAPTERS[source]?.((answers) => {
    // Said once, we ask ourselves, and go on doing so.
    if (isOver) return;
    isOver = !answers;
    if (!answers) return tell(null);
    const whole: Answers = {};
    for (const name of named) whole[name] = false;
    for (const [name, isAllowed] of Object.entries(answers)) {
      named.add(name);
      whole[name] = isAllowed === true;
    }
    tell(whole);
  });
}

/** Shows the choices of the manager of this name: ours would change nothing while it answers. */
export async function open(source: string): Promise<void> {
  try {
    if (await SHOWS[source]?.()) return;
  } catch {
    // What is its error is, to us, that it could not.
  }
  const message = `The consent manager ${source} answers here, and has nothing to show its choices with.`;
  throw courtesyError("InputError", "missing", message, "consent.open");
}
