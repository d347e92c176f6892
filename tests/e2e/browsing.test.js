import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { stage } from './stage.js';

let shop;
let browser;
let visitor;
stage(async (it) => {
  ({ shop, browser } = it);
  visitor = await act.customer(browser, shop);
});

const prices = async (page) =>
  (await page.locator('.card .price').allInnerTexts()).map((text) =>
    Number(text.replace(/[£,]/g, '')),
  );

test('suggestions come while one types, with the matches marked, by keyboard alone', async () => {
  const { page } = visitor;
  await page.goto('/');
  const field = page.getByRole('combobox', { name: 'Search the shop' });
  await field.pressSequentially('lam');
  const first = page.getByRole('option').first();
  await first.waitFor();
  assert.deepEqual(
    new Set(
      (await page.locator('.suggestion mark').allInnerTexts()).map((text) => text.toLowerCase()),
    ),
    new Set(['lam']),
  );
  const name = await first.locator('.suggestion-name').innerText();
  await field.press('ArrowDown');
  assert.equal(await first.getAttribute('aria-selected'), 'true');
  assert.equal(await field.getAttribute('aria-activedescendant'), await first.getAttribute('id'));
  await field.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();

  await field.fill('lamp');
  await page.getByRole('option').first().waitFor();
  await field.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'hidden' });
  await field.press('ArrowDown'); // they come again
  await page.getByRole('option').first().waitFor();
  await field.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'hidden' });
  await field.press('Enter');
  await page.getByRole('heading', { level: 1, name: '“lamp”' }).waitFor();
  assert.match(page.url(), /\?q=lamp$/);
});

test('category, order and stock stand in the address, which brings them back', async () => {
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('link', { name: 'Lighting', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Lighting' }).waitFor();
  await page.getByLabel('Sort by').selectOption('price');
  await page.waitForURL(/category=Lighting&sort=price/);
  await page.locator('.card').nth(11).waitFor();
  const rising = await prices(page);
  assert.deepEqual(
    rising,
    [...rising].sort((a, b) => a - b),
  );
  assert.equal(rising.length, 12);

  await page.getByLabel('In stock only').check();
  await page.waitForURL(/stock=1/);
  await page.waitForFunction(() => document.querySelectorAll('.card').length === 11);
  assert.equal(await page.getByText('Sold out').count(), 0);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('.card').length === 11);
  assert.deepEqual(
    await prices(page),
    rising.filter((price) => price !== 22.5),
  ); // the storm lamp
});

test('more of a long list comes when asked for, and nothing twice', async () => {
  const { page } = visitor;
  await page.goto('/');
  await page.locator('.card').nth(23).waitFor();
  for (const shown of [48, 72, 96, 100]) {
    await page.getByRole('button', { name: 'Show more' }).dblclick();
    await page.waitForFunction((n) => document.querySelectorAll('.card').length === n, shown);
  }
  const names = await page.locator('.card-name').allInnerTexts();
  assert.equal(new Set(names).size, 100);
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
});

test('a product has the same picture wherever it is shown', async () => {
  const { page } = visitor;
  const picture = (scope) => scope.locator('svg.picture').first().innerHTML();
  await page.goto('/?q=kite');
  const card = page.locator('.card').filter({ hasText: 'Kite, swallow' });
  await card.locator('[data-motif]:not(:empty)').waitFor();
  const inList = await picture(card);
  await card.click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  assert.equal(await picture(page.locator('.product')), inList);
  assert.equal(await picture(page.getByRole('dialog')), inList);
});

test('a quantity shows at once, and goes back when the shop refuses it', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Olive wood spoon');
  const dialog = page.getByRole('dialog', { name: 'Your cart' });
  const quantity = dialog.getByRole('textbox', { name: /^Quantity of/ });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/api/v1/cart/items/*', async (route) => {
    await held;
    await route.fulfill({ status: 503, json: { code: 'overloaded', detail: 'Too much to do.' } });
  });
  await dialog.getByRole('button', { name: 'One more' }).click();
  await dialog.getByText('£17.50').first().waitFor(); // before any answer
  assert.equal(await quantity.inputValue(), '2');

  release();
  await page.getByText('not changed').waitFor();
  await page.waitForFunction(() =>
    document.querySelector('.drawer .total')?.textContent.includes('8.75'),
  );
  assert.equal(await quantity.inputValue(), '1');
  await context.close();
});

test('a quantity that is no whole number is not taken', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Kite, swallow');
  const quantity = page.getByRole('dialog').getByRole('textbox', { name: /^Quantity of/ });
  await quantity.fill('3');
  await quantity.press('Enter');
  await page.getByRole('button', { name: 'Cart 3 pieces', includeHidden: true }).waitFor();
  for (const typed of ['1.5', '-2', 'many', '']) {
    await quantity.fill(typed);
    await quantity.press('Enter');
    assert.equal(await quantity.inputValue(), '3', typed);
  }
  await page.getByRole('button', { name: 'Cart 3 pieces', includeHidden: true }).waitFor();
  await context.close();
});

test('of what is not sold any more no stock is shown', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.route(/\/api\/v1\/products\/[\w-]+$/, async (route) => {
    const response = await route.fetch();
    return route.fulfill({ json: { ...(await response.json()), active: false } });
  });
  const [{ id }] = (await shop.ask('GET', '/products?q=kite')).items;
  await page.goto(`/products/${id}`);
  await page.getByText('This is not sold any more.').waitFor();
  assert.equal(await page.getByText(/in stock|left/).count(), 0);
  await context.close();
});

test('clicks in a row end at what was clicked last', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Marbles, bag of twenty-one');
  const more = page.getByRole('dialog').getByRole('button', { name: 'One more' });
  for (let i = 0; i < 9; ++i) await more.click();
  await page.getByRole('dialog').getByText('£54.00').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.getByRole('button', { name: 'Cart 10 pieces' }).waitFor();
  await context.close();
});

test('when the shop is out of reach the page says so, and trying again helps', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.route('**/api/v1/products?*', (route) => route.abort());
  await page.goto('/?category=Toys');
  const trouble = page.getByRole('alert');
  await trouble.getByText('The goods could not be shown.').waitFor();
  await trouble.getByText('your cart is as it was').waitFor();
  await page.unroute('**/api/v1/products?*');
  await trouble.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.card').first().waitFor();
  await context.close();
});

test('what is not there is said to be not there', async () => {
  const { page } = visitor;
  for (const [path, says] of [
    ['/nowhere', 'There is no such page'],
    ['/products/0190a000-0000-7000-8000-000000000001', 'This is not in the shop'],
    ['/products/nonsense', 'This is not in the shop'],
    ['/?q=xyzzy', '“xyzzy”'],
  ]) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: says }).waitFor();
  }
  await page.getByText('Nothing here is called').waitFor();
});

test('no page complained of anything', () => {
  assert.deepEqual(visitor.faults, []);
});
