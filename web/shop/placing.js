// Placing an order so that it happens once, however often one clicks, reloads or loses the line.
import { call } from '../shared/api.js';
import { Problem } from '../shared/http.js';

/** @import { Address, Money, Order } from '../shared/types.js' */

/**
 * @typedef {{ payment_method: string, shipping_address: Address, expected_total: Money }} Purchase
 */

// One Idempotency-Key per attempt: what is bought, how it is paid and where it goes. It survives a
// reload, and goes only when the shop has said how the attempt ended.
const attemptSlot = 'cleave.attempt';

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {string} what @returns {string} */
function keyOf(what) {
  const { key, what: before } = JSON.parse(sessionStorage.getItem(attemptSlot) ?? '{}');
  if (key && before === what) return key;
  const fresh = randomKey();
  sessionStorage.setItem(attemptSlot, JSON.stringify({ key: fresh, what }));
  return fresh;
}

/** @type {Promise<Order> | null} */
let placing = null;

/**
 * The order, which may still be on its way. Throws a Problem for what was refused; one that
 * `isOpen` may be sent again as it is: it cannot buy twice.
 * @param {Purchase} body
 * @param {number} revision of the cart
 * @returns {Promise<Order>}
 */
export function placeOrder(body, revision) {
  placing ??= send(body, revision).finally(() => (placing = null));
  return placing;
}

/** @param {Purchase} body @param {number} revision */
async function send(body, revision) {
  const key = keyOf(JSON.stringify([revision, body]));
  try {
    const order = await call('POST', '/api/v1/orders', {
      body,
      headers: { 'Idempotency-Key': key },
    });
    sessionStorage.removeItem(attemptSlot);
    return order;
  } catch (error) {
    // Not signed in any more, or too fast: the same attempt goes on later.
    const goes = error instanceof Problem && !error.isOpen && ![401, 429].includes(error.status);
    if (goes) sessionStorage.removeItem(attemptSlot);
    throw error;
  }
}
