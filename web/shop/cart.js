// The cart of whoever is here, a guest or a user. What is shown is what the shop said last, with
// what was clicked since laid over it: a click shows at once, and undoes itself if it is refused.
import { call } from '../shared/api.js';
import { Problem, toProblem } from '../shared/http.js';
import { session, settled } from '../shared/session.js';
import { makeStore } from '../shared/store.js';
import { notify } from '../shared/notices.js';

/** @import { Cart, CartLine, Money, Product } from '../shared/types.js' */

const guestSlot = 'cleave.cart_token';
export const quantityMax = 100_000;
const channel = new BroadcastChannel('cleave.cart');

/**
 * @typedef {object} Change what was clicked and is not answered yet
 * @property {'add' | 'set' | 'remove'} kind
 * @property {{ id: string, name: string, price: Money }} product
 * @property {number} quantity
 * @property {boolean} sent
 */

/**
 * cart: null until it is known. waits: changes are under way.
 * @typedef {{ cart: Cart | null, problem: Problem | null, waits: boolean }} CartView
 */

/** @type {import('../shared/store.js').Store<CartView>} */
export const cartStore = makeStore({ cart: null, problem: null, waits: false });

/** Whether the drawer is open. */
export const drawer = makeStore(false);

/**
 * What was refused last while the drawer was open, and is said in it: a modal dialog leaves nothing
 * else to be seen or heard.
 * @type {import('../shared/store.js').Store<{ title: string, problem: Problem } | null>}
 */
export const refusal = makeStore(/** @type {any} */ (null));
drawer.watch((open) => open || refusal.set(null));

/** @type {Cart | null} as the shop said last */
let known = null;
/** @type {Change[]} */
const changes = [];
let sending = false;
let answers = 0; // to changes, so far

/** @returns {Cart} */
function emptyCart() {
  return { revision: 0, items: [], total: { amount: 0, currency: 'GBP' } };
}

/** @param {Cart} cart @param {Change} change @returns {Cart} */
function apply(cart, { kind, product, quantity }) {
  const line = cart.items.find((item) => item.product_id === product.id);
  const before = kind === 'add' ? (line?.quantity ?? 0) : 0;
  const after = kind === 'remove' ? 0 : Math.min(before + quantity, quantityMax);
  const { amount, currency } = product.price;
  const changed = {
    product_id: product.id,
    name: product.name,
    quantity: after,
    unit_price: product.price,
    line_total: { amount: amount * after, currency },
  };
  let items = cart.items.map((item) => (item === line ? changed : item));
  if (!line) items.push(changed);
  items = items.filter((item) => item.quantity > 0);
  const total = items.reduce((sum, item) => sum + item.line_total.amount, 0);
  return { ...cart, items, total: { amount: total, currency } };
}

/** @param {Problem | null} [problem] */
function show(problem = null) {
  const begun = known ?? (changes.length > 0 ? emptyCart() : null);
  const cart = begun && changes.reduce(apply, begun);
  cartStore.set({ cart, problem, waits: changes.length > 0 });
}

/** @returns {Record<string, string>} */
function guestHeader() {
  const token = localStorage.getItem(guestSlot);
  return token && session.get().state !== 'user' ? { 'Cart-Token': token } : {};
}

async function ensureOwner() {
  await settled();
  if (session.get().state === 'user' || localStorage.getItem(guestSlot)) return;
  const guest = await call('POST', '/api/v1/carts');
  localStorage.setItem(guestSlot, guest.cart_token);
}

/**
 * A guest's cart that the shop does not know any more is begun anew.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
async function withOwner(ask) {
  await ensureOwner();
  try {
    return await ask();
  } catch (error) {
    const token = guestHeader()['Cart-Token'];
    const gone = error instanceof Problem && error.status === 404 && error.detail.includes('cart');
    if (!token || !gone) throw error;
    localStorage.removeItem(guestSlot);
    await ensureOwner();
    return ask();
  }
}

/** @param {Change} change @returns {Promise<Cart>} */
function send({ kind, product, quantity }) {
  const headers = guestHeader();
  const line = `/api/v1/cart/items/${product.id}`;
  if (kind === 'remove') return call('DELETE', line, { headers });
  if (kind === 'set') return call('PUT', line, { headers, body: { quantity } });
  const body = { product_id: product.id, quantity };
  return call('POST', '/api/v1/cart/items', { headers, body });
}

async function sendAll() {
  if (sending) return;
  sending = true;
  while (changes.length > 0) {
    const change = changes[0];
    change.sent = true;
    let problem = null;
    try {
      known = await withOwner(() => send(change));
      ++answers;
      channel.postMessage('changed');
    } catch (error) {
      problem = toProblem(error);
    }
    changes.shift();
    show();
    if (problem) await undo(change, problem);
  }
  sending = false;
}

/** @param {Change} change */
function refused({ kind, product: { name } }) {
  if (kind === 'add') return `“${name}” was not put into the cart.`;
  if (kind === 'remove') return `“${name}” was not taken out.`;
  return `The quantity of “${name}” was not changed.`;
}

// An open outcome (no answer came) is looked up rather than guessed.
/** @param {Change} change @param {Problem} problem */
async function undo(change, problem) {
  const title = refused(change);
  if (drawer.get()) refusal.set({ title, problem });
  else notify(`${title} ${problem.said}`);
  if (problem.isOpen || !known) await loadCart();
}

/** @param {Change['kind']} kind @param {Change['product']} product @param {number} quantity */
function change(kind, product, quantity) {
  refusal.set(null);
  const last = changes.at(-1);
  // Quick clicks on one line are sent as one.
  if (last && !last.sent && last.kind === 'set' && kind === 'set' && last.product.id === product.id)
    last.quantity = quantity;
  else changes.push({ kind, product, quantity, sent: false });
  show();
  void sendAll();
}

/** @param {Product} product @param {number} quantity */
export function addToCart(product, quantity) {
  const { id, name, price } = product;
  change('add', { id, name, price }, quantity);
}

/**
 * 0 takes the line out.
 * @param {CartLine} line
 * @param {number} quantity
 */
export function setQuantity(line, quantity) {
  const product = { id: line.product_id, name: line.name, price: line.unit_price };
  change(quantity > 0 ? 'set' : 'remove', product, Math.min(quantity, quantityMax));
}

/** Asks the shop what is in the cart. */
export async function loadCart() {
  await settled();
  if (session.get().state === 'expired') return; // nobody's cart can be asked for
  try {
    const before = answers;
    const isGuest = session.get().state !== 'user';
    const isNew = isGuest && !localStorage.getItem(guestSlot);
    const cart = isNew
      ? emptyCart()
      : await call('GET', '/api/v1/cart', { headers: guestHeader() });
    // What was clicked meanwhile is answered with a newer cart.
    if (before === answers && !changes.some((change) => change.sent)) known = cart;
    show();
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status === 404) {
      localStorage.removeItem(guestSlot);
      known = emptyCart();
      return show();
    }
    show(problem);
  }
}

// What a guest put into his cart is his after he signed in; the shop adds the two up.
async function takeOver() {
  const token = localStorage.getItem(guestSlot);
  if (!token) return loadCart();
  try {
    known = await call('POST', '/api/v1/cart/merge', { body: { cart_token: token } });
    localStorage.removeItem(guestSlot);
    show();
    channel.postMessage('changed');
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status === 404)
      localStorage.removeItem(guestSlot); // taken over before
    else notify(`What was in the cart before you signed in was not taken over. ${problem.detail}`);
    await loadCart();
  }
}

/** Once, when the page opens: follows who is here and what other tabs do. */
export function startCart() {
  let owner = '';
  const follow = () => {
    const { state, account } = session.get();
    if (state === 'unknown') return;
    if (state === 'expired') {
      owner = ''; // the cart stays in view until it is known who comes next
      return;
    }
    const next = state === 'user' ? (account?.id ?? '') : 'guest';
    if (next === owner) return;
    owner = next;
    void (state === 'user' ? takeOver() : loadCart());
  };
  session.watch(follow);
  follow();
  channel.onmessage = () => void loadCart();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && changes.length === 0) void loadCart();
  });
}
