// Each language file has every key, every hole in its texts, and answers that are alike; and it can be loaded.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const files = readdirSync(path("../src/lang")).sort();
const languages = Object.fromEntries(files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(path(`../src/lang/${file}`), "utf8"))]));
const source = buildSync({ entryPoints: [path("../src/consent-english.ts")], bundle: true, write: false, format: "esm", external: ["*.json"] }).outputFiles[0].text;
const { ENGLISH } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
// Chinese, Japanese and Korean say it in fewer characters.
const dense = (lang) => ["zh", "ja", "ko"].includes(lang);

test("with English, which is built in, the 24 official languages of the European Union are there, and ten of the most read others", () => {
  const union = "bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split(" ");
  assert.deepEqual(files, [...union, "ar", "he", "hi", "id", "ja", "ko", "ru", "tr", "uk", "zh"].map((lang) => `${lang}.json`).sort());
});

test("the loader names each of them", () => {
  const loader = readFileSync(path("../src/consent-words.ts"), "utf8");
  assert.deepEqual([...loader.matchAll(/^ {2}(\w+): \(\) => import\("\.\/lang\/\1\.json"\),$/gm)].map(([, lang]) => `${lang}.json`), files);
});

for (const [lang, words] of Object.entries(languages)) {
  test(`${lang}: every key and no other, every hole and no other, nothing empty, nothing left in English`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(ENGLISH).sort());
    for (const [key, text] of Object.entries(words)) {
      assert.deepEqual(holes(text), holes(ENGLISH[key]), key);
      assert.equal(text, text.trim(), key);
      assert.ok(text.length > 0, key);
      if (text.length > 24) assert.notEqual(text, ENGLISH[key], key);
    }
  });

  test(`${lang}: no text is much longer or shorter than in English`, () => {
    for (const [key, text] of Object.entries(words)) {
      const english = ENGLISH[key].length;
      assert.ok(text.length <= english * 1.6 + 20, `${key}: ${text.length} against ${english}`);
      assert.ok(text.length >= english * (dense(lang) ? 0.15 : 0.45) - 6, `${key}: ${text.length} against ${english}`);
    }
  });
}

for (const [lang, words] of Object.entries({ en: ENGLISH, ...languages })) {
  test(`${lang}: accept, reject and save are about equally long, and none begs or shouts`, () => {
    const lengths = ["accept", "reject"].map((key) => words[key].length);
    assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 3, `${words.accept} / ${words.reject}`);
    for (const key of ["accept", "reject", "choose", "save"]) assert.match(words[key], /^[^!?…]{1,24}$/, key);
    // The same words stand for "all" on both sides.
    const [yes, no] = [words.accept, words.reject].map((text) => text.toLowerCase());
    let shared = 0;
    for (const part of new Set(yes.split(" "))) if (no.split(" ").includes(part)) shared += part.length;
    if (yes.includes(" ")) assert.ok(shared >= 2 || lang === "et" || lang === "lt", `${yes} / ${no}`);
  });
}
