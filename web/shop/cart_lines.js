// What is in the cart, and the page of its own that it has at /cart.
import { count, money } from '../shared/format.js';
import { html, useEffect } from '../shared/html.js';
import { useStore } from '../shared/store.js';
import { cartStore, loadCart, quantityMax, setQuantity } from './cart.js';
import { Empty, Heading, Stepper, Trouble, Waiting } from '../shared/parts.js';
import { knownProducts, learn } from './known_products.js';
import { LinePicture } from './line_picture.js';

/** @import { CartLine, Product } from '../shared/types.js' */

/** How many can be bought; as long as nobody knows, as many as one likes. @param {Product} [of] */
const pieces = (of) => Math.min(of ? Number(of.active) && of.stock : Infinity, quantityMax);

/** @param {{ line: CartLine }} props */
function Line({ line }) {
  const left = pieces(useStore(knownProducts).get(line.product_id));
  const isAll = left < quantityMax && line.quantity >= left;
  useEffect(() => learn(line.product_id), [line.product_id]);
  return html`<li class="line">
    <span class="thumb"><${LinePicture} line=${line} /></span>
    <div class="line-text">
      <a href=${`/products/${line.product_id}`}>${line.name}</a>
      <span class="hint number">${money(line.unit_price)} each</span>
      <span class="line-controls">
        <${Stepper}
          value=${line.quantity}
          max=${Math.max(1, left)}
          name=${line.name}
          onValue=${(/** @type {number} */ n) => setQuantity(line, n)}
      />
        <button
          class="plain"
          onClick=${() => setQuantity(line, 0)}
          aria-label=${`Remove ${line.name}`}>
          Remove
        </button>
      </span>
      <span class="stock warn" role="status">
        ${isAll && (left > 0 ? `Only ${count(left)} left` : 'Sold out')}
      </span>
    </div>
    <span class="number line-total">${money(line.line_total)}</span>
  </li>`;
}

export function CartLines() {
  const { cart, problem } = useStore(cartStore);
  if (problem && !cart)
    return html`<${Trouble}
      title="The cart could not be shown."
      problem=${problem}
      safe="What is in it is kept by the shop."
      retry=${loadCart}
  />`;
  if (!cart) return html`<${Waiting} bars=${2} />`;
  if (cart.items.length === 0)
    return html`<${Empty} title="Your cart is empty.">
      <p>What you put in stays here, also when you sign in later.</p>
      <p><a href="/">Look around</a></p>
    <//>`;
  return html`<ul class="lines">
      ${cart.items.map((line) => html`<${Line} key=${line.product_id} line=${line} />`)}
    </ul>
    <p class="total"><span>Total</span> <span class="number">${money(cart.total)}</span></p>
    <a class="action" href="/checkout">Go to checkout</a>`;
}

export function CartPage() {
  return html`<section class="narrow">
    <${Heading}>Your cart<//>
    <${CartLines} />
  </section>`;
}
