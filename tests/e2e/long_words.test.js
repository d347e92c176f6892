// Long names and long words on a telephone: nothing lies on anything, nothing sticks out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { cutOff } from './looking.js';
import * as office from './office.js';
import { admin, until } from './shop.js';
import { stage } from './stage.js';

const narrow = { viewport: { width: 360, height: 760 } };
const name = 'Donaudampfschifffahrtsgesellschaft'.repeat(3);
const street = 'Rindfleischetikettierungsueberwachungsweg'.repeat(3);

let shop;
let browser;
let product;
stage(
  async (it) => {
    ({ shop, browser } = it);
    const { access_token } = await shop.ask('POST', '/auth/login', admin);
    const facts = { sku: 'LONG-1', name, category: 'Paper', description: street, stock: 40 };
    const price = { amount: 450, currency: 'GBP' };
    product = await shop.ask('POST', '/products', { ...facts, price }, access_token);
  },
  {},
  { withAdmin: true },
);

/** What of a page sticks out sideways, once a text is there. */
async function wideOn(page, target, text) {
  await page.goto(target);
  await page.getByText(text).first().waitFor();
  return (await cutOff(page)).map((it) => `${target}: ${it}`);
}

for (const width of [320, 360])
  test(`no first name lies on anything in the head at ${width} px`, async () => {
    const { page, context } = await act.customer(browser, shop, {
      viewport: { width, height: 760 },
    });
    const email = act.newAddress();
    const who = { email, password: act.password, name: 'Marie-Christine Lagrange' };
    await shop.ask('POST', '/auth/register', who);
    await page.goto('/login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(act.password);
    await page.locator('form.form').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const parts = page.locator('.wordmark, .account > *, .cart-button');
    const boxes = await parts.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    assert.equal(boxes.length, 4);
    for (const [i, box] of boxes.entries())
      if (i > 0) assert.ok(box.left >= boxes[i - 1].right, `${box.left} < ${boxes[i - 1].right}`);
    assert.ok(boxes[1].width > 8, 'something of the name is there');
    await context.close();
  });

test('long words break on every page of the shop', async () => {
  const { page, context } = await act.customer(browser, shop, narrow);
  const wide = [
    ...(await wideOn(page, `/?q=${name}`, name)),
    ...(await wideOn(page, `/?q=${'x'.repeat(200)}`, 'Nothing here is called')),
    ...(await wideOn(page, `/products/${product.id}`, street)),
  ];
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('dialog').getByRole('link', { name }).waitFor();
  wide.push(...(await cutOff(page)));
  wide.push(...(await wideOn(page, '/cart', name)));
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await act.registerHere(page, act.newAddress());
  await act.fillAddress(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Street and number').fill(street);
  wide.push(...(await cutOff(page)));
  await act.orderButton(page).click();
  await page.locator('.receipt').getByText(street).waitFor();
  wide.push(...(await cutOff(page)));
  assert.deepEqual(wide, []);
  await page.goto(`/?q=${name}`);
  const card = page.locator('.card').first();
  await until(async () => (await card.boundingBox())?.width < 180); // one of the two columns
  await context.close();
});

test('long words break on the pages of the office', async () => {
  const buyer = await act.customer(browser, shop, narrow);
  await buyer.page.goto(`/products/${product.id}`);
  await buyer.page.getByRole('button', { name: 'Add to cart' }).click();
  await act.toCheckout(buyer.page);
  await act.registerHere(buyer.page, act.newAddress());
  await act.fillAddress(buyer.page);
  await buyer.page.getByLabel('Name', { exact: true }).fill(name);
  await buyer.page.getByLabel('Street and number').fill(street);
  await act.orderButton(buyer.page).click();
  await buyer.page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const [, order] = /orders\/([\w-]+)/.exec(buyer.page.url());
  await buyer.context.close();

  const { page, context } = await act.customer(browser, shop, narrow);
  await office.open(page, 'products');
  assert.deepEqual(
    [
      ...(await wideOn(page, `/admin/products?q=${name}`, name)),
      ...(await wideOn(page, `/admin/products/${product.id}`, 'What it is')),
      ...(await wideOn(page, '/admin/orders', name)),
      ...(await wideOn(page, `/admin/orders/${order}`, street)),
    ],
    [],
  );
  await context.close();
});

for (const target of ['/', '/console'])
  test(`the head of ${target} stands still while the scripts are on their way`, async () => {
    const { page, context } = await act.customer(browser, shop, narrow);
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await page.route(/\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    const boxes = () =>
      page.evaluate(() =>
        ['.top', '.wordmark'].map((one) => {
          const { x, y, width, height } = document.querySelector(one).getBoundingClientRect();
          return [x, y, width, height];
        }),
      );
    await page.goto(target, { waitUntil: 'commit' });
    await page.locator('.wordmark').waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet),
    );
    const before = await boxes();
    letGo();
    await page.getByRole('main').waitFor();
    assert.deepEqual(await boxes(), before);
    await context.close();
  });

test('price and stock of a card begin at the same edge when they need two lines', async () => {
  const { page, context } = await act.customer(browser, shop, narrow);
  await page.goto('/');
  await page.locator('.card').first().waitFor();
  const paddings = await page
    .locator('.card .stock')
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).paddingLeft));
  assert.deepEqual(new Set(paddings), new Set(['0px']));
  await context.close();
});
