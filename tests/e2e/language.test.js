// The pages are English in every browser: dates, prices and countries, too. What is typed may
// follow the habits of whoever types it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import * as office from './office.js';
import { admin } from './shop.js';
import { stage } from './stage.js';

const name = 'Kite, swallow';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

/** What the shop takes for it now, in pence. */
const pence = async () =>
  (await shop.ask('GET', `/products?q=${encodeURIComponent(name)}`)).items[0].price.amount;

test('a German browser shows an English shop', async () => {
  const { page, context } = await act.customer(browser, shop, { locale: 'de-DE' });
  await act.atCheckout(page, name);
  const country = page.getByLabel('Country');
  assert.equal(await country.inputValue(), 'DE'); // where the browser is at home
  assert.equal(await country.locator('option:checked').innerText(), 'Germany');
  await act.orderButton(page).click();
  await page.locator('.status.good').waitFor();
  const receipt = await page.locator('.receipt').innerText();
  assert.match(receipt, /£\d+\.\d\d/);
  assert.match(receipt, /Germany/);
  const months = new Intl.DateTimeFormat('en-GB', { month: 'long' });
  assert.ok(receipt.includes(`${new Date().getDate()} ${months.format(new Date())}`), receipt);
  await context.close();
});

test('an American browser keeps the American way of writing a date', async () => {
  const { page, context } = await act.customer(browser, shop, { locale: 'en-US' });
  await act.atCheckout(page, name);
  await act.orderButton(page).click();
  await page.locator('.status.good').waitFor();
  const months = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric' });
  const receipt = await page.locator('.receipt').innerText();
  assert.ok(receipt.includes(`${months.format(new Date())}, `), receipt);
  await context.close();
});

test('a price is typed with the point of the page or the comma of one’s language', async () => {
  const { page, context } = await act.customer(browser, shop, { locale: 'de-DE' });
  await office.open(page);
  await office.toProduct(page, name);
  const price = page.getByLabel('Price in GBP');
  const save = page.getByRole('button', { name: 'Save' });
  for (const [typed, amount] of [
    ['96,50', 9650],
    ['1.200', null],
    ['97.5', 9750],
    ['1,200', null],
    ['98', 9800],
    ['1.234,50', null],
    ['99,', 9900],
  ]) {
    await price.fill(typed);
    const answer = amount && page.waitForResponse((it) => it.request().method() === 'PUT');
    await save.click();
    if (!answer) await page.getByText('Write it like 14.50').waitFor();
    else {
      assert.equal((await answer).request().postDataJSON().price.amount, amount, typed);
      await page.getByText('Write it like 14.50').waitFor({ state: 'detached' });
      assert.equal(await pence(), amount, typed);
    }
  }
  await context.close();
});

test('money goes back by an amount with a comma', async () => {
  const buyer = await act.customer(browser, shop);
  await act.atCheckout(buyer.page, 'Candle snuffer');
  await act.orderButton(buyer.page).click();
  await buyer.page.locator('.status.good').waitFor();
  const id = new URL(buyer.page.url()).pathname.split('/').at(-1);
  await buyer.context.close();

  const { page, context } = await act.customer(browser, shop, { locale: 'de-DE' });
  await page.goto(`/admin/orders/${id}`);
  await office.signIn(page, admin);
  await page.getByRole('button', { name: 'Give money back' }).click();
  await page.getByLabel('Amount in GBP').fill('1,25');
  await page.getByRole('button', { name: 'Give back' }).click();
  await page.getByText('£1.25 went back.').waitFor();
  await context.close();
});
