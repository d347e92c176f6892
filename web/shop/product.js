// One product: picture, price, what is left, and the way into the cart.
import { get } from '../shared/api.js';
import { money } from '../shared/format.js';
import { html, useState } from '../shared/html.js';
import { useResource } from '../shared/resource.js';
import { useStore } from '../shared/store.js';
import { addToCart, cartStore, drawer, quantityMax } from './cart.js';
import { Heading, Stepper, Stock, Trouble } from '../shared/parts.js';
import { Picture } from '../pictures/picture.js';

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
  return html`<form
    class="buy"
    onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      addToCart(product, quantity);
      setQuantity(1);
      drawer.set(true);
    }}
  >
    <${Stepper}
      value=${quantity}
      max=${Math.min(product.stock, quantityMax)}
      name=${product.name}
      onValue=${setQuantity}
  />
    <button class="action">Add to cart</button>
    ${inCart > 0 && html`<span class="hint">${inCart} in your cart</span>`}
  </form>`;
}

function WaitingProduct() {
  return html`<div class="product waiting" aria-busy="true">
    <span class="frame"></span>
    <div>
      <span class="bar tall"></span>
      <span class="bar short"></span>
      <span class="bar"></span>
    </div>
  </div>`;
}

/** @param {{ id: string }} props */
export function ProductPage({ id }) {
  const { data, problem, reload } = useResource(
    id,
    (signal) => /** @type {Promise<Product>} */ (get(`/api/v1/products/${id}`, {}, signal)),
  );
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
  if (!data) return html`<${WaitingProduct} />`;
  return html`<article class="product">
    <span class="frame"><${Picture} name=${data.name} src=${data.picture} /></span>
    <div class="product-text">
      <p class="crumb">
        <a href=${`/?category=${encodeURIComponent(data.category)}`}>${data.category}</a>
      </p>
      <${Heading} title=${data.name}>${data.name}<//>
      <p class="price-line">
        <span class="number">${money(data.price)}</span>
        <${Stock} stock=${data.stock} />
      </p>
      <${Buy} key=${data.id} product=${data} />
      <p class="description">${data.description}</p>
      <p class="hint">Article <code>${data.sku}</code></p>
    </div>
  </article>`;
}
