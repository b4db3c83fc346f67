/**
 * How banner and dialog look. A constructed style sheet needs no `unsafe-inline`; a site sets the `--courtesy-…` properties, and
 * `::part(…)` for the rest, to make it its own.
 *
 * All answers share one rule, `.choices button`, in a grid whose columns and rows are all alike: equal size, contrast and
 * number of clicks need no discipline.
 */
export const style = `
:host {
  --paper: var(--courtesy-background, #fff);
  --ink: var(--courtesy-text, #1b232b);
  --soft: var(--courtesy-muted, #515c66);
  --line: var(--courtesy-border, #d5dade);
  --accent: var(--courtesy-accent, #1f4b6b);
  --on-accent: var(--courtesy-on-accent, #fff);
  --radius: var(--courtesy-radius, .875rem);
  --gap: var(--courtesy-gap, .625rem);
  --shadow: var(--courtesy-shadow, 0 .125rem .5rem #0f1a2414, 0 .75rem 2.5rem #0f1a2429);
  all: initial; color-scheme: light;
  position: fixed; inset: auto 0 0; z-index: 2147483000;
  display: flex; justify-content: var(--courtesy-position, center); pointer-events: none;
  font: 1rem/1.5 var(--courtesy-font, system-ui, sans-serif); color: var(--ink);
}
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) {
  :host {
    color-scheme: dark;
    --paper: var(--courtesy-background, #172029);
    --ink: var(--courtesy-text, #edf1f4);
    --soft: var(--courtesy-muted, #b1bcc5);
    --line: var(--courtesy-border, #36434e);
    --accent: var(--courtesy-accent, #a3cfee);
    --on-accent: var(--courtesy-on-accent, #0e1b25);
    --shadow: var(--courtesy-shadow, 0 .75rem 2.5rem #0009);
  }
}
* { box-sizing: border-box; margin: 0; overflow-wrap: anywhere; }
section, dialog {
  pointer-events: auto; container-type: inline-size; padding: 1.375rem 1.5rem 1.5rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow);
}
section {
  width: min(var(--courtesy-width, 46rem), 100% - 1.5rem); max-height: 85dvh; overflow: auto;
  margin: .75rem; margin-block-end: max(.75rem, env(safe-area-inset-bottom));
}
dialog {
  width: min(40rem, 100% - 1.5rem); max-width: none; max-height: min(52rem, 100dvh - 1.5rem); margin: auto;
  padding: 0; overflow: auto; overscroll-behavior: contain;
}
dialog[open] { display: flex; flex-direction: column; }
dialog[open] ~ section { display: none; }
::backdrop { background: var(--courtesy-backdrop, #0b131a8c); }
header, .scroll, dialog .choices { padding: 1rem 1.5rem; }
header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; padding-block-end: 0; }
.scroll { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }
dialog .choices { margin: 0; border-top: 1px solid var(--line); }
@media (max-height: 36rem) {
  dialog[open] { display: block; }
}
h2 { font-size: 1.1875rem; line-height: 1.3; font-weight: 650; text-wrap: balance; }
h3 { font-size: 1rem; font-weight: 650; }
h2:focus, [role=status]:focus { outline: none; }
p { color: var(--soft); text-wrap: pretty; }
section p { margin-block-start: .375rem; }
p:empty, dl:empty { display: none; }
[part=note] { margin-block-start: .5rem; color: var(--ink); }
.choices { display: grid; grid-auto-rows: 1fr; gap: var(--gap); margin-block-start: 1.125rem; }
@container (min-width: 32rem) {
  .choices { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}
button, summary { font: inherit; color: var(--accent); cursor: pointer; }
button {
  min-height: 2.75rem; padding: .5rem .875rem; background: none; border: 1px solid var(--line); border-radius: calc(var(--radius) * .6);
}
.choices button { font-weight: 600; line-height: 1.3; color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.choices button:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
[part~=close] { flex: none; width: 2.75rem; margin: -.5rem -.75rem 0 0; border: 0; padding: 0; font-size: 1.5rem; line-height: 1; color: var(--soft); }
[part~=close]::before { content: "\\d7"; }
ul { list-style: none; padding: 0; }
[part=purposes] { margin-block-start: .75rem; }
li { padding-block: .875rem; border-block-start: 1px solid var(--line); }
label { display: flex; gap: .75rem; align-items: baseline; font-weight: 600; cursor: pointer; }
label:has(:disabled) { cursor: default; }
input { flex: none; width: 1.125rem; height: 1.125rem; translate: 0 .125rem; accent-color: var(--accent); }
em { margin-inline-start: auto; font: 400 .875rem/1.5 var(--courtesy-font, system-ui, sans-serif); color: var(--soft); white-space: nowrap; }
li > :not(label) { margin-inline-start: 1.875rem; }
li p, dl, details, .row button, [role=status] { font-size: .9375rem; }
summary { padding-block: .375rem; width: fit-content; }
li li { padding-block: .625rem; border: 0; }
li li label { font-weight: 500; }
a { color: var(--accent); text-underline-offset: .2em; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; color: var(--soft); }
dd { font-family: ui-monospace, monospace; font-size: .875em; }
[part=data] { padding-block: .875rem; border-block-start: 1px solid var(--line); }
[role=status] { white-space: pre-line; margin-block-start: .25rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-start: .5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (prefers-reduced-motion: no-preference) {
  section, dialog { animation: rise .25s ease-out; }
  @keyframes rise { from { opacity: 0; translate: 0 .75rem; } }
}
`;
