// The API's page for people: part of the shop, and fit for everybody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

test("the API's page has a title and leads to the shop, the guide and the console", async () => {
  const { page, context, faults } = await act.customer(browser, shop);
  await page.goto('/docs');
  assert.equal(await page.title(), 'The API · Cleave');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const links = page.getByRole('banner').getByRole('link');
  const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.deepEqual(targets, ['/', '/docs/guide', '/docs', '/console']);
  await pages.getByRole('link', { name: 'Guide' }).click();
  await page.waitForURL('**/docs/guide');
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.deepEqual(faults, []); // also of the policy
  await context.close();
});

test('an address with a slash at its end leads to its page', async () => {
  const { page, context } = await act.customer(browser, shop);
  for (const path of ['/docs', '/docs/guide', '/console', '/admin']) {
    const answer = await page.goto(`${path}/`);
    assert.equal(answer.status(), 200, path);
    assert.equal(new URL(page.url()).pathname, path);
  }
  await context.close();
});

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    test(`the API's page suits all at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page, context } = await act.customer(browser, shop, {
        viewport,
        colorScheme,
        ...lookedAt,
      });
      await page.addInitScript(axe);
      const { wrong, look } = looker(page, `${viewport.width}-${colorScheme}`);
      await page.goto('/docs');
      await look('docs');
      const operation = page.locator('article').filter({ hasText: 'POST /api/v1/orders' }).first();
      await operation.locator('summary').click();
      await operation.scrollIntoViewIfNeeded();
      await look('docs-operation');

      assert.deepEqual(wrong, []);
      await context.close();
    });
