// Small pieces that several pages are made of.
import { html, useEffect, useId, useLayoutEffect, useRef, useState } from './html.js';
import { matches, stockWords } from './format.js';
import { hasMoved } from './router.js';

/** @import { ComponentChildren } from 'preact' */
/** @import { Problem } from './http.js' */

/** Names the page in the window's title. @param {string} title */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} · Cleave` : 'Cleave';
  }, [title]);
}

/**
 * A page's heading; it takes the focus when the page was reached by a link, so that a screen reader
 * says where one is.
 * @param {{ children?: ComponentChildren, title?: string }} props
 */
export function Heading({ children, title }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useTitle(title ?? String(children));
  useEffect(() => {
    const active = document.activeElement;
    if (hasMoved() && (!active || active === document.body))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return html`<h1 ref=${heading} tabindex="-1">${children}</h1>`;
}

/** @param {{ stock: number }} props */
export function Stock({ stock }) {
  const { text, tone } = stockWords(stock);
  return html`<span class=${`stock ${tone}`}>${text}</span>`;
}

/** A text with what matches a query marked. @param {{ text: string, query: string }} props */
export function Marked({ text, query }) {
  return matches(text, query).map((part) =>
    part.hit ? html`<mark>${part.text}</mark>` : part.text,
  );
}

/**
 * What went wrong, what is safe, what to do.
 * @param {{ title: string, problem: Problem, safe?: string, retry?: () => void,
 *           children?: ComponentChildren }} props
 */
export function Trouble({ title, problem, safe, retry, children }) {
  return html`<div class="trouble" role="alert">
    <p class="trouble-title">${title}</p>
    <p>${problem.said}</p>
    ${safe && html`<p>${safe}</p>`} ${children}
    ${retry && html`<p><button class="quiet" onClick=${retry}>Try again</button></p>`}
    ${problem.traceId && html`<p class="hint">Reference <code>${problem.traceId}</code></p>`}
  </div>`;
}

const patienceMs = 300;
let waiting = 0; // how many are in view
let waitsSince = 0;

/** For what waits in view: when its bars appear. A wait that follows another goes on with it. */
export function useWait() {
  const [style] = useState(() => {
    const now = performance.now();
    if (waiting === 0) waitsSince = now;
    return { '--wait': `${Math.max(0, waitsSince + patienceMs - now)}ms` };
  });
  useLayoutEffect(() => {
    ++waiting;
    return () => queueMicrotask(() => --waiting); // the next one is drawn before that
  }, []);
  return style;
}

/**
 * What is still to come: its room at once, grey bars if it takes long.
 * @param {{ bars?: number }} props
 */
export function Waiting({ bars = 1 }) {
  return html`<div class="waiting" style=${useWait()} aria-busy="true">
    ${Array.from({ length: bars }, (_, i) => html`<span class="bar tall" key=${i}></span>`)}
  </div>`;
}

/** Nothing is here, and why. @param {{ title: string, children?: ComponentChildren }} props */
export function Empty({ title, children }) {
  return html`<div class="empty">
    <p class="empty-title">${title}</p>
    ${children}
  </div>`;
}

/**
 * A labelled input with what is wrong with it.
 * @param {{ label: string, name: string, value: string, onValue: (value: string) => void,
 *           error?: string, hint?: string, type?: string, autocomplete?: string,
 *           required?: boolean, minlength?: number, maxlength?: number }} props
 */
export function Field({
  label,
  name,
  value,
  onValue,
  error = '',
  hint = '',
  type = 'text',
  ...rest
}) {
  const id = useId();
  const said = error || hint;
  return html`<p class=${error ? 'field wrong' : 'field'}>
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${name}
      type=${type}
      value=${value}
      onInput=${(/** @type {any} */ event) => onValue(event.currentTarget.value)}
      aria-invalid=${error ? 'true' : undefined}
      aria-describedby=${said ? `${id}-said` : undefined}
      ...${rest}
  />
    ${said && html`<span id=${`${id}-said`} class=${error ? 'error' : 'hint'}>${said}</span>`}
  </p>`;
}

/**
 * − 1 +, between min and max. What is typed and no whole number is not taken.
 * @param {{ value: number, min?: number, max: number, name: string,
 *           onValue: (value: number) => void }} props
 */
export function Stepper({ value, min = 1, max, name, onValue }) {
  const bounded = (/** @type {number} */ n) => Math.max(min, Math.min(max, Math.round(n) || min));
  return html`<span class="stepper" role="group" aria-label=${`Quantity of ${name}`}>
    <button
      type="button"
      aria-label="One less"
      disabled=${value <= min}
      onClick=${() => onValue(bounded(value - 1))}>−</button>
    <input
      inputmode="numeric"
      aria-label=${`Quantity of ${name}`}
      value=${value}
      onChange=${(/** @type {any} */ event) => {
        const typed = event.currentTarget.value.trim();
        const next = /^\d+$/.test(typed) ? bounded(Number(typed)) : value;
        event.currentTarget.value = String(next);
        if (next !== value) onValue(next);
      }}
  />
    <button
      type="button"
      aria-label="One more"
      disabled=${value >= max}
      onClick=${() => onValue(bounded(value + 1))}>+</button>
  </span>`;
}
