/**
 * Which words a visitor reads: the site's own first, then ours in the page's language, then English.
 *
 * Place in the flow: a part of ask.js, and of gate.js for its placeholders. Its one promise is that there is always a word.
 */
import type { ConsentTexts } from "./parts.js";

/** Words in one language. */
export interface Words {
  /** The language of these words, as a tag: `pt`, or as the site named it. */
  lang: string;
  dir: "ltr" | "rtl";
  text: Record<string, string>;
}

/** What stands in the place of something that is not loaded yet. */
export const PLACEHOLDER: Record<string, string> = {
  placeholder_title: "{service} is not loaded yet",
  placeholder_body: "Showing it would share data with {vendor}.",
  load_once: "Show it this once",
  load_always: "Always show {service}",
};

// Literal imports, one by one: that is what every bundler can follow (esbuild and Rollup follow neither `new URL` nor a name
// that is put together), and what needs no more of a policy than the script that asks for it. The build makes a module
// of each JSON file: a JSON module is not in all browsers yet, and a fetch would need `connect-src`.
const FILES: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  ar: () => import("./lang/ar.json"),
  bg: () => import("./lang/bg.json"),
  cs: () => import("./lang/cs.json"),
  da: () => import("./lang/da.json"),
  de: () => import("./lang/de.json"),
  el: () => import("./lang/el.json"),
  es: () => import("./lang/es.json"),
  et: () => import("./lang/et.json"),
  fi: () => import("./lang/fi.json"),
  fr: () => import("./lang/fr.json"),
  ga: () => import("./lang/ga.json"),
  he: () => import("./lang/he.json"),
  hi: () => import("./lang/hi.json"),
  hr: () => import("./lang/hr.json"),
  hu: () => import("./lang/hu.json"),
  id: () => import("./lang/id.json"),
  it: () => import("./lang/it.json"),
  ja: () => import("./lang/ja.json"),
  ko: () => import("./lang/ko.json"),
  lt: () => import("./lang/lt.json"),
  lv: () => import("./lang/lv.json"),
  mt: () => import("./lang/mt.json"),
  nl: () => import("./lang/nl.json"),
  pl: () => import("./lang/pl.json"),
  pt: () => import("./lang/pt.json"),
  ro: () => import("./lang/ro.json"),
  ru: () => import("./lang/ru.json"),
  sk: () => import("./lang/sk.json"),
  sl: () => import("./lang/sl.json"),
  sv: () => import("./lang/sv.json"),
  tr: () => import("./lang/tr.json"),
  uk: () => import("./lang/uk.json"),
  zh: () => import("./lang/zh.json"),
};

/**
 * The words for a language (default: the page's, else the browser's), each key by itself:
 *
 * 1. `locales` of the site, where it has that language (`pt-BR`, else `pt`);
 * 2. `text` of the site, where it has no `locales` for that language: what a site wrote without naming a language is taken to be in
 *    the language of its pages, so it wins over our file;
 * 3. our file for that language;
 * 4. `text` of the site, where `locales` has that language but not that key: better the site's words than ours in English;
 * 5. English.
 *
 * `english` says in English all keys that the caller needs, so that each script carries no more than its own.
 */
export async function words(
  texts: Partial<ConsentTexts> | null | undefined,
  lang = document.documentElement.lang,
  english = PLACEHOLDER,
): Promise<Words> {
  const { text = {}, locales = {} } = texts ?? {};
  const asked = canonical(lang) ?? canonical(navigator.language) ?? "en";
  const local = nearest(locales, asked);
  const ours = nearest({ ...FILES, en: 0 }, asked);
  const file = ours === "en" ? english : await load(ours);
  const site = local && locales[local];
  // A site that gives any words is taken at its own about their language; without any, they are ours.
  const tag = canonical(local) ?? (Object.keys(text).length > 0 ? asked : file ? ours! : "en");
  return {
    lang: tag,
    dir: /^(ar|fa|he|ur)\b/.test(tag) ? "rtl" : "ltr",
    text: site ? { ...english, ...text, ...file, ...site } : { ...english, ...file, ...text },
  };
}

/** A tag as everything else takes it: a page may say `pt_br`, and a date in a language that is none would throw. */
function canonical(lang = ""): string | undefined {
  try {
    return Intl.getCanonicalLocales(lang.replace("_", "-"))[0];
  } catch {
    return;
  }
}

/** The name of `pt-BR` among others, else that of `pt`. */
function nearest(names: object, lang: string): string | undefined {
  for (let tag = lang; tag; tag = tag.replace(/-?[^-]*$/, "")) {
    const found = Object.keys(names).find((name) => canonical(name) === tag);
    if (found) return found;
  }
  return;
}

/** A file that does not come is no reason to show nothing, and none to trouble the site: English stands in. */
async function load(lang: string | undefined): Promise<Record<string, string> | undefined> {
  try {
    return lang && (await FILES[lang]!()).default || undefined;
  } catch (error) {
    console.debug(`Courtesy: no words for ${lang}, English instead.`, error);
  }
  return;
}

/** Puts what is known into a text: `{vendor}`. */
export const fill = (text: string, known: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (hole, name) => known[name] ?? hole);
