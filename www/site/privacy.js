/** The page about privacy: "Download my data" and "Erase everything", through the same calls that any page may make. */
import { download } from "./panel/download.js";
import { make } from "./panel/make.js";

/** @type {import("../../js/src/types.ts").Courtesy | undefined} */
const courtesy = window.courtesy;
const box = document.querySelector("#rights");
const find = (name) => box.querySelector(`[data-${name}]`);
const [rights, confirm, report] = ["rights", "confirm", "report"].map(find);

const say = (...content) => report.replaceChildren(...content);
const sentence = (text) => make("p", "", text);

/** Shows the two buttons, or the question that comes before an erasure. */
function offer(isAsking) {
  rights.hidden = isAsking;
  confirm.hidden = !isAsking;
}

find("download").addEventListener("click", async () => {
  const data = await courtesy.visitor.export();
  if (!data) return say(sentence("That did not work. Please try again later."));
  download("my-data", data);
  say(sentence("The file is on its way: all that we hold, with the reason for each answer and all receipts."));
});

find("erase").addEventListener("click", () => {
  offer(true);
  say(sentence("This deletes everything that we hold about you in this browser, and counts as a no to every purpose. It cannot be undone."));
  find("erase-no").focus();
});

find("erase-no").addEventListener("click", () => {
  offer(false);
  say();
  find("erase").focus();
});

find("erase-yes").addEventListener("click", async () => {
  confirm.hidden = true;
  say(sentence("Erasing, and looking again …"));
  // The button that had the focus is gone.
  report.focus();
  const told = await courtesy.visitor.erase();
  offer(false);
  if (!told) return say(sentence("That did not work. Please try again later."));
  const names = (kept) => (kept.length === 0 ? "nothing" : kept.map(({ name }) => name).join(", "));
  const list = make("dl", "");
  const fact = (title, text) => list.append(make("dt", "", title), make("dd", "", text));
  fact("Erased", names(told.removed));
  fact("Left", names(told.left));
  fact("Kept", `${names(told.kept)}: your no and its receipts, so that we need not ask again. They identify nobody.`);
  say(list);
});

if (courtesy && (await courtesy.ready) === "running") {
  offer(false);
  say();
}
