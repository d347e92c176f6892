// Each view of the console in both themes and both widths, as looks.test.js has it of the shop.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as act from './browser.js';
import * as desk from './console.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { openShop } from './shop.js';

const settings = {
  CLEAVE_FAULTS_ENABLED: 'true',
  CLEAVE_CONSOLE_COMPARISONS: 'true',
  CLEAVE_RELAY_ATTEMPTS_MAX: '2',
  CLEAVE_RELAY_BACKOFF_FIRST: '20ms',
};

let shops;
let browser;
before(async () => {
  shops = {
    monolith: await openShop(settings, { withAdmin: true }),
    split: await openShop(settings, { withAdmin: true, layout: 'split' }),
  };
  browser = await act.openBrowser();
});
after(async () => {
  await browser?.close();
  await shops?.monolith.close();
  await shops?.split.close();
});

async function lookAtAll(shop, page, look) {
  await desk.buy(page);
  await look('trace');
  await page
    .getByRole('link', { name: /side by side/i })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Two layouts, side by side' }).waitFor();
  await look('side-by-side');
  await desk.goTo(page, 'Map');
  await page.getByRole('row', { name: /^order → payment/ }).waitFor();
  await look('map');
  await desk.takeCharges(shop);
  await page.locator('[data-arrow="order-payment"]').press('Enter');
  const panel = page.getByRole('region', { name: 'order → payment' });
  await panel.getByText('co_await bus.call').waitFor();
  await panel.scrollIntoViewIfNeeded();
  await look('message');
  await panel.getByRole('button', { name: 'Buy something' }).click();
  await panel.getByText('A real one, sent').waitFor();
  await look('real-message');
  await desk.goTo(page, 'Compare');
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await look('compare');
  await desk.goTo(page, 'History');
  await page.locator('.chart canvas').nth(8).waitFor();
  await look('history');
  await desk.refuse(page, 'notification', 'internal');
  await page.getByRole('button', { name: 'Buy, one after the other' }).click();
  await page.locator('.outcomes .good').nth(1).waitFor();
  await page.getByRole('button', { name: 'Stop buying' }).click();
  await look('faults');
  await desk.goTo(page, 'Events');
  await page.getByRole('button', { name: 'Dead letters' }).click();
  const letters = page.getByRole('region', { name: 'Letters' });
  await letters.getByRole('button', { name: 'Discard…' }).first().click();
  await letters.locator('summary').first().click();
  await look('events');
  await desk.takeAllOut(page);
}

for (const layout of ['monolith', 'split'])
  for (const viewport of sizes)
    for (const colorScheme of ['light', 'dark'])
      test(`a ${layout}'s console suits all at ${viewport.width} px, ${colorScheme}`, async () => {
        const { page, context, faults } = await act.customer(browser, shops[layout], {
          viewport,
          colorScheme,
          ...lookedAt,
        });
        await page.addInitScript(axe);
        const seen = looker(page, `${viewport.width}-${colorScheme}`);
        const look = (name) => seen.look(`console-${layout}-${name}`);
        await page.goto('/console');
        await page.getByLabel('E-mail').waitFor();
        await look('sign-in');
        await desk.open(page);
        await lookAtAll(shops[layout], page, look);
        await page.route('**/api/v1/admin/pulse', (route) => route.abort());
        await page.goto('/console');
        await page.getByRole('alert').waitFor();
        await look('out-of-reach');
        assert.deepEqual(seen.wrong, []);
        assert.deepEqual(faults, []);
        await context.close();
      });
