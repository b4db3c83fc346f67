/**
 * How the banner looks. A constructed style sheet needs no `unsafe-inline`; a site sets the `--courtesy-…` properties to
 * make it its own.
 *
 * Accept and reject share every rule: same size, same contrast, same number of clicks.
 */
export const style = `
:host {
  --paper: var(--courtesy-background, #fffdf8);
  --ink: var(--courtesy-text, #22303c);
  --soft: var(--courtesy-muted, #55616b);
  --line: var(--courtesy-border, #cfc8b8);
  --accent: var(--courtesy-accent, #1c4f72);
  --on-accent: var(--courtesy-on-accent, #fff);
  position: fixed; inset: auto 0 0 0; z-index: 2147483000;
  display: flex; justify-content: center; pointer-events: none;
  font: 1rem/1.5 var(--courtesy-font, system-ui, sans-serif); color: var(--ink);
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: var(--courtesy-background, #18222b);
    --ink: var(--courtesy-text, #eef2f4);
    --soft: var(--courtesy-muted, #b3bec6);
    --line: var(--courtesy-border, #3c4a55);
    --accent: var(--courtesy-accent, #9cc9e8);
    --on-accent: var(--courtesy-on-accent, #10202c);
  }
}
* { box-sizing: border-box; }
section {
  pointer-events: auto; width: min(44rem, 100% - 1.5rem); margin: .75rem; padding: 1.25rem 1.5rem;
  max-height: calc(100dvh - 1.5rem); overflow: auto; background: var(--paper);
  border: 1px solid var(--line); border-radius: .75rem; box-shadow: 0 .5rem 2rem #0003;
}
h2 { margin: 0 0 .25rem; font-size: 1.15rem; line-height: 1.3; }
h2:focus { outline: none; }
p { margin: 0; color: var(--soft); }
summary { padding: .65rem 0; cursor: pointer; color: var(--accent); }
ul { list-style: none; margin: 0 0 .75rem; padding: 0; border-top: 1px solid var(--line); }
li { padding: .6rem 0; border-bottom: 1px solid var(--line); }
label { display: grid; grid-template-columns: 1.5rem 1fr; column-gap: .5rem; align-items: start; cursor: pointer; }
label:has(:disabled) { cursor: default; }
input { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--accent); }
small { display: block; font-size: .9rem; color: var(--soft); }
div { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: .75rem; }
button {
  flex: 1 1 10rem; min-height: 2.75rem; padding: .5rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem;
}
details button { color: var(--accent); background: none; width: 100%; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise .25s ease-out; }
  @keyframes rise { from { opacity: 0; translate: 0 .75rem; } }
}
`;
