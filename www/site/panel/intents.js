/** "What you seem to want": each score with the terms that add up to it. */
import { make, part, row, spoken } from "./make.js";

/** One decimal where it says something, else none. */
const points = (number) => number.toLocaleString("en", { maximumFractionDigits: 1 });

export function intentsPart(courtesy) {
  const { section, content } = part("What you seem to want");
  return {
    section,
    draw() {
      const scores = Object.entries(courtesy.intent.scores());
      if (scores.length === 0) {
        content.replaceChildren(make("p", "panel-why", "No score is kept: you have not allowed it."));
        return;
      }
      content.replaceChildren(make("ul", "", ...scores.map(([id, score]) => entry(id, score))));
    },
  };

  function entry(id, score) {
    const terms = courtesy.intent.explain(id)?.contributions.filter((term) => term.points > 0) ?? [];
    const item = make("li", "", row(spoken(id), make("output", "", points(score))), scoreBar(terms, score));
    item.dataset.intent = id;
    const lines = make("ul", "panel-terms");
    for (const term of terms) lines.append(make("li", "", term.sentence));
    if (terms.length === 0) lines.append(make("li", "", "Nothing points to it yet."));
    item.append(lines);
    return item;
  }
}

/** A bar of 100 points, with one block for each term of the score. */
function scoreBar(terms, score) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "panel-score");
  svg.setAttribute("viewBox", "0 0 100 4");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const scale = 100 / Math.max(100, score);
  let x = 0;
  for (const term of terms) {
    const block = document.createElementNS(svg.namespaceURI, "rect");
    block.setAttribute("x", String(x));
    block.setAttribute("width", String(term.points * scale));
    block.setAttribute("height", "4");
    svg.append(block);
    x += term.points * scale;
  }
  return svg;
}
