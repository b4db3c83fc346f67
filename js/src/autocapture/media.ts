/**
 * Videos and sounds: started, paused, how far they were played, and to the end.
 *
 * Place in the flow: one of the captures. Media events do not bubble, but the window sees them on their way down
 * (https://dom.spec.whatwg.org/#concept-event-dispatch). Not seen: media inside a shadow root, whose events stay in it, and
 * sounds that were never put into the page.
 */
import type { Capture } from "./types.js";
import { IGNORED, bare } from "./clicks.js";
import { listen, matches, passed } from "./listen.js";

const MARKS_PERCENT = [25, 50, 75];

/** One playing of one source, from its start to its end. */
interface Playing {
  _source: string;
  _positionS: number;
  /** Those that were not played yet. */
  _marks: number[];
}

/** Events: "Media Started", "Media Paused", "Media Progressed", "Media Completed". */
export function media({ sink }: Capture): void {
  const playings = new WeakMap<HTMLMediaElement, Playing>();

  listen(["playing", "timeupdate", "seeking", "pause", "ended"], (event) => {
    const { type, target: element } = event;
    if (!(element instanceof HTMLMediaElement)) return;
    const { currentSrc: source, currentTime, duration } = element;
    // No address: a camera or a call. A silent loop without controls is decoration.
    if (!source || (element.loop && element.muted && !element.controls)) return;
    const tell = (what: string, percent?: number) =>
      sink.track(`Media ${what}`, {
        src: bare(new URL(source)),
        kind: element.localName,
        // Of a live stream it is infinite.
        duration_s: Number.isFinite(duration) ? rounded(duration) : undefined,
        position_s: rounded(currentTime),
        percent,
      });

    let playing = playings.get(element);
    if (playing?._source !== source) {
      if (element.paused || passed(event).some((node) => matches(node, IGNORED))) return;
      playing = { _source: source, _positionS: currentTime, _marks: MARKS_PERCENT };
      playings.set(element, playing);
      tell("Started");
    }
    const { _positionS: beforeS } = playing;
    playing._positionS = currentTime;
    // What was jumped over was not played: a jump only moves the position.
    if (type === "timeupdate" && !element.seeking)
      playing._marks = playing._marks.filter((percent) => {
        const markS = (duration * percent) / 100;
        const isPlayed = beforeS < markS && markS <= currentTime;
        if (isPlayed) tell("Progressed", percent);
        return !isPlayed;
      });
    // At the end browsers pause as well.
    if (type === "pause" && !element.ended) tell("Paused");
    if (type === "ended") {
      tell("Completed");
      playings.delete(element);
    }
  });
}

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;
