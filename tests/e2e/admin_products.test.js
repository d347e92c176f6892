// Two administrators at one product, and files that hold nothing to import.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import * as office from './office.js';
import { until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

const save = (page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const price = (page) => page.getByLabel('Price in GBP');
const description = (page) => page.getByLabel('Description');

/** Two tabs of an administrator with the same product; the second has saved another price. */
async function twoTabs(name) {
  const visitor = await act.customer(browser, shop);
  const { page, context } = visitor;
  await office.open(page);
  await office.toProduct(page, name);
  const other = await context.newPage();
  await other.goto(page.url());
  await price(other).fill('50.00');
  await save(other);
  await other.getByText('The product is saved.').waitFor();
  const id = page.url().split('/').at(-1);
  return { ...visitor, id };
}

test('what another administrator changed meanwhile is not undone by saving', async () => {
  const { page, faults, context, id } = await twoTabs('Candle snuffer');
  await description(page).fill('Puts them out.');
  await save(page);
  const alert = page.getByRole('alert').filter({ hasText: 'Somebody else changed' });
  await alert.getByText('Price: “50.00”').waitFor();
  assert.equal(await alert.getByRole('listitem').count(), 1);
  assert.equal((await shop.ask('GET', `/products/${id}`)).price.amount, 5000);
  assert.equal(await description(page).inputValue(), 'Puts them out.');

  await page.getByRole('button', { name: 'Take theirs into the form' }).click();
  assert.equal(await price(page).inputValue(), '50.00');
  await save(page);
  await page.getByText('The product is saved.').waitFor();
  const kept = await shop.ask('GET', `/products/${id}`);
  assert.deepEqual([kept.price.amount, kept.description], [5000, 'Puts them out.']);

  await price(page).fill('51'); // one's own change is nobody else's
  const put = page.waitForResponse((it) => it.request().method() === 'PUT' && it.ok());
  await save(page);
  await put;
  assert.equal(await alert.count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('whoever wants his own all the same saves it knowingly', async () => {
  const { page, context, id } = await twoTabs('Kite, swallow');
  await price(page).fill('19.50');
  await save(page);
  await page.getByText('Price: “50.00”').waitFor();
  await page.getByRole('button', { name: 'Save mine anyway' }).click();
  await page.getByText('The product is saved.').waitFor();
  await until(async () => (await shop.ask('GET', `/products/${id}`)).price?.amount === 1950);
  await context.close();
});

test('a file that holds nothing to import says why, and offers no import', async () => {
  const { page, context } = await act.customer(browser, shop);
  await office.open(page, 'products/import');
  const field = page.getByLabel('File');
  const give = (text) => field.setInputFiles(office.file('goods.csv', 'text/csv', text));
  const row = 'CR-1,Jug,,Kitchen,9.90,GBP,7';
  await give(office.csv(row, row).replaceAll('\n', '\r'));
  await page.getByText('Its lines end with a carriage return (CR) alone').waitFor();
  await give(office.csv());
  await page.getByText('the file has no line').waitFor();
  await give(office.csv(row.replace(',,', ',\r,')));
  await page.getByText('A line end in it is a carriage return (CR) alone').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Import/ }).count(), 0);
  await context.close();
});
