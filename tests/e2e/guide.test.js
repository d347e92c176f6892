// The guide: documents as pages, for everybody, whose links lead somewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

/** Addresses of the page's links into the guide. */
const linked = (page) =>
  page
    .locator('a[href^="/docs/guide"], a[href^="#"]')
    .evaluateAll((links) => links.map((link) => link.href));

test('every link of the guide leads to a page, and to a place on it', async () => {
  const { page, context, faults } = await act.customer(browser, shop);
  const known = new Map(); // address: the ids on it
  const open = [`${shop.url}/docs/guide`];
  const wrong = [];
  while (open.length > 0) {
    const [address, anchor] = open.pop().split('#');
    if (!known.has(address)) {
      const answer = await page.goto(address);
      if (answer.status() !== 200) wrong.push(`${address}: ${answer.status()}`);
      const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
      known.set(address, new Set(ids));
      open.push(...(await linked(page)));
    }
    if (anchor && !known.get(address).has(decodeURIComponent(anchor)))
      wrong.push(`${address}: nothing is called #${anchor}`);
  }

  assert.deepEqual(wrong, []);
  assert.deepEqual(faults, []); // also of the policy: no script and no style stands in a page
  assert.ok(known.has(`${shop.url}/docs/guide/tour`));
  assert.ok(known.has(`${shop.url}/docs/guide/labs/3-chatty-calls`));
  await context.close();
});

test('a page that is not there says so', async () => {
  const { page, context } = await act.customer(browser, shop);
  const answer = await page.goto('/docs/guide/no-such-page');
  assert.equal(answer.status(), 404);
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await context.close();
});

const pages = ['', '/tour', '/extracting-a-module', '/labs/1-break-a-boundary', '/operations'];

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    test(`the guide is fit for everybody at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page, context } = await act.customer(browser, shop, {
        viewport,
        colorScheme,
        ...lookedAt,
      });
      await page.addInitScript(axe);
      const { wrong, look } = looker(page, `${viewport.width}-${colorScheme}`);
      for (const name of pages) {
        await page.goto(`/docs/guide${name}`);
        await look(`guide${name.replaceAll('/', '-')}`);
      }

      assert.deepEqual(wrong, []);
      await context.close();
    });
