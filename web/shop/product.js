// One product: picture, price, what is left, and the way into the cart.
import { get } from '../shared/api.js';
import { count, money } from '../shared/format.js';
import { html, useState } from '../shared/html.js';
import { useResource } from '../shared/resource.js';
import { useStore } from '../shared/store.js';
import { addToCart, cartStore, drawer, quantityMax } from './cart.js';
import { Heading, Stepper, Stock, Trouble } from '../shared/parts.js';
import { Picture } from '../pictures/picture.js';
import './cart_lines.js'; // the drawer that opens needs nothing more
import { knownProducts, remember } from './known_products.js';
import { WaitingProduct } from './waiting.js';

/** @import { Product } from '../shared/types.js' */

/** @param {{ product: Product }} props */
function Buy({ product }) {
  const [quantity, setQuantity] = useState(1);
  const { cart } = useStore(cartStore);
  const inCart = cart?.items.find((line) => line.product_id === product.id)?.quantity ?? 0;
  if (!product.active) return html`<p class="hint">This is not sold any more.</p>`;
  if (product.stock <= 0)
    return html`<p class="hint">
      Sold out for now. It is bought again at this address when new stock comes in.
    </p>`;
  const room = Math.min(product.stock, quantityMax) - inCart;
  const all =
    product.stock === 1 ? 'The last one is' : `All ${count(product.stock)} that are left are`;
  if (room <= 0) return html`<p class="hint">${all} in your cart.</p>`;
  return html`<form
    class="buy"
    onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      addToCart(product, Math.min(quantity, room));
      setQuantity(1);
      drawer.set(true);
    }}
  >
    <${Stepper}
      value=${Math.min(quantity, room)}
      max=${room}
      name=${product.name}
      onValue=${setQuantity}
  />
    <button class="action">Add to cart</button>
    ${inCart > 0 && html`<span class="hint">${inCart} in your cart</span>`}
  </form>`;
}

/** @param {{ id: string }} props */
export function ProductPage({ id }) {
  const product = useStore(knownProducts).get(id);
  const { problem, reload } = useResource(id, async (signal) => {
    remember([await get(`/api/v1/products/${id}`, {}, signal)]);
    return true;
  });
  if (problem?.status === 404)
    return html`<section class="narrow">
      <${Heading} title="Not found">This is not in the shop<//>
      <p>It may have been taken off the shelves. <a href="/">Look at everything</a></p>
    </section>`;
  if (problem)
    return html`<${Trouble}
      title="The product could not be shown."
      problem=${problem}
      retry=${reload}
    />`;
  if (!product) return html`<${WaitingProduct} />`;
  return html`<article class="product">
    <span class="frame"><${Picture} name=${product.name} src=${product.picture} /></span>
    <div class="product-text">
      <p class="crumb">
        <a href=${`/?category=${encodeURIComponent(product.category)}`}>${product.category}</a>
      </p>
      <${Heading} title=${product.name}>${product.name}<//>
      <p class="price-line">
        <span class="number">${money(product.price)}</span>
        ${product.active && html`<${Stock} stock=${product.stock} />`}
      </p>
      <${Buy} key=${product.id} product=${product} />
      <p class="description">${product.description}</p>
      <p class="hint">Article <code>${product.sku}</code></p>
    </div>
  </article>`;
}
