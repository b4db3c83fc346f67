/**
 * Asks the server for what is new, each second, while the page is visible and not paused.
 *
 * It knows where it stands in the stream and nothing of how events are shown.
 */

const EVERY_MS = 1_000;
const PATIENCE_MS = 5_000;

/**
 * @param {object} options
 * @param {number} options.limit  Most events to ask for at once.
 * @param {(answer: object, first: boolean) => void} options.onAnswer  `first` where nothing known before holds any more.
 * @param {(state: 'live' | 'paused' | 'lost') => void} options.onState
 * @returns {{ start: () => void, pause: (paused: boolean) => void }}
 */
export function createFeed({ limit, onAnswer, onState }) {
  let after = 0;
  let run = null;
  let paused = false;
  let timer;
  let asking = false;

  async function ask() {
    const response = await fetch(`/live.json?after=${after}&limit=${limit}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const answer = await response.json();
    const first = answer.run !== run;
    // Another run may have another database: what we hold belongs to the old one.
    if (first && run !== null && after > 0) {
      run = null;
      after = 0;
      return ask();
    }
    run = answer.run;
    after = answer.last_arrival;
    onAnswer(answer, first);
  }

  async function turn() {
    clearTimeout(timer);
    if (asking || paused || document.hidden) return;
    asking = true;
    try {
      await ask();
      if (!paused) onState('live');
    } catch {
      if (!paused) onState('lost');
    }
    asking = false;
    timer = setTimeout(turn, EVERY_MS);
  }

  return {
    start() {
      document.addEventListener('visibilitychange', turn);
      turn();
    },
    pause(value) {
      paused = value;
      if (paused) onState('paused');
      else turn();
    },
  };
}
