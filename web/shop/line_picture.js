// The picture of a line: carts and orders know a product's id and name only.
import { html, useEffect } from '../shared/html.js';
import { useStore } from '../shared/store.js';
import { Picture } from '../pictures/picture.js';
import { knownProducts, learn } from './known_products.js';

/** @param {{ line: { product_id: string, name: string } }} props */
export function LinePicture({ line }) {
  const product = useStore(knownProducts).get(line.product_id);
  useEffect(() => learn(line.product_id), [line.product_id]);
  return html`<${Picture} name=${line.name} src=${product?.picture} />`;
}
