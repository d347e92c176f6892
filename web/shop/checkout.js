// Checkout on one page: who, where to, how it is paid, and what it comes to beside it.
import { get } from '../shared/api.js';
import { money } from '../shared/format.js';
import { toProblem } from '../shared/http.js';
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { go } from '../shared/router.js';
import { session, settled } from '../shared/session.js';
import { useStore } from '../shared/store.js';
import { AddressFields, emptyAddress } from './address.js';
import { cartStore, loadCart } from './cart.js';
import { Cards, sandboxCards } from './cards.js';
import { Empty, Heading, Trouble, Waiting } from '../shared/parts.js';
import { placeOrder } from './placing.js';
import { SignInForm } from '../shared/sign_in_form.js';
import { SignInOrRegister } from './sign_in.js';
import { WaitingCheckout } from './waiting.js';

/** @import { Address, Cart, Order, OrderRow, Page } from '../shared/types.js' */
/** @import { Problem } from '../shared/http.js' */

const formSlot = 'cleave.checkout'; // what was typed survives a reload and the end of a session

/** @typedef {{ address: Address, method: string }} Form */

/** @returns {Form} */
function keptForm() {
  const kept = JSON.parse(sessionStorage.getItem(formSlot) ?? 'null');
  return kept ?? { address: emptyAddress(), method: sandboxCards[0].token };
}

// Whoever bought here before need not type his address again.
/** @returns {Promise<Address | null>} */
async function lastAddress() {
  const page = /** @type {Page<OrderRow>} */ (await get('/api/v1/orders', { limit: 1 }));
  if (page.items.length === 0) return null;
  const order = /** @type {Order} */ (await get(`/api/v1/orders/${page.items[0].id}`));
  return order.shipping_address;
}

/** @returns {[Form, (change: Partial<Form>) => void]} */
function useForm() {
  const [form, setForm] = useState(keptForm);
  const { state, account } = useStore(session);
  const change = (/** @type {Partial<Form>} */ part) =>
    setForm((now) => {
      const next = { ...now, ...part };
      sessionStorage.setItem(formSlot, JSON.stringify(next));
      return next;
    });
  useEffect(() => {
    if (state !== 'user' || form.address.line1) return;
    lastAddress().then(
      (address) =>
        setForm((now) => {
          if (now.address.line1) return now; // typed meanwhile
          const named = { ...now.address, name: now.address.name || (account?.name ?? '') };
          return { ...now, address: address ?? named };
        }),
      () => {}, // then it is typed
    );
  }, [state]);
  return [form, change];
}

/** The cart does not come to what was shown. @param {Problem} problem */
const costsOtherwise = (problem) =>
  problem.errors.some(({ pointer }) => pointer === '/expected_total');

/** @param {{ problem: Problem }} props */
function Refused({ problem }) {
  const { title, text } = words(problem);
  return html`<div class="trouble" role="alert">
    <p class="trouble-title">${title}</p>
    <p>${text}</p>
    ${
      problem.shortages.length > 0 &&
      html`<ul>
      ${problem.shortages.map(
        ({ product_id, name, wanted, available }) => html`<li key=${product_id}>
          ${name || 'A product'}: ${wanted} wanted,
          ${available > 0 ? ` ${available} left` : ' sold out'}
        </li>`,
      )}
    </ul>`
    }
    ${
      problem.code === 'conflict' &&
      !costsOtherwise(problem) &&
      html`<p><a href="/orders">See your orders</a></p>`
    }
    ${problem.traceId && html`<p class="hint">Reference <code>${problem.traceId}</code></p>`}
  </div>`;
}

/** What happened, what is safe, what to do. @param {Problem} problem */
function words(problem) {
  const kept = 'You were not charged, and your cart is as it was.';
  switch (problem.code) {
    case 'declined':
      return { title: problem.detail, text: `${kept} Choose another card and try again.` };
    case 'out_of_stock':
      return {
        title: 'Some of it is not there any more.',
        text: `${kept} Take less of it, or take it out.`,
      };
    case 'failed':
      return {
        title: 'The order could not be completed.',
        text: 'The money went back to your card. Your cart is as it was.',
      };
    case 'conflict':
      if (costsOtherwise(problem))
        return {
          title: 'A price has changed meanwhile.',
          text: `You were not charged. See the new total, and order again if it suits you.`,
        };
      return {
        title: 'This cart was ordered already.',
        text: 'Perhaps in another window. You were not charged a second time.',
      };
    case 'invalid_argument':
      return {
        title: 'Something in the form needs a second look.',
        text: `${kept} See the marked fields.`,
      };
    case 'rate_limited':
      return { title: 'That was too fast.', text: `${kept} Wait a minute, then order again.` };
    default:
      return problem.isOpen
        ? {
            title: problem.detail,
            text: 'Order again, just like this: the shop knows this attempt and charges once.',
          }
        : { title: problem.detail, text: kept };
  }
}

/** @param {{ cart: Cart }} props */
function Summary({ cart }) {
  return html`<aside class="summary" aria-label="What you buy">
    <h2>Your order</h2>
    <ul>
      ${cart.items.map(
        (line) => html`<li key=${line.product_id}>
          <span>${line.quantity} × ${line.name}</span>
          <span class="number">${money(line.line_total)}</span>
        </li>`,
      )}
    </ul>
    <p class="total"><span>Total</span> <span class="number">${money(cart.total)}</span></p>
    <p class="hint"><a href="/cart">Change the cart</a></p>
  </aside>`;
}

function Who() {
  const { state, account } = useStore(session);
  if (state === 'user')
    return html`<p>${account?.name} <span class="hint">${account?.email}</span></p>`;
  if (state === 'expired')
    return html`<p role="alert">
        You were signed out after a while. Sign in to go on; what you typed is kept.
      </p>
      <${SignInForm} email=${account?.email} done=${() => {}} />`;
  if (state === 'unknown') return html`<${Waiting} />`;
  return html`<p>Sign in, or make an account; your cart comes along.</p>
    <${SignInOrRegister} first="new" done=${() => {}} />`;
}

/** @param {{ cart: Cart, waits: boolean }} props */
function CheckoutForm({ cart, waits }) {
  const { state } = useStore(session);
  const [form, change] = useForm();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  const ready = state === 'user' && !waits;
  useEffect(() => {
    if (problem) end.current?.scrollIntoView({ block: 'nearest' }); // what is wrong, and the button
  }, [problem]);

  const order = async () => {
    const { line2, ...address } = form.address;
    const body = {
      payment_method: form.method,
      shipping_address: line2 ? { ...address, line2 } : address,
      expected_total: cart.total,
    };
    const placed = await placeOrder(body, cart.revision);
    sessionStorage.removeItem(formSlot);
    go(`/orders/${placed.id}?new=1`, { replace: true });
    void loadCart();
  };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    setProblem(null);
    order()
      .catch((error) => {
        const failed = toProblem(error);
        if (failed.status !== 401) setProblem(failed); // else it asks to sign in again
        if (failed.code === 'conflict' || failed.code === 'failed_precondition') void loadCart();
      })
      .finally(() => setBusy(false));
  };

  return html`<div class="checkout-form">
    <section><h2>Who you are</h2><${Who} /></section>
    <form onSubmit=${onSubmit}>
      <section>
        <h2>Where it goes</h2>
        <${AddressFields}
          address=${form.address}
          onAddress=${(/** @type {Address} */ address) => change({ address })}
          problem=${problem}
        />
      </section>
      <section>
        <h2>How you pay</h2>
        <${Cards}
          chosen=${form.method}
          onChoose=${(/** @type {string} */ method) => change({ method })}
        />
      </section>
      <div ref=${end}>
        ${problem && html`<${Refused} problem=${problem} />`}
        <p class="order-line">
          <button class="action" disabled=${busy || !ready}>
            ${busy ? 'Ordering…' : `Order for ${money(cart.total)}`}
          </button>
          ${
            ['guest', 'expired'].includes(state) &&
            html`<span class="hint">Sign in above first.</span>`
          }
        </p>
      </div>
    </form>
  </div>`;
}

export function CheckoutPage() {
  const { cart, problem, waits } = useStore(cartStore);
  useEffect(() => void settled().then(loadCart), []);
  if (problem && !cart)
    return html`<${Trouble}
      title="The cart could not be shown."
      problem=${problem}
      retry=${loadCart}
    />`;
  if (!cart) return html`<${Heading}>Checkout<//><${WaitingCheckout} />`;
  if (cart.items.length === 0)
    return html`<${Heading}>Checkout<//>
      <${Empty} title="There is nothing to buy yet.">
        <p>Put something into the cart first. <a href="/">Look around</a></p>
      <//>`;
  return html`<${Heading}>Checkout<//>
    <div class="checkout">
      <${CheckoutForm} cart=${cart} waits=${waits} />
      <${Summary} cart=${cart} />
    </div>`;
}
