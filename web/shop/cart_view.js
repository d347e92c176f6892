// The cart: as a drawer from the right, and as a page of its own at /cart.
import { money } from '../shared/format.js';
import { html, useEffect, useRef } from '../shared/html.js';
import { go, place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { cartStore, drawer, loadCart, quantityMax, setQuantity } from './cart.js';
import { Empty, Heading, Stepper, Trouble, Waiting } from '../shared/parts.js';
import { LinePicture } from './line_picture.js';

/** @import { CartLine } from '../shared/types.js' */

/** @param {{ line: CartLine }} props */
function Line({ line }) {
  return html`<li class="line">
    <span class="thumb"><${LinePicture} line=${line} /></span>
    <div class="line-text">
      <a href=${`/products/${line.product_id}`}>${line.name}</a>
      <span class="hint number">${money(line.unit_price)} each</span>
      <span class="line-controls">
        <${Stepper}
          value=${line.quantity}
          max=${quantityMax}
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
    <p class="total"><span>Total</span> <span class="number">${money(cart.total)}</span></p>`;
}

function CheckoutLink() {
  const { cart } = useStore(cartStore);
  if (!cart?.items.length) return null;
  return html`<a class="action" href="/checkout">Go to checkout</a>`;
}

export function CartPage() {
  return html`<section class="narrow">
    <${Heading}>Your cart<//>
    <${CartLines} />
    <${CheckoutLink} />
  </section>`;
}

/** A native modal dialog: it keeps the focus inside, and Escape closes it. */
export function CartDrawer() {
  const open = useStore(drawer);
  const { href } = useStore(place);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  useEffect(() => drawer.set(false), [href]);
  const onClick = (/** @type {MouseEvent} */ event) => {
    if (event.target === dialog.current) drawer.set(false); // the backdrop
  };
  return html`<dialog
    ref=${dialog}
    class="drawer"
    aria-label="Your cart"
    onClose=${() => drawer.set(false)}
    onClick=${onClick}
  >
    ${
      open &&
      html`<div class="drawer-inside">
      <header>
        <h2>Your cart</h2>
        <button
          class="plain"
          onClick=${() => drawer.set(false)}
          aria-label="Close the cart">×</button>
      </header>
      <${CartLines} />
      <${CheckoutLink} />
    </div>`
    }
  </dialog>`;
}

/** "Cart · 2" in the header. */
export function CartButton() {
  const { cart } = useStore(cartStore);
  const { path } = useStore(place);
  const pieces = cart?.items.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  const open = () => (path === '/cart' ? go('/cart', { replace: true }) : drawer.set(true));
  return html`<button class="plain cart-button" onClick=${open}>
    Cart <span class="pieces number">${pieces > 999 ? '999+' : pieces}</span>
    <span class="unseen"> pieces</span>
  </button>`;
}
