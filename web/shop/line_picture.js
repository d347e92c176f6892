// The picture of a line: carts and orders know a product's id and name only.
import { get } from '../shared/api.js';
import { html, useEffect } from '../shared/html.js';
import { makeStore, useStore } from '../shared/store.js';
import { Picture } from '../pictures/picture.js';

/** @import { Product } from '../shared/types.js' */

/** @type {import('../shared/store.js').Store<Map<string, string | null>>} by product */
const known = makeStore(new Map());

/** @type {Set<string>} products that were asked for */
const asked = new Set();

/** @param {string} id */
function learn(id) {
  if (asked.has(id)) return;
  asked.add(id);
  get(`/api/v1/products/${id}`).then(
    (/** @type {Product} */ product) => known.set(new Map(known.get()).set(id, product.picture)),
    () => asked.delete(id), // the one that its name makes does meanwhile
  );
}

/** @param {{ line: { product_id: string, name: string } }} props */
export function LinePicture({ line }) {
  const pictures = useStore(known);
  useEffect(() => learn(line.product_id), [line.product_id]);
  return html`<${Picture} name=${line.name} src=${pictures.get(line.product_id)} />`;
}
