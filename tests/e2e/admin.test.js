// The shop office: what administrators do, and what comes of it in the shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import * as office from './office.js';
import { admin, until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

async function tokenOf(who = admin) {
  const { access_token } = await shop.ask('POST', '/auth/login', who);
  return access_token;
}

/** The products of the shop that a search finds. */
const found = async (q) =>
  (await shop.ask('GET', `/products?q=${encodeURIComponent(q)}`)).items.map(({ name }) => name);

test('the office is for administrators', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  const email = act.newAddress();
  await page.goto('/register');
  await act.registerHere(page, email);
  await page.goto('/admin');
  await page.getByRole('heading', { name: 'This is the shop’s office' }).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();

  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('do not belong together').waitFor();
  await office.signIn(page);
  await page.getByRole('heading', { name: 'Orders' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Orders' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a product is made, found, changed, filled up, and taken off the shelf', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page);
  await page.getByRole('link', { name: 'New product' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Walnut bookend');
  await page.getByLabel('Category').fill('Paper');
  await page.getByLabel('Price in GBP').fill('12,5');
  await page.getByLabel('Description').fill('Holds them up.\nIn pairs.');
  await page.getByLabel('Article').fill('LGT-101');
  await page.getByLabel('Stock', { exact: true }).fill('3');
  const make = page.getByRole('button', { name: 'Put on sale' });
  await make.click();
  await page.getByText('Write it like 14.50').waitFor();
  await page.getByLabel('Price in GBP').fill('12.5');
  await make.click();
  await page.getByText('Another product has this one.').waitFor();
  await page.getByLabel('Article').fill('PAP-999');
  await make.click();
  await page.getByRole('heading', { level: 1, name: 'Walnut bookend' }).waitFor();
  assert.deepEqual(await found('walnut bookend'), ['Walnut bookend']);

  await page.getByLabel('Name', { exact: true }).fill('Oak bookend');
  await page.getByLabel('Price in GBP').fill('14');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Oak bookend' }).waitFor();
  await page.getByLabel('What can still be sold').fill('40');
  await page.getByRole('button', { name: 'Set stock' }).click();
  await page.getByText('The stock is set.').waitFor();
  const [product] = (await shop.ask('GET', '/products?q=oak+bookend')).items;
  assert.equal(product.price.amount, 1400);
  assert.equal(product.stock, 40);
  assert.equal(product.description, 'Holds them up.\nIn pairs.');

  await page.getByLabel('On sale').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await until(async () => (await found('oak bookend')).length === 0);
  await page.getByRole('link', { name: 'Products' }).first().click();
  await page.getByLabel('Show').selectOption('hidden');
  await page.getByRole('link', { name: 'Oak bookend' }).waitFor();
  assert.match(page.url(), /show=hidden/);
  assert.equal(await page.locator('tbody tr').count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('products are looked for by article and by what is nearly gone', async () => {
  const { page, context } = await act.customer(browser, shop);
  await office.open(page);
  await office.search(page, 'LGT-10');
  await page.getByRole('link', { name: 'White metal lantern' }).waitFor();
  await until(async () => (await page.locator('tbody tr').count()) < 10);
  await page.goto('/admin/products?show=low');
  await page.getByRole('link', { name: 'Seagrass laundry basket' }).waitFor(); // two are left
  await page.goto('/admin/products?q=xyzzy');
  await page.getByText('No product is like that.').waitFor();
  await page.getByRole('link', { name: 'Show all' }).click();
  await page.locator('tbody tr').nth(20).waitFor();
  await context.close();
});

test('a file is shown line by line before it is imported, with its bad lines', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page, 'products/import');
  const field = page.getByLabel('File');
  await field.setInputFiles(office.file('wrong.csv', 'text/csv', 'sku,name\nA,B\n'));
  await page
    .getByText('does not name the columns description, category, price, currency, stock.')
    .waitFor();
  await field.setInputFiles(office.file('wrong.csv', 'text/csv', 'sku;name;price\nA;B;1\n'));
  await page.getByText('names none of the columns above. Commas must part them.').waitFor();

  const lines = office.csv(
    'IMP-1,Imported jug,"Holds ""one"" pint,\nor less",Kitchen,9.90,GBP,7',
    'IMP-2,Imported cup,,Kitchen,0,GBP,7',
    'IMP-3,Imported bowl,,Kitchen,4.00,EUR,7',
    'IMP-4,Imported dish,,Kitchen,4.00,GBP',
    'IMP-1,Imported jug again,,Kitchen,1.00,GBP,1',
    `IMP-5,${'very '.repeat(50)}long,,Kitchen,4.00,GBP,7`,
    'IMP-6,Imported plate,,Kitchen,4.00,GBP,many',
    'IMP-7,"Imported tray,,Kitchen,4.00,GBP,1',
    'LGT-101,White metal lantern,Changed,Lighting,15.00,GBP,99',
    'IMP-8,,,Kitchen,4.00,GBP,1',
    'IMP-9,Imported vase,,Kitchen,twelve,GBP,1',
    'IMP-10,Imported vase,,Kitchen,1.005,GBP,1',
    'IMP-11,Imported vase,,Kitchen,,JPY,1',
    'IMP-12,Imported vase,,Kitchen,4.00,pounds,1',
    'IMP-13,Imported vase,,Kitchen,4.00,GBP,20000000000',
  );
  await field.setInputFiles(office.file('goods.csv', 'text/csv', lines));
  const errors = page.getByRole('table', { name: 'Lines with errors' });
  await errors.waitFor();
  const said = (await errors.locator('tbody tr').allInnerTexts()).map((it) =>
    it.replace(/\s+/g, ' '),
  );
  const expected = [
    [4, 'IMP-2 The price is 0; it must be more.'],
    [5, 'IMP-3 The currency must be GBP.'],
    [6, 'IMP-4 The line has 6 fields; the first line has 7.'],
    [7, 'IMP-1 The sku stands in line 2 already.'],
    [8, 'IMP-5 The name is 254 letters long; 200 are the most.'],
    [9, 'IMP-6 “many” is no stock; write a whole number, as in 12.'],
    [10, '– A quote is not closed, or stands in the middle of a field.'],
    [12, 'IMP-8 The name is empty.'],
    [13, 'IMP-9 “twelve” is no price; write 14.50.'],
    [14, 'IMP-10 “1.005” has more decimals than GBP; write 14.50.'],
    [15, 'IMP-11 The price is empty; write 1450.'],
    [16, 'IMP-12 “pounds” is no currency; write three capital letters, as in GBP.'],
    [17, 'IMP-13 The stock is “20000000000”; 1,000,000,000 are the most.'],
  ];
  assert.equal(said.length, expected.length, said.join('\n'));
  for (const [i, [line, sentence]] of expected.entries())
    assert.equal(said[i].trim(), `${line} ${sentence}`);
  const good = page.getByRole('table', { name: 'Lines that can be imported' });
  assert.equal(await good.locator('tbody tr').count(), 2);
  await page.getByText('1 new product, 1 changed, 0 as before').waitFor();
  assert.deepEqual(await found('imported'), []); // nothing is changed yet

  await page.getByRole('button', { name: 'Import 2 lines' }).click();
  await page.getByText('1 product is new, 1 changed, 0 stayed as they were.').waitFor();
  assert.deepEqual(await found('imported'), ['Imported jug']);
  const [lantern] = (await shop.ask('GET', '/products?q=white+metal+lantern')).items;
  assert.equal(lantern.price.amount, 1500);
  assert.notEqual(lantern.stock, 99); // an import sets the stock of new products only
  assert.deepEqual(faults, []);
  await context.close();
});

test('a file of more lines than one request takes is imported in steps', async () => {
  const { page, context } = await act.customer(browser, shop);
  await office.open(page, 'products/import');
  const lines = Array.from({ length: 1001 }, (_, i) => `MANY-${i},Many ${i},,Paper,1.00,GBP,1`);
  const goods = office.file('many.csv', 'text/csv', office.csv(...lines));
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/import')) asked.push(request.postDataJSON().rows.length);
  });
  await page.getByLabel('File').setInputFiles(goods);
  await page.getByText('The first 200 of 1,001 lines.').waitFor();
  await page.getByRole('button', { name: 'Import 1,001 lines' }).click();
  await page.getByText('1,001 products are new, 0 changed, 0 stayed as they were.').waitFor();
  assert.deepEqual(asked, [1000, 1]);

  await page.getByRole('button', { name: 'Another file' }).click();
  await page.getByLabel('File').setInputFiles(goods);
  await page.getByText('0 new products, 0 changed, 1,001 as before').waitFor();
  await context.close();
});

test('an order is found by customer and by number, and money goes back once', async () => {
  const buyer = await act.customer(browser, shop);
  const email = await act.atCheckout(buyer.page); // a mug
  await act.orderButton(buyer.page).click();
  await buyer.page.locator('.status.good').waitFor();
  const id = new URL(buyer.page.url()).pathname.split('/').at(-1);
  await buyer.context.close();

  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page, 'orders');
  await office.search(page, email);
  await page.getByRole('heading', { name: email }).waitFor();
  await page.getByRole('link', { name: id.slice(-6).toUpperCase() }).waitFor();
  await office.search(page, id.slice(-6));
  await page.getByRole('link', { name: id.slice(-6).toUpperCase() }).click();
  await page.getByRole('heading', { name: `Order ${id.slice(-6).toUpperCase()}` }).waitFor();
  await page.getByText(email).waitFor();
  await page.getByText('Stoneware mug, oatmeal').waitFor();

  const keys = [];
  await page.route('**/refund', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the shop has it
    return route.abort(); // the administrator never hears of it
  });
  await page.getByRole('button', { name: 'Give money back' }).click();
  const dialog = page.getByRole('dialog', { name: 'Give money back' });
  await dialog.getByLabel('Amount in GBP').fill('1000');
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await dialog.getByText('Write an amount up to').waitFor();
  await dialog.getByLabel('Amount in GBP').fill('1.50');
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await dialog.getByText('It is not certain that anything went back.').waitFor();
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await page.getByText('£1.50 went back.').waitFor();
  await page.locator('dd').getByText('£1.50').waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);

  await page.getByRole('button', { name: 'Give money back' }).click();
  await dialog.getByRole('button', { name: 'Give back' }).click(); // the rest
  await page.locator('.badge').getByText('Given back').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Give money back' }).count(), 0);
  assert.notEqual(keys[2], keys[0]);
  const payment = await shop.ask('GET', `/admin/orders/${id}/payment`, null, await tokenOf());
  assert.deepEqual(payment.refunded, payment.amount);
  assert.match(await shop.mail(email, '1.50 went back'), /went back to the card/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('an order that failed says why, and has nothing to give back', async () => {
  const buyer = await act.customer(browser, shop);
  const email = await act.atCheckout(buyer.page);
  await act.choose(buyer.page, 'pm_card_visa_chargeDeclined');
  await act.orderButton(buyer.page).click();
  await buyer.page.getByText('Your card was declined.').waitFor();
  await buyer.context.close();

  const { page, context } = await act.customer(browser, shop);
  await office.open(page, 'orders?status=failed');
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByText('The card was declined.').waitFor();
  await page.getByText(email).waitFor();
  await page.locator('.badge').getByText('Declined').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Give money back' }).count(), 0);
  await context.close();
});

test('customers are found with their orders and mail, whose secrets stay secret', async () => {
  const email = act.newAddress();
  await shop.ask('POST', '/auth/register', { email, name: 'Ada King', password: act.password });
  await shop.ask('POST', '/auth/password/forgot', { email });
  const token = /token=([\w-]+)/.exec(await shop.mail(email, 'Set a new password'))[1];

  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page, 'customers');
  await office.search(page, 'ada k');
  await page.getByRole('link', { name: 'Ada King' }).click();
  await page.getByText('address not confirmed').waitFor();
  await page.getByText('Has ordered nothing yet.').waitFor();
  await page.getByRole('link', { name: 'Set a new password' }).click();
  const letter = page.getByRole('article', { name: 'The mail' });
  await letter.getByText('Hello,').waitFor();
  assert.equal(await letter.getByRole('link').count(), 0);
  await page.getByRole('button', { name: 'As plain text' }).click();
  await page.getByText('/reset#token=***').waitFor();
  assert.ok(!(await page.content()).includes(token));

  await page.getByRole('link', { name: 'Mail', exact: true }).first().click();
  await page.getByRole('cell', { name: email }).first().waitFor();
  await page.getByLabel('State').selectOption('dead');
  await page.getByText('No mail is in this state.').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('an uploaded picture is what the shop shows, until it is removed', async () => {
  const name = 'Ceramic bedside lamp, moss';
  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page);
  await office.toProduct(page, name);
  const field = page.getByLabel('A picture of it');
  await field.setInputFiles(office.file('a.svg', 'image/svg+xml', '<svg/>'));
  await page.getByText('a.svg is no PNG, JPEG or WebP.').waitFor();
  await field.setInputFiles(office.file('a.png', 'image/png', Buffer.alloc(600 * 1024)));
  await page.getByText('a.png has 600 KB; 512 KB are the most.').waitFor();
  await field.setInputFiles(
    office.file('a.png', 'image/png', Buffer.from('\x89PNG\r\n\x1a\nzzzz', 'latin1')),
  );
  await page.getByText('a.png cannot be read as a picture.').waitFor();
  await field.setInputFiles(
    office.file('a.png', 'image/png', await office.pngSized(page, 8200, 1)),
  );
  await page.getByText('The picture stays as it was.').waitFor();
  await page.getByText(/The file is 8200 × 1 pixels; 8192 a side/).waitFor();
  await field.setInputFiles(
    office.file('a.png', 'image/png', await office.pngOf(page, '.panel .frame')),
  );
  await page.getByText('The picture is shown from now on.').waitFor();

  const visitor = await act.customer(browser, shop);
  const loaded = (place) =>
    until(() =>
      visitor.page
        .locator(`${place} img.picture`)
        .first()
        .evaluate((img) => img.complete && img.naturalWidth > 0),
    );
  await visitor.page.goto('/?q=bedside+lamp+moss');
  await loaded('.card');
  await visitor.page.getByRole('link', { name }).click();
  await loaded('.product');
  await visitor.page.getByRole('button', { name: 'Add to cart' }).click();
  await loaded('.drawer');
  const [product] = (await shop.ask('GET', '/products?q=bedside+lamp+moss')).items;
  const picture = await fetch(shop.url + product.picture);
  assert.equal(picture.headers.get('content-type'), 'image/png');
  assert.match(picture.headers.get('cache-control'), /immutable/);
  assert.equal(picture.headers.get('x-content-type-options'), 'nosniff');

  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('The picture is gone.').waitFor();
  await visitor.page.goto('/?q=bedside+lamp+moss');
  await visitor.page.locator('.card svg.picture').waitFor();
  assert.equal((await fetch(shop.url + product.picture)).status, 404);
  assert.deepEqual([...faults, ...visitor.faults], []);
  await visitor.context.close();
  await context.close();
});

test('a login of long ago is asked for its password, and goes on where it was', async () => {
  const { page, faults, context } = await act.customer(browser, shop);
  await office.open(page);
  await office.toProduct(page, 'Stoneware mug, oatmeal');
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await office.tooLongAgo(page, '**/stock');

  await page.getByLabel('What can still be sold').fill('77');
  await page.getByRole('button', { name: 'Set stock' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your password, please' });
  await dialog.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.name), 'password');
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await page.getByText('The stock was not set.').waitFor();
  assert.equal(await page.getByLabel('What can still be sold').inputValue(), '77');

  await page.getByRole('button', { name: 'Set stock' }).click();
  await dialog.getByLabel('Password').fill('not the password');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('This is not your password.').waitFor();
  await dialog.getByLabel('Password').fill(admin.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('The stock is set.').waitFor();
  assert.equal((await shop.ask('GET', `/products/${id}`)).stock, 77);
  assert.deepEqual(faults, []);
  await context.close();
});
