// Short messages at the edge of the page, read out by screen readers.
import { html } from './html.js';
import { makeStore, useStore } from './store.js';

/** @typedef {{ id: number, text: string }} Notice */

const shownMs = 6000;
const notices = makeStore(/** @type {Notice[]} */ ([]));
let last = 0;

/** @param {string} text */
export function notify(text) {
  const id = ++last;
  notices.set([...notices.get().filter((notice) => notice.text !== text), { id, text }]);
  setTimeout(() => dismiss(id), shownMs);
}

/** @param {number} id */
function dismiss(id) {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}

export function Notices() {
  const all = useStore(notices);
  return html`<div class="notices" role="status" aria-live="polite">
    ${all.map(
      ({ id, text }) => html`<p class="notice" key=${id}>
        <span>${text}</span>
        <button class="plain" onClick=${() => dismiss(id)} aria-label="Dismiss">×</button>
      </p>`,
    )}
  </div>`;
}
