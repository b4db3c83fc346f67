/** Asks axe what it finds. */
import { createRequire } from "node:module";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** For a story's `prepare`. */
export const withAxe = (context) => context.addInitScript({ path: AXE });

/** Every violation, in a form that says where. */
export const violations = (page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target.flat().join(" ")) }));
  });
