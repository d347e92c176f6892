// The HTML of a mail, drawn again from the few elements that the shop's mails are made of: nothing
// of it is run, fetched or followed.
import { h } from 'preact';
import { html } from '../shared/html.js';

/** @import { ComponentChild } from 'preact' */

const kept = new Set(['p', 'br', 'table', 'tbody', 'tr', 'td', 'strong', 'em', 'ul', 'ol', 'li']);

/** @param {Node} node @param {number} i @returns {ComponentChild} */
function drawn(node, i) {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return null;
  const inside = [...node.childNodes].map(drawn);
  const name = node.localName;
  if (name === 'a') return h('span', { class: 'link', key: i }, ...inside);
  if (!kept.has(name)) return h('span', { key: i }, ...inside);
  const right = node.getAttribute('align') === 'right';
  return h(name, { key: i, class: right ? 'number' : undefined }, ...inside);
}

// The page's policy refuses styles inside markup, aloud. No text holds a quote that is not escaped.
const styles = / style="[^"]*"/g;

/** @param {{ source: string }} props */
export function Letter({ source }) {
  const { body } = new DOMParser().parseFromString(source.replace(styles, ''), 'text/html');
  return html`<article class="letter" aria-label="The mail">
    ${[...body.childNodes].map(drawn)}
  </article>`;
}
