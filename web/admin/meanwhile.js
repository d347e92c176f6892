// What somebody else changed of a product while its form stood open here.
import { html } from '../shared/html.js';
import { priceText } from './money.js';

/** @import { Product } from '../shared/types.js' */

/**
 * What the form asks, as it stands in its fields.
 * @typedef {{ name: string, category: string, price: string, description: string,
 *             active: boolean }} Facts
 */

/** @type {Record<keyof Facts, string>} */
const labels = {
  name: 'Name',
  category: 'Category',
  price: 'Price',
  description: 'Description',
  active: 'On sale',
};

/** @param {Product} product @returns {Facts} */
export function factsOf({ name, category, price, description, active }) {
  return { name, category, price: priceText(price), description, active };
}

/**
 * The facts that are not as they were, and not as they are wanted either.
 * @param {Facts} before as the form was filled with
 * @param {Facts} now as the shop has it
 * @param {Facts} mine as the form is to be saved
 * @returns {Partial<Facts>} as the shop has them; empty: nobody is in the way
 */
export function changedMeanwhile(before, now, mine) {
  const names = /** @type {(keyof Facts)[]} */ (Object.keys(labels));
  const changed = names.filter((name) => now[name] !== before[name] && now[name] !== mine[name]);
  return Object.fromEntries(changed.map((name) => [name, now[name]]));
}

/** @param {string | boolean} value */
function inWords(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' ? 'empty' : `“${value}”`;
}

/**
 * @param {{ theirs: Partial<Facts>, busy: boolean, onTake: () => void,
 *           onSave: (event: Event) => void }} props
 */
export function Meanwhile({ theirs, busy, onTake, onSave }) {
  const names = /** @type {(keyof Facts)[]} */ (Object.keys(theirs));
  return html`<div class="trouble" role="alert">
      <p class="trouble-title">Somebody else changed this product meanwhile.</p>
      <ul>
        ${names.map(
          (name) => html`<li key=${name}>${labels[name]}: ${inWords(theirs[name] ?? '')}</li>`,
        )}
      </ul>
      <p>Nothing is saved yet, and what you typed is still there.</p>
    </div>
    <p class="actions">
      <button type="button" class="action" onClick=${onTake}>Take theirs into the form</button>
      <button type="button" class="quiet" disabled=${busy} onClick=${onSave}>
        ${busy ? 'Saving…' : 'Save mine anyway'}
      </button>
    </p>`;
}
