/**
 * What a placeholder says, where the site's config says nothing else. `{name}` is the service's or purpose's title, `{host}` where
 * the content comes from.
 *
 * TODO after merging the languages: js/src/consent-words.ts chooses these by the page's language, under the same keys.
 */
export const WORDS = {
  placeholder_title: "Content from {host}",
  placeholder_body: "It is loaded only if you allow “{name}”.",
  load_once: "Show this once",
  load_always: "Always allow",
};
export const LOCALE = "en";

export type Words = typeof WORDS;
