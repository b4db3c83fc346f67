/**
 * How captures listen: on the window, before anybody in the page can stop the event, and never able to hold the page up.
 *
 * Place in the flow: under every capture.
 */
export const LOOK = { capture: true, passive: true } as const;
