// Buys something, as whoever is signed in: what the console watches.
import { call, get } from '../shared/api.js';
import { Problem, toProblem } from '../shared/http.js';

/** @import { Order, Page, Product } from '../shared/types.js' */
/** @import { TraceRow } from './types.js' */

const address = {
  name: 'Console',
  line1: '1 Analytical Way',
  city: 'York',
  postal_code: 'YO1 7HH',
  country: 'GB',
};
const traceTries = 20;
const traceEveryMs = 150;

/** @type {Product[]} */
let goods = [];

async function somethingInStock() {
  const left = () => goods.filter(({ stock }) => stock > 0);
  if (left().length === 0) {
    const page = /** @type {Page<Product>} */ (await get('/api/v1/products', { limit: 50 }));
    goods = page.items;
  }
  const all = left();
  if (all.length === 0)
    throw new Problem({ status: 0, code: 'sold_out', detail: 'No product is in stock.' });
  return all[Math.floor(Math.random() * all.length)];
}

/**
 * @typedef {object} Bought
 * @property {'confirmed' | 'open' | 'refused' | 'failed'} outcome open: it will be known later
 * @property {string} words
 * @property {number} tookMs of the checkout, as this page saw it
 * @property {string | null} orderId
 */

/**
 * One piece of something, by a card that is never declined.
 * @returns {Promise<Bought>}
 */
export async function buySomething() {
  let began = performance.now();
  const took = () => performance.now() - began;
  try {
    const { id } = await somethingInStock();
    await call('POST', '/api/v1/cart/items', { body: { product_id: id, quantity: 1 } });
    began = performance.now();
    const order = /** @type {Order} */ (
      await call('POST', '/api/v1/orders', {
        body: { payment_method: 'pm_card_visa', shipping_address: address },
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      })
    );
    const done = order.status === 'confirmed';
    return {
      outcome: done ? 'confirmed' : 'open',
      words: done ? 'confirmed' : `${order.status}: the shop works on it`,
      tookMs: took(),
      orderId: order.id,
    };
  } catch (error) {
    const problem = toProblem(error);
    return {
      outcome: problem.isOpen ? 'failed' : 'refused',
      words: `${problem.code}: ${problem.detail}`,
      tookMs: took(),
      orderId: problem.orderId,
    };
  }
}

/**
 * The trace of an order's checkout, once it is there. A span is known when it has ended, so that is
 * a moment after the answer.
 * @param {string} orderId
 * @returns {Promise<string>} its id
 */
export async function traceOf(orderId) {
  for (let i = 0; i < traceTries; ++i) {
    const list = await get('/api/v1/admin/traces', { subject: orderId, limit: 20 });
    const found = /** @type {TraceRow[]} */ (list.items).find(
      ({ name }) => name === 'POST /api/v1/orders',
    );
    if (found) return found.trace_id;
    await new Promise((resolve) => setTimeout(resolve, traceEveryMs));
  }
  throw new Problem({
    status: 404,
    code: 'no_trace',
    detail: 'No trace of this order was kept. Is trace.checkouts on, and trace.keep more than 0?',
  });
}
