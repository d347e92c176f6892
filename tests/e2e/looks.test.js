// Each page in both themes and both widths: nothing that keeps people out (axe-core), nothing cut
// off, and a picture of it in build/e2e for whoever wants to see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    test(`every page is fit for everybody at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page, context, faults } = await act.customer(browser, shop, {
        viewport,
        colorScheme,
        ...lookedAt,
      });
      await page.addInitScript(axe);
      const { wrong, look } = looker(page, `${viewport.width}-${colorScheme}`);

      await page.goto('/');
      await page.locator('.card').first().waitFor();
      await look('goods');
      await page.getByLabel('Search the shop').fill('lam');
      await page.getByRole('option').first().waitFor();
      await look('suggestions');
      await page.goto('/?q=xyzzy');
      await page.getByText('Nothing here is called').waitFor();
      await look('nothing-found');
      await page.goto('/cart');
      await page.getByText('Your cart is empty.').waitFor();
      await look('cart-empty');
      await act.find(page, 'Ceramic bedside lamp, moss');
      await look('product');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('dialog').getByRole('link', { name: 'Go to checkout' }).waitFor();
      await look('drawer');
      await page.route('**/api/v1/cart/items/*', (route) => route.abort());
      await page.getByRole('dialog').getByRole('button', { name: 'One more' }).click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
      await look('drawer-refused');
      await page.unroute('**/api/v1/cart/items/*');
      await page.goto('/cart');
      const quantity = page.locator('main .line').getByRole('textbox');
      await page.waitForLoadState('networkidle'); // how much is left is known
      await quantity.fill('9999');
      await quantity.press('Enter');
      await page.getByText(/^Only \d+ left$/).waitFor();
      await look('cart');
      await quantity.fill('1');
      await quantity.press('Enter');
      await page.goto('/checkout');
      await page.getByLabel('Your name').waitFor();
      await look('checkout-guest');
      await act.registerHere(page, act.newAddress());
      await act.fillAddress(page);
      await act.choose(page, 'pm_card_visa_chargeDeclined');
      await act.orderButton(page).click();
      await page.getByText('Your card was declined.').waitFor();
      await look('checkout-declined');
      await act.choose(page, 'pm_card_visa');
      await act.orderButton(page).click();
      await page.locator('.status.good').waitFor();
      await look('order');
      await page.getByRole('button', { name: 'Cancel this order' }).click();
      await look('cancel');
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.goto('/orders');
      await page.locator('.orders li').first().waitFor();
      await look('orders');
      await page.getByRole('button', { name: 'Sign out' }).click();
      for (const [name, says] of [
        ['login', 'Sign in'],
        ['register', 'Create an account'],
        ['forgot', 'Forgot your password?'],
        ['reset#token=t', 'Set a new password'],
        ['verify', 'Your address'],
        ['nowhere', 'There is no such page'],
      ]) {
        await page.goto(`/${name}`);
        await page.getByRole('heading', { level: 1, name: says }).waitFor();
        await look(name.replace(/#.*/, ''));
      }
      await page.route('**/api/v1/products?*', (route) => route.abort());
      await page.goto('/');
      await page.getByRole('alert').waitFor();
      await look('out-of-reach');

      assert.deepEqual(wrong, []);
      assert.deepEqual(faults, []);
      await context.close();
    });

test('a purchase takes a keyboard and nothing else', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await page.locator('.card').first().waitFor();
  const press = (key) => page.keyboard.press(key);
  const focused = () =>
    page.evaluate(() => {
      const { tagName, name, innerText, type, value } = document.activeElement;
      return `${tagName} ${name || type || ''} ${(innerText || value || '').trim()}`;
    });
  /** Tabs on until what has the focus looks so. */
  const tabTo = async (pattern) => {
    for (let i = 0; i < 80; ++i) {
      if (pattern.test(await focused())) return;
      await press('Tab');
    }
    assert.fail(`never came to ${pattern}; last: ${await focused()}`);
  };

  await press('Tab');
  assert.match(await focused(), /To the content/);
  await tabTo(/^INPUT q/);
  await page.keyboard.type('snuffer');
  await page.getByRole('option').first().waitFor();
  await press('ArrowDown');
  await press('Enter');
  await page.getByRole('heading', { name: 'Candle snuffer' }).waitFor();
  await tabTo(/Add to cart/);
  await press('Enter');
  await page.getByRole('dialog').getByRole('link', { name: 'Go to checkout' }).waitFor();
  await tabTo(/Go to checkout/);
  await press('Enter');
  await page.getByLabel('Your name').waitFor();
  await tabTo(/^INPUT name/);
  await page.keyboard.type('Grace Hopper\t'.trimEnd());
  await press('Tab');
  await page.keyboard.type(act.newAddress());
  await press('Tab');
  await page.keyboard.type(act.password);
  await press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.waitForFunction(() => document.querySelector('input[name=name]')?.value);
  await tabTo(/^INPUT line1/);
  await page.keyboard.type('1 High Street');
  await tabTo(/^INPUT postal_code/);
  await page.keyboard.type('YO1 1AA');
  await tabTo(/^INPUT city/);
  await page.keyboard.type('York');
  await press('Enter');
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await context.close();
});
