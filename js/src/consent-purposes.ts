/**
 * The list of purposes, each with a box, and with its services in a box each. A purpose takes its services with it; a service does not
 * take its purpose with it: who allows the one has not allowed the other, and then the purpose's box shows a part.
 */
import type { ConsentView, PurposeView, ServiceView } from "./types.js";
import type { Face } from "./ask.js";
import { make } from "./consent-parts.js";
import { fill } from "./consent-words.js";

export interface Purposes {
  _element: HTMLElement;
  /** Shows what is allowed. */
  _show(view: ConsentView): void;
  /** What is ticked now, for every purpose and service that can be chosen. */
  _choice(): Record<string, boolean>;
}

export function makePurposes({ _courtesy: courtesy, _text: text }: Face): Purposes {
  const shows: Purposes["_show"][] = [];
  const choice: Record<string, () => boolean> = {};
  let ids = 0;
  /** A box with the title as its name, and what is said about it as its description. */
  const item = ({ id, title, description }: PurposeView | ServiceView, isFixed: boolean, ...more: (Node | string)[]) => {
    const box = make("input", { type: "checkbox", checked: isFixed, disabled: isFixed, "aria-describedby": `about-${(ids += 1)}` });
    if (!isFixed) choice[id] = () => box.checked;
    return {
      box,
      nodes: [
        make("label", {}, box, text[`${id}.title`] ?? (title || id), ...more),
        make("p", { id: `about-${ids}`, part: "description" }, text[`${id}.description`] ?? description),
      ],
    };
  };
  const service = (one: ServiceView, isFixed: boolean) => {
    const { box, nodes } = item(one, isFixed);
    const facts = make("dl");
    const fact = (key: string, names: string[] | undefined) => names?.length && facts.append(make("dt", {}, text[key]!), make("dd", {}, names.join(", ")));
    fact("cookies", one.cookies);
    fact("storage", one.storage);
    fact("databases", one.databases);
    const by = make("p", {}, one.vendor ? fill(text["vendor"]!, { vendor: one.vendor }) : "");
    // An address from the config is the site's own, and still nothing that could run.
    if (/^(https?:\/)?\//.test(one.policy_url)) {
      by.append(" ", make("a", { href: one.policy_url, target: "_blank", rel: "noopener", part: "link" }, text["policy"]!));
    }
    return { box, id: one.id, element: make("li", { part: "service" }, ...nodes, by, facts) };
  };
  const purpose = (one: PurposeView) => {
    const { necessary, services = [] } = one;
    const { box, nodes } = item(one, necessary, ...(necessary ? [make("em", { part: "always" }, text["always_on"]!)] : []));
    const parts = services.map((each) => service(each, necessary));
    if (necessary) return [...nodes, ...details(parts)];
    // What was said to the purpose itself, which its box shows only together with the services.
    let isOn = false;
    choice[one.id] = () => isOn;
    const gather = () => {
      const on = parts.filter(({ box }) => box.checked).length;
      box.checked = isOn && on === parts.length;
      box.indeterminate = !box.checked && (isOn || on > 0);
    };
    box.onchange = () => {
      isOn = box.checked;
      for (const part of parts) part.box.checked = isOn;
    };
    for (const part of parts) {
      part.box.onchange = () => {
        // Who takes out the last one means all of it.
        isOn &&= parts.some(({ box }) => box.checked);
        gather();
      };
    }
    shows.push((view) => {
      isOn = !!view.purposes[one.id];
      for (const part of parts) part.box.checked = view.services?.[part.id] ?? isOn;
      gather();
    });
    return [...nodes, ...details(parts)];
  };
  const details = (parts: { element: HTMLElement }[]) =>
    parts.length > 0
      ? [
          make(
            "details",
            { part: "services" },
            make("summary", {}, fill(text["services"]!, { count: `${parts.length}` })),
            make("ul", {}, ...parts.map(({ element }) => element)),
          ),
        ]
      : [];

  return {
    _element: make("ul", { part: "purposes" }, ...courtesy.consent.purposes().map((one) => make("li", { part: "purpose" }, ...purpose(one)))),
    _show: (view) => shows.forEach((show) => show(view)),
    _choice: () => Object.fromEntries(Object.entries(choice).map(([id, isOn]) => [id, isOn()])),
  };
}
