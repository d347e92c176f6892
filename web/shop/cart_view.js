// The cart's drawer from the right, and its button. What is in it is fetched with the first product
// that is looked at, or when the drawer opens.
import { html, useEffect, useRef } from '../shared/html.js';
import { later } from '../shared/later.js';
import { go, place } from '../shared/router.js';
import { useStore } from '../shared/store.js';
import { cartStore, drawer, refusal } from './cart.js';
import { Trouble } from '../shared/parts.js';

const CartLines = later(() => import('./cart_lines.js'), 'CartLines');

/** A native modal dialog: it keeps the focus inside, and Escape closes it. */
export function CartDrawer() {
  const open = useStore(drawer);
  const refused = useStore(refusal);
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
      ${refused && html`<${Trouble} ...${refused} safe="Nothing else in the cart changed." />`}
      <${CartLines} />
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
