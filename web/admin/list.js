// Lists: what is looked for stands in the address; more is fetched page by page.
import { toProblem } from '../shared/http.js';
import { html, useEffect, useId, useState } from '../shared/html.js';
import { Empty, Trouble, Waiting } from '../shared/parts.js';
import { go, withQuery } from '../shared/router.js';
import { look } from './ask.js';

/** @import { ComponentChildren } from 'preact' */
/** @import { Page } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

const pageSize = 50;
const typingMs = 250; // between the last key and the search

/**
 * @template T
 * @typedef {{ items: T[] | null, problem: Problem | null, next: string | null,
 *             more: () => void }} Listed
 */

/**
 * @template T
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} query empty ones are left out
 * @returns {Listed<T>}
 */
export function useList(path, query) {
  const key = `${path} ${JSON.stringify(query)}`;
  const [held, hold] = useState(
    /** @type {Omit<Listed<T>, 'more'> & { key: string }} */ ({
      key: '',
      items: null,
      next: null,
      problem: null,
    }),
  );
  const current = held.key === key ? held : { key, items: null, next: null, problem: null };
  const load = (/** @type {string | null} */ cursor, /** @type {AbortSignal} */ signal) =>
    look(path, { limit: pageSize, ...query, cursor }, signal).then(
      (/** @type {Page<T>} */ page) => {
        if (signal.aborted) return;
        const before = cursor ? (current.items ?? []) : [];
        hold({ key, items: [...before, ...page.items], next: page.next_cursor, problem: null });
      },
      (error) => signal.aborted || hold({ ...current, next: cursor, problem: toProblem(error) }),
    );
  useEffect(() => {
    const abort = new AbortController();
    void load(null, abort.signal);
    return () => abort.abort();
  }, [key]);
  return { ...current, more: () => void load(current.next, new AbortController().signal) };
}

/**
 * A table of rows, or what stands there instead.
 * @template T
 * @param {{ listed: Listed<T>, caption: string, columns: { text: string, number?: boolean }[],
 *           row: (item: T) => ComponentChildren, empty: ComponentChildren }} props
 */
export function Rows({ listed, caption, columns, row, empty }) {
  const { items, problem, next, more } = listed;
  if (!items && !problem) return html`<${Waiting} bars=${4} />`;
  return html`${items?.length === 0 && !problem && empty}
    ${
      items &&
      items.length > 0 &&
      html`<table class="rows">
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(
            ({ text, number }) =>
              html`<th key=${text} scope="col" class=${number ? 'number' : ''}>${text}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${items.map(row)}
      </tbody>
    </table>`
    }
    ${
      problem &&
      html`<${Trouble} title="This list could not be shown." problem=${problem} retry=${more} />`
    }
    ${
      next &&
      !problem &&
      html`<p class="more"><button class="quiet" onClick=${more}>Show more</button></p>`
    }`;
}

/** @param {{ title: string, children?: ComponentChildren }} props */
export function Nothing({ title, children }) {
  return html`<${Empty} title=${title}>${children}<//>`;
}

/**
 * Looks for what was typed, once somebody stops typing.
 * @param {{ label: string, value: string, name?: string }} props
 */
export function SearchField({ label, value, name = 'q' }) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(
      () => go(withQuery({ [name]: typed.trim() || null }), { replace: true }),
      typingMs,
    );
    return () => clearTimeout(timer);
  }, [typed]);
  return html`<p class="field seek">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="search"
      value=${typed}
      onInput=${(/** @type {any} */ event) => setTyped(event.currentTarget.value)}
    />
  </p>`;
}

/**
 * One of several values of a query parameter.
 * @param {{ label: string, name: string, value: string,
 *           choices: { value: string, text: string }[] }} props
 */
export function Choice({ label, name, value, choices }) {
  const id = useId();
  return html`<p class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      value=${value}
      onChange=${(/** @type {any} */ event) =>
        go(withQuery({ [name]: event.currentTarget.value || null }), { replace: true })}
    >
      ${choices.map(
        (one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`,
      )}
    </select>
  </p>`;
}
