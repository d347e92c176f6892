// Products as the shop described them last: a page of one that a list has shown begins with what is
// known of it, and the lines of a cart learn here what is left.
import { get } from '../shared/api.js';
import { makeStore } from '../shared/store.js';

/** @import { Product } from '../shared/types.js' */
/** @import { Store } from '../shared/store.js' */

/** @type {Store<Map<string, Product>>} by id */
export const knownProducts = makeStore(new Map());

/** @type {Set<string>} products that are being asked for */
const underway = new Set();

/** @param {Product[]} products */
export function remember(products) {
  const added = products.map((product) => /** @type {const} */ ([product.id, product]));
  knownProducts.set(new Map([...knownProducts.get(), ...added]));
}

/** Asks the shop how a product is now. @param {string} id */
export function learn(id) {
  if (underway.has(id)) return;
  underway.add(id);
  get(`/api/v1/products/${id}`)
    .then(
      (/** @type {Product} */ product) => remember([product]),
      () => {}, // nothing depends on it: the shop checks what is ordered
    )
    .finally(() => underway.delete(id));
}
