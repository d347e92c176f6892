// An order after it was bought: cancelling that is refused, and what other tabs do with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

/** A customer who looks at the order that he has just paid with that card. */
async function afterBuying(card = 'pm_card_visa') {
  const visitor = await act.customer(browser, shop);
  const { page } = visitor;
  await act.atCheckout(page);
  await act.choose(page, card);
  await act.orderButton(page).click();
  await page.locator('.status.good').waitFor();
  return visitor;
}

async function cancel(page) {
  await page.getByRole('button', { name: 'Cancel this order' }).click();
  await page.getByRole('button', { name: 'Cancel it' }).click();
}

test('a bank that gives nothing back lets the order stand, and the page says so', async () => {
  const { page, faults, context } = await afterBuying('pm_sandbox_held');
  await cancel(page);
  const alert = page.getByRole('dialog').getByRole('alert');
  await alert.getByText('The bank does not give the money back now').waitFor();
  const said = await alert.innerText();
  assert.match(said, /the order stands/);
  assert.match(said, /Try again later/);
  assert.doesNotMatch(said, /yet|cannot/);
  assert.match(await page.locator('.status').innerText(), /Confirmed/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a cancellation that is not answered can be asked for again', async () => {
  const { page, context } = await afterBuying();
  await page.route('**/cancel', (route) => route.abort());
  await cancel(page);
  const alert = page.getByRole('dialog').getByRole('alert');
  await alert.getByText('It is not known whether the order is cancelled.').waitFor();
  await page.unroute('**/cancel');
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await page.getByText('Your money went back').waitFor();
  await context.close();
});

test('an order that was cancelled in another tab is seen so when one comes back', async () => {
  const { page, context } = await afterBuying();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator('.status.good').waitFor();
  await cancel(other);
  await other.getByText('Your money went back').waitFor();
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus'))); // both are in front here
  await page.getByText('Your money went back').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Cancel this order' }).count(), 0);
  await context.close();
});

test('what was cancelled elsewhere is seen when cancelling it here fails', async () => {
  const { page, context } = await afterBuying();
  const other = await context.newPage();
  await other.goto(page.url());
  await page.route('**/cancel', (route) => route.abort());
  await cancel(other);
  await other.getByText('Your money went back').waitFor();
  await cancel(page);
  await page.getByText('Your money went back').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await context.close();
});
