// The cart's drawer: what it says when the shop is out of reach, and of what there is too little.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

const drawerOf = (page) => page.getByRole('dialog', { name: 'Your cart' });

/** Whether the middle of it is the uppermost thing there, so that it can be read. */
const isOnTop = (locator) =>
  locator.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return element === hit || element.contains(hit);
  });

test('what could not be put into the cart is said in the drawer that opened for it', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.find(page, 'Candle snuffer');
  await page.locator('.product').waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  const alert = drawerOf(page).getByRole('alert').filter({ hasText: 'Candle snuffer' });
  await alert.getByText('was not put into the cart').waitFor();
  await alert.getByText('could not be reached').waitFor();
  assert.equal(await isOnTop(alert), true);
  await drawerOf(page).getByText('Your cart is empty.').waitFor();

  await context.setOffline(false);
  await drawerOf(page).getByRole('button', { name: 'Close the cart' }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await drawerOf(page).getByRole('link', { name: 'Candle snuffer' }).waitFor();
  assert.equal(await drawerOf(page).getByRole('alert').count(), 0);
  await context.close();
});

test('a quantity that goes back says why, however long the cart', async () => {
  const { page, context } = await act.customer(browser, shop, {
    viewport: { width: 360, height: 560 },
  });
  await page.goto('/');
  const names = ['Stoneware mug', 'Kite, swallow', 'Dominoes', 'Olive wood spoon', 'Garden twine'];
  for (const name of names) {
    await act.putIntoCart(page, name);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Cart 5 pieces' }).click();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await drawerOf(page).getByRole('button', { name: 'One more' }).last().click(); // scrolls there
  const alert = drawerOf(page).getByRole('alert');
  await alert.getByText('was not changed').waitFor();
  assert.equal(await isOnTop(alert), true, 'in view, although it stands above the lines');
  assert.equal(await drawerOf(page).getByRole('textbox').last().inputValue(), '1');
  await context.close();
});

test('a cart that was never heard of is not called empty', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Kite, swallow');
  await page.waitForLoadState('networkidle');
  await page.route('**/api/v1/cart*', (route) => route.abort());
  await page.route('**/api/v1/cart/**', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await drawerOf(page).getByRole('alert').getByText('was not put into the cart').waitFor();
  await drawerOf(page).getByText('The cart could not be shown.').waitFor();
  assert.equal(await drawerOf(page).getByText('Your cart is empty.').count(), 0);
  await context.close();
});

test('no more is taken than is left, and the line says how much that is', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Seagrass laundry basket'); // two are left
  const quantity = drawerOf(page).getByRole('textbox', { name: /^Quantity of/ });
  assert.equal(await drawerOf(page).getByText('Only 2 left').count(), 0); // one is wanted
  await quantity.fill('999');
  await quantity.press('Enter');
  await drawerOf(page).getByText('Only 2 left').waitFor();
  assert.equal(await quantity.inputValue(), '2');
  await drawerOf(page).getByText('£94.00').first().waitFor();
  assert.equal(await drawerOf(page).getByRole('button', { name: 'One more' }).isDisabled(), true);
  await page.keyboard.press('Escape');
  await page.getByText('All 2 that are left are in your cart.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add to cart' }).count(), 0);
  await context.close();
});

test('of what is in the cart already, the line says when there is less of it', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await act.putIntoCart(page, 'Seagrass laundry basket');
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    const product = location.pathname.split('/').at(-1);
    const token = localStorage.getItem('cleave.cart_token');
    await fetch(`/api/v1/cart/items/${product}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'Cart-Token': token },
      body: JSON.stringify({ quantity: 999 }), // more than there is, as from before
    });
  });
  await page.goto('/cart');
  const line = page.locator('main .line');
  await line.getByText('Only 2 left').waitFor();
  assert.equal(await line.getByRole('textbox').inputValue(), '999');
  await line.getByRole('button', { name: 'One less' }).click();
  await until(async () => (await line.getByRole('textbox').inputValue()) === '2');
  await context.close();
});
