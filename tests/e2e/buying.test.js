import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { admin, openShop, until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

/** The orders of a customer, as the shop knows them. */
async function ordersOf(email) {
  const tokens = await shop.ask('POST', '/auth/login', { email, password: act.password });
  return (await shop.ask('GET', '/orders', null, tokens.access_token)).items;
}

test('a guest fills a cart, registers at the checkout and buys it', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'White metal lantern');
  await page.getByRole('dialog').getByRole('button', { name: 'One more' }).click();
  await act.toCheckout(page);
  const email = act.newAddress();
  await act.registerHere(page, email);
  await page.getByLabel('What you buy').getByText('2 × White metal lantern').waitFor();
  await act.fillAddress(page);
  await act.orderButton(page).click();

  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.getByText('Confirmed', { exact: true }).first().waitFor();
  assert.equal((await page.getByRole('main').innerText()).match(/thank you/gi).length, 1);
  await page.locator('.receipt').getByText('Paid by card').waitFor();
  assert.match(await page.locator('.receipt .total').innerText(), /£29\.00/);
  assert.match(await page.getByRole('button', { name: /^Cart/ }).innerText(), /0/);
  assert.equal((await ordersOf(email)).length, 1);
  assert.match(await shop.mail(email, 'is confirmed'), /White metal lantern/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a declined card is said, the cart is kept, and another card buys it', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  await act.choose(page, 'pm_card_visa_chargeDeclined');
  await act.orderButton(page).click();
  const refused = page.getByRole('alert').filter({ hasText: 'Your card was declined.' });
  await refused.getByText('You were not charged').waitFor();
  assert.match(await page.getByLabel('What you buy').innerText(), /1 × Stoneware mug/);

  await act.choose(page, 'pm_card_mastercard');
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();

  const statuses = (await ordersOf(email)).map((order) => order.status);
  assert.deepEqual(statuses.sort(), ['confirmed', 'failed']);
  assert.deepEqual(faults, []);
  await context.close();
});

test('clicking order twice, fast, orders once', async () => {
  const { page, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  await act.choose(page, 'pm_sandbox_slow');
  const keys = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/orders'))
      keys.push(request.headers()['idempotency-key']);
  });
  await act.orderButton(page).dblclick();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();

  assert.equal(new Set(keys).size, 1);
  assert.equal((await ordersOf(email)).length, 1);
  await context.close();
});

test('an answer that never came is asked for again under the same key', async () => {
  const { page, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  const keys = [];
  await page.route('**/api/v1/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the shop has it
    return route.abort(); // the customer never hears of it
  });
  await act.orderButton(page).click();
  await page.getByRole('alert').filter({ hasText: 'charges once' }).waitFor();
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();

  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal((await ordersOf(email)).length, 1);
  await context.close();
});

test('an order whose payment takes long turns confirmed before one’s eyes', async () => {
  const hasty = await openShop({ CLEAVE_GATEWAY_REQUEST_TIMEOUT: '1 s' }); // the bank takes two
  try {
    const { page, context } = await act.customer(browser, hasty);
    await act.atCheckout(page);
    await act.choose(page, 'pm_sandbox_slow');
    const placed = page.waitForResponse((it) => it.request().method() === 'POST');
    const stream = page.waitForResponse((it) => it.url().endsWith('/stream'));
    await act.orderButton(page).click();

    assert.equal((await placed).status(), 202);
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    assert.equal((await stream).headers()['content-type'], 'text/event-stream');
    await page.locator('.status.good').waitFor(); // without a reload
    assert.match(await page.locator('.status').innerText(), /Confirmed/);
    await context.close();
  } finally {
    await hasty.close();
  }
});

test('an order page resumes its stream of changes where it broke off', async () => {
  const { page, context } = await act.customer(browser, shop);
  await act.atCheckout(page);
  const asked = [];
  await page.route('**/api/v1/orders/*/stream', (route) => {
    asked.push(route.request().headers());
    return route.fulfill({
      contentType: 'text/event-stream',
      body: `retry: 1000\n\nid: ${asked.length}\nevent: status\ndata: {"status":"reserved"}\n\n`,
    });
  });
  // The order stays on its way until the page has come back to the stream.
  await page.route(/\/api\/v1\/orders\/[\w-]+$/, async (route) => {
    const response = await route.fetch();
    const order = await response.json();
    return route.fulfill({ json: asked.length < 3 ? { ...order, status: 'reserved' } : order });
  });
  await act.choose(page, 'pm_sandbox_lost');
  await act.orderButton(page).click();
  await page.getByText('Set aside', { exact: true }).first().waitFor();
  await page.locator('.status.good').waitFor();

  assert.match(asked[0].authorization, /^Bearer /);
  assert.equal(asked[0]['last-event-id'], undefined);
  assert.deepEqual(
    asked.slice(1, 3).map((headers) => headers['last-event-id']),
    ['1', '2'],
  );
  await context.close();
});

test('what is sold out meanwhile is named, and nothing is taken', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Seagrass laundry basket'); // two are left
  const quantity = page.getByRole('dialog').getByRole('textbox', { name: /^Quantity of/ });
  await quantity.fill('2');
  await quantity.press('Enter');
  await page.getByRole('dialog').getByText('£94.00').first().waitFor();
  await act.toCheckout(page);
  const other = await act.customer(browser, shop);
  await act.atCheckout(other.page, 'Seagrass laundry basket');
  await act.orderButton(other.page).click();
  await other.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await other.context.close();
  const email = act.newAddress();
  await act.registerHere(page, email);
  await act.fillAddress(page);
  await act.orderButton(page).click();

  const refused = page.getByRole('alert').filter({ hasText: 'not there any more' });
  await refused.getByText('2 wanted, 1 left').waitFor();
  await context.close();
});

test('a price that changed meanwhile is shown before anything is bought at it', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page, 'Brass desk lamp');
  const before = await act.orderButton(page).innerText();
  const { access_token } = await shop.ask('POST', '/auth/login', admin);
  const { items } = await shop.ask('GET', '/products?q=Brass+desk+lamp');
  const { id, name, description, category, active } = items[0];
  const price = { amount: 99900, currency: 'GBP' };
  const dearer = { name, description, category, active, price };
  const stored = await shop.ask('PUT', `/products/${id}`, dearer, access_token);
  assert.equal(stored.price?.amount, 99900, JSON.stringify(stored));

  await act.orderButton(page).click();
  const alert = page.getByRole('alert').filter({ hasText: 'A price has changed meanwhile.' });
  await alert.getByText('You were not charged').waitFor();
  await page.getByRole('button', { name: 'Order for £999.00' }).waitFor();
  assert.notEqual(before, 'Order for £999.00');
  assert.equal((await ordersOf(email)).length, 0);

  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  assert.match(await page.locator('.receipt .total').innerText(), /£999\.00/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a confirmed order is cancelled once asked and sure', async () => {
  const { page, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  await act.orderButton(page).click();
  await page.getByRole('button', { name: 'Cancel this order' }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  assert.equal((await ordersOf(email))[0].status, 'confirmed');

  await page.getByRole('button', { name: 'Cancel this order' }).click();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await page.getByText('Your money went back').waitFor();
  await page.getByRole('link', { name: 'All your orders' }).click();
  await page.locator('.orders').getByText('Cancelled').waitFor();
  await until(async () => (await ordersOf(email))[0].status === 'cancelled');
  await context.close();
});

test('what is wrong with an address is said at its field', async () => {
  const { page, context } = await act.customer(browser, shop);
  await act.atCheckout(page);
  await page.getByLabel('Town').fill('   ');
  await act.orderButton(page).click();

  await page.getByRole('alert').filter({ hasText: 'second look' }).waitFor();
  const town = page.getByLabel('Town');
  assert.equal(await town.getAttribute('aria-invalid'), 'true');
  await context.close();
});
