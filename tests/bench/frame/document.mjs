/** docs/bench.md: a section for each measure, with the day, the machine and the versions that it was measured with. */
import { cpus } from "node:os";
import { versionOf } from "../peers/index.mjs";

export const preface = () => `# Measured side by side

Written by \`make bench\` (tests/bench), section by section. Only ratios within a table mean anything on another machine.
`;

/** The document with this section in it, in the place of an earlier one. */
export function withSection(document, title, text) {
  const [head, ...sections] = document.split(/^(?=## )/m);
  const section = `## ${title}\n\n${text}\n`;
  const at = sections.findIndex((one) => one.startsWith(`## ${title}\n`));
  if (at >= 0) sections[at] = section;
  else sections.push(section);
  return [head, ...sections].map((part) => part.trimEnd()).join("\n\n") + "\n";
}

/** What was measured, where and when. */
export function circumstances(browser, peers) {
  const [{ model }] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const list = peers.map((peer) => `- **${peer.name}**${peer.npm ? ` (${peer.npm} ${versionOf(peer)})` : ""}: ${peer.about}`);
  return `${day}, ${cpus().length} × ${model}, Chromium ${browser.version()}, headless.\n\n${list.join("\n")}`;
}
