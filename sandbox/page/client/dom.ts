/** The few words in which the page is written. Texts become text nodes; only the server's own drawings become HTML. */

type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** An element; functions become listeners, `true` an empty attribute, `false` and `undefined` none. */
export function el<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** What page.html promises to hold; throws when it does not. */
export function byId<Type extends HTMLElement>(id: string, kind: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`page.html has no #${id}`);
  return found;
}

/** HTML that the server drew and escaped. */
export function drawn(html: string): HTMLElement {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  const first = holder.content.firstElementChild;
  return first instanceof HTMLElement ? first : el('div');
}

export const closest = (target: EventTarget | null, selector: string): HTMLElement | undefined => {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found instanceof HTMLElement ? found : undefined;
};
