// Each page of the office in both themes and both widths, as looks.test.js has it of the shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import * as office from './office.js';
import { admin, until } from './shop.js';
import { stage } from './stage.js';

let shop;
let browser;
stage(
  async (it) => {
    ({ shop, browser } = it);
    await furnish();
  },
  {},
  { withAdmin: true },
);

/** Orders that went well and one that did not, mails, a picture, a product that is hidden. */
async function furnish() {
  const { page, context } = await act.customer(browser, shop);
  await act.atCheckout(page, 'Ceramic bedside lamp, moss');
  await act.choose(page, 'pm_card_visa_chargeDeclined');
  await act.orderButton(page).click();
  await page.getByText('Your card was declined.').waitFor();
  await act.choose(page, 'pm_card_visa');
  await act.orderButton(page).click();
  await page.locator('.status.good').waitFor();
  await page.goto('/?q=bedside+lamp');
  const picture = await office.pngOf(page, '.card svg.picture');
  await context.close();

  const { access_token } = await shop.ask('POST', '/auth/login', admin);
  const [lamp] = (await shop.ask('GET', '/products?q=bedside+lamp')).items;
  const set = await fetch(`${shop.url}/api/v1/products/${lamp.id}/picture`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'image/png' },
    body: picture,
  });
  assert.equal(set.status, 200);
  const [mug] = (await shop.ask('GET', '/products?q=mug')).items;
  const { id, sku: _, stock, picture: __, ...facts } = mug;
  await shop.ask('PUT', `/products/${id}`, { ...facts, active: false }, access_token);
  assert.ok(stock >= 0);
  await until(async () => {
    const { items } = await shop.ask('GET', '/admin/mails', null, access_token);
    return items.some((mail) => mail.subject.includes('is confirmed'));
  });
}

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    test(`the office is fit for everybody at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page, context, faults } = await act.customer(browser, shop, {
        viewport,
        colorScheme,
        ...lookedAt,
      });
      await page.addInitScript(axe);
      const { wrong, look } = looker(page, `${viewport.width}-${colorScheme}`);

      await page.goto('/admin');
      await page.getByLabel('E-mail').waitFor();
      await look('office-sign-in');
      await office.signIn(page);
      await page.locator('tbody tr').first().waitFor();
      await look('office-orders');
      await page.goto('/admin/orders?q=customer-');
      await page.locator('tbody tr').first().waitFor();
      await look('office-orders-of');
      await page.goto('/admin/orders?status=cancelled');
      await page.getByText('No order is like that.').waitFor();
      await look('office-orders-none');
      await page.goto('/admin/orders?status=confirmed');
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('button', { name: 'Give money back' }).click();
      await look('office-refund');
      await page.getByRole('button', { name: 'Keep it' }).click();
      await look('office-order');
      await page.goto('/admin/orders?status=failed');
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByText('The card was declined.').waitFor();
      await look('office-order-failed');
      await page.goto('/admin/products');
      await page.locator('tbody tr').first().waitFor();
      await look('office-products');
      await office.toProduct(page, 'Ceramic bedside lamp, moss');
      await look('office-product');
      await office.tooLongAgo(page, '**/stock');
      await page.getByRole('button', { name: 'Set stock' }).click();
      await page.getByRole('dialog', { name: 'Your password, please' }).waitFor();
      await look('office-password');
      await page.getByRole('button', { name: 'Not now' }).click();
      await page.getByText('The stock was not set.').waitFor();
      await page.goto('/admin/products/new');
      await page.getByLabel('Article').waitFor();
      await look('office-product-new');
      await page.goto('/admin/products/import');
      await page.getByLabel('File').waitFor();
      await look('office-import');
      const lines = office.csv(
        'IMP-1,Imported jug,,Kitchen,9.90,GBP,7',
        'IMP-2,Imported cup,,Kitchen,free,GBP,7',
        'LGT-101,White metal lantern,Changed,Lighting,15.00,GBP,99',
      );
      await page.getByLabel('File').setInputFiles(office.file('goods.csv', 'text/csv', lines));
      await page.getByRole('button', { name: 'Import 2 lines' }).waitFor();
      await look('office-import-preview');
      await page.goto('/admin/customers');
      await page.locator('tbody tr').first().waitFor();
      await look('office-customers');
      await page.getByRole('link', { name: 'Grace Hopper' }).click();
      await page.getByRole('table', { name: 'Mail' }).waitFor();
      await page.getByRole('table', { name: 'Orders' }).waitFor();
      await look('office-customer');
      await page.goto('/admin/mails');
      await page.locator('tbody tr').first().waitFor();
      await look('office-mails');
      await page
        .getByRole('link', { name: /is confirmed/ })
        .first()
        .click();
      await page.getByRole('article').waitFor();
      await look('office-mail');
      await page.goto('/admin/nowhere');
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      await look('office-nowhere');
      await page.route('**/api/v1/admin/products?*', (route) => route.abort());
      await page.goto('/admin/products');
      await page.getByRole('alert').waitFor();
      await look('office-out-of-reach');
      await page.goto('/?q=bedside+lamp');
      await page.locator('.card img.picture').waitFor();
      await look('goods-with-picture');

      assert.deepEqual(wrong, []);
      assert.deepEqual(faults, []);
      await context.close();
    });
