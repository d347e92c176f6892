import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

const cartButton = (page, pieces) => page.getByRole('button', { name: `Cart ${pieces} pieces` });

async function tokensOf(email) {
  return shop.ask('POST', '/auth/login', { email, password: act.password });
}

test('two tabs show one cart and one customer', async () => {
  const { page, context } = await act.customer(browser, shop);
  const other = await context.newPage();
  await page.goto('/');
  await other.goto('/');
  await act.putIntoCart(page, 'Brass desk lamp');
  await cartButton(other, 1).waitFor();
  await act.toCheckout(page);
  await act.registerHere(page, act.newAddress());
  await other.getByRole('button', { name: 'Sign out' }).waitFor();
  await cartButton(other, 1).waitFor();

  await other.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  await cartButton(page, 0).waitFor();
  await context.close();
});

test('a reload keeps somebody signed in, as many tabs as reload at once', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/register');
  await act.registerHere(page, act.newAddress());
  const tabs = [page, await context.newPage(), await context.newPage()];
  for (let round = 0; round < 3; ++round) {
    await Promise.all(tabs.map((tab) => tab.goto('/orders')));
    for (const tab of tabs) await tab.getByText('You have not ordered anything yet.').waitFor();
  }
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  assert.doesNotMatch(kept, /ey[JK]\w+\.\w+|refresh/); // neither kind of token
  const cookies = await context.cookies(`${shop.url}/api/v1/auth/refresh`);
  const [cookie] = cookies.filter(({ name }) => name === 'cleave_refresh');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  await context.close();
});

test('one cart ordered in two tabs is bought once, and the second tab says so', async () => {
  const { page, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  const other = await context.newPage();
  await other.goto('/checkout');
  await other.getByRole('button', { name: 'Sign out' }).waitFor();
  await act.fillAddress(other);
  // The second tab is not told of what the first one does.
  await other.evaluate(() =>
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' }),
  );
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await act.orderButton(other).click();
  await other
    .getByRole('alert')
    .or(other.getByText('There is nothing to buy yet.'))
    .first()
    .waitFor();

  const tokens = await tokensOf(email);
  assert.equal((await shop.ask('GET', '/orders', null, tokens.access_token)).items.length, 1);
  await context.close();
});

test('a session that ends in the middle of the checkout costs a password only', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  await page.getByLabel('Flat, floor or building (optional)').fill('Flat 3');
  const { access_token } = await tokensOf(email);
  await shop.ask('DELETE', '/me/sessions', null, access_token); // all others, from elsewhere
  // Its tokens stop within two seconds; the page notices with whatever it asks next.
  await until(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    return page.getByRole('alert').filter({ hasText: 'You were signed out' }).isVisible();
  });
  assert.equal(await act.orderButton(page).isDisabled(), true);
  assert.equal(await page.getByLabel('E-mail').inputValue(), email);

  await page.getByLabel('Password').fill(act.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('You were signed out').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Flat, floor or building (optional)').inputValue(), 'Flat 3');
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.getByText('Flat 3').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the back button leads to the same list at the same place', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/?category=Garden&sort=price');
  await page.locator('.card').nth(12).waitFor();
  const card = page.locator('.card a').nth(10);
  await card.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  assert.ok(before > 100);
  const names = await page.locator('.card-name').allInnerTexts();
  await card.click();
  await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  assert.equal(await page.evaluate(() => window.scrollY), 0);

  await page.goBack();
  await page.locator('.card').nth(12).waitFor();
  assert.deepEqual(await page.locator('.card-name').allInnerTexts(), names);
  await page.waitForFunction((y) => Math.abs(window.scrollY - y) < 4, before);
  await page.goForward();
  await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  await context.close();
});

test('going back after an order does not order again', async () => {
  const { page, context } = await act.customer(browser, shop);
  const email = await act.atCheckout(page);
  await act.orderButton(page).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.goBack();
  assert.doesNotMatch(page.url(), /checkout/); // it was replaced
  await page.goto('/checkout');
  await page.getByText('There is nothing to buy yet.').waitFor();

  const { access_token } = await tokensOf(email);
  assert.equal((await shop.ask('GET', '/orders', null, access_token)).items.length, 1);
  await context.close();
});
