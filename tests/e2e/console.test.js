// The console, in a shop of one process and in one of seven.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as act from './browser.js';
import * as desk from './console.js';
import { admin, openShop, patienceMs, until } from './shop.js';

const settings = {
  CLEAVE_FAULTS_ENABLED: 'true',
  CLEAVE_CONSOLE_COMPARISONS: 'true',
  CLEAVE_RELAY_BACKOFF_FIRST: '20ms',
};
const diesSoon = { ...settings, CLEAVE_RELAY_ATTEMPTS_MAX: '2' };
const opensSoon = {
  ...settings,
  CLEAVE_RELAY_BACKOFF_MAX: '500ms',
  CLEAVE_RELAY_DELIVERY_TIMEOUT: '1500ms',
  CLEAVE_CALLS_QUERY_TIMEOUT: '1s',
  CLEAVE_CALLS_BREAKER_WINDOW: '1min',
  CLEAVE_CALLS_BREAKER_CALLS_MIN: '2',
  CLEAVE_CALLS_BREAKER_PERCENT: '10',
};

let monolith;
let split;
let browser;
before(async () => {
  monolith = await openShop(diesSoon, { withAdmin: true });
  split = await openShop(opensSoon, { withAdmin: true, layout: 'split' });
  browser = await act.openBrowser();
});
after(async () => {
  await browser?.close();
  await monolith?.close();
  await split?.close();
});

/**
 * At the console of a shop, which is open when the test runs. The page keeps its policy; what it
 * complains of fails the test.
 */
const atDesk = (shop, look) => async () => {
  const { page, context, faults } = await act.customer(browser, shop(), {
    viewport: { width: 1440, height: 1000 },
  });
  await desk.open(page);
  await look(page, context);
  assert.deepEqual(faults, []);
  await context.close();
};

test('customers are not let in, and neither is who is nobody', async () => {
  const { page, context } = await act.customer(browser, monolith);
  await act.atCheckout(page);
  await page.goto('/console');
  await page.getByText('who is no administrator').waitFor();
  assert.equal(await page.locator('.map').count(), 0);
  await context.close();
});

test(
  'the map of a monolith is one process, and no arrow leaves it',
  atDesk(
    () => monolith,
    async (page) => {
      await page.locator('.map .module').first().waitFor();
      assert.equal(await page.locator('.map .module').count(), 7); // the gateway among them
      assert.equal(await page.locator('.map .process').count(), 1);
      assert.equal(await page.locator('.map .arrow.across').count(), 0);
      assert.ok((await page.locator('.map .arrow.within').count()) >= 10);
      await page.getByText('monolith: 6 modules in 1 process').waitFor();
    },
  ),
);

test(
  'the map of a split shop has a process for each module, and arrows over HTTP',
  atDesk(
    () => split,
    async (page) => {
      await page.locator('.map .module').first().waitFor();
      assert.equal(await page.locator('.map .process').count(), 7);
      assert.equal(await page.locator('.map .arrow.within').count(), 0);
      const dashes = await page
        .locator('.map .arrow.across .shaft')
        .first()
        .evaluate((shaft) => getComputedStyle(shaft).strokeDasharray);
      assert.notEqual(dashes, 'none');
    },
  ),
);

test(
  'an arrow tells its rate when something goes along it, and shows a real message',
  atDesk(
    () => split,
    async (page) => {
      await desk.buy(page);
      await desk.goTo(page, 'Map');
      const row = page.getByRole('row', { name: /^order → payment/ });
      await row.waitFor();
      assert.match(await row.innerText(), /over HTTP/);
      await desk.takeCharges(split);
      await page.locator('[data-arrow="order-payment"]').press('Enter');
      await page.locator('h2:focus', { hasText: 'order → payment' }).waitFor();
      const panel = page.getByRole('region', { name: 'order → payment' });
      await panel.getByRole('button', { name: 'payment.Charge' }).click();
      await panel.getByText('const payment::Charge charge{').waitFor();
      await panel.getByText('Made up from its contract').waitFor();
      await panel.getByRole('button', { name: 'Buy something' }).click();
      await panel.getByText('A real one, sent').waitFor();
      const order = await desk.newestOrder(split);
      await panel.getByText(`.order_id = *kernel::OrderId::parse("${order.id}")`).waitFor();
      await panel.getByText(`"amount": ${order.total.amount},`).first().waitFor();
      const cut = await panel
        .locator('pre')
        .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length);
      assert.equal(cut, 0);
      const wire = (await panel.locator('.across pre').allInnerTexts()).join('\n');
      const lengths = [...wire.matchAll(/Content-Length: (\d+)/g)].map(([, bytes]) => bytes);
      await panel.getByText(`the bodies have ${lengths[0]} and ${lengths[1]} bytes`).waitFor();
      await panel.getByText('co_await bus.call(context, charge)').waitFor();
      await panel.getByText('POST /rpc/payment.Charge HTTP/1.1').waitFor();
      await panel.getByText('Cleave-Service: order').waitFor(); // the saga's own, not the user's
      const trace = await panel.getByRole('link', { name: 'its trace' }).getAttribute('href');
      await panel.getByText(`traceparent: 00-${trace.split('/').at(-1)}-`).waitFor();
      await panel.getByText('Made up').waitFor({ state: 'detached' });
      await panel.getByRole('button', { name: 'Show the next one' }).click();
      await panel.getByText('Waiting for the next one').waitFor();
      await panel.getByText(`"${order.id}"`).first().waitFor();
      assert.equal(await page.locator('.arrow.chosen').count(), 1);
      await panel.getByRole('button', { name: 'Close' }).click();
      assert.equal(await panel.count(), 0);
      await page.locator('[data-arrow="order-payment"]:focus').waitFor();
    },
  ),
);

test(
  'in a monolith the same message is said to cost no bytes, and is as real',
  atDesk(
    () => monolith,
    async (page) => {
      await desk.takeCharges(monolith);
      await page.locator('[data-arrow="order-payment"]').press('Enter');
      await page.getByText('The bytes that it would be in another process').waitFor();
      await page.getByRole('button', { name: 'Buy something' }).click();
      await page.getByText('A real one, sent').waitFor();
      const { id } = await desk.newestOrder(monolith);
      await page.getByText(`.order_id = *kernel::OrderId::parse("${id}")`).waitFor();
    },
  ),
);

test(
  'a durable command is shown as the relay delivered it, with its key',
  atDesk(
    () => monolith,
    async (page) => {
      await desk.buy(page);
      await desk.goTo(page, 'Map');
      await page.locator('[data-arrow="order-cart-delivers"]').press('Enter');
      const panel = page.getByRole('region', { name: 'order → cart' });
      await panel.getByRole('button', { name: 'Buy something' }).click();
      await panel.getByText('A real one, sent').waitFor();
      const { id } = await desk.newestOrder(monolith);
      await panel.getByText(`.order_id = *kernel::OrderId::parse("${id}")`).waitFor();
      await panel.getByText('The bytes that the relay hands over, in this process').waitFor();
      await panel.getByText(/asked by order itself; key [0-9a-f-]{36}\./).waitFor();
      assert.equal(await panel.getByText('POST /rpc/').count(), 0);
      const edge = panel.locator('figure.within pre').first();
      assert.notEqual(await edge.evaluate((pre) => getComputedStyle(pre).borderStyle), 'dashed');
      await panel.getByText('tx.owe(remove_ordered);').waitFor();
    },
  ),
);

test(
  'an event is shown as it was delivered',
  atDesk(
    () => split,
    async (page) => {
      await desk.buy(page);
      await desk.goTo(page, 'Map');
      await page.locator('[data-arrow="order-notification-delivers"]').press('Enter');
      const panel = page.getByRole('region', { name: 'order → notification' });
      await panel.getByRole('button', { name: 'Buy something' }).click();
      await panel.getByText('A real one, sent').waitFor();
      const { id } = await desk.newestOrder(split);
      await panel.getByText(`"subject": "${id}"`).waitFor();
      await panel.getByText('Cleave-Service: order').waitFor();
      await panel.getByText('HTTP/1.1 204 No Content').waitFor();
      await panel.getByText('tx.publish(order_').waitFor();
    },
  ),
);

test(
  'a purchase by the button is drawn as a waterfall through processes, down to the fsync',
  atDesk(
    () => split,
    async (page) => {
      await desk.buy(page);
      const answered = /answered after ([\d.]+ .s)/.exec(await page.locator('h2').innerText())[1];
      const row = page.locator('tr.chosen');
      assert.equal(await row.getByRole('cell').nth(0).innerText(), answered);
      await page.getByText(/With deliveries [\d.]+ .s/).waitFor();
      await page.getByRole('row', { name: 'the whole request' }).getByText(answered).waitFor();
      assert.equal(await page.getByRole('row', { name: 'GET /api/v1/admin/' }).count(), 0);
      const waterfall = page.locator('.waterfall');
      for (const name of ['POST /api/v1/orders', 'order.PlaceOrder', 'payment.Charge'])
        await waterfall.getByRole('button', { name, exact: true }).first().waitFor();
      for (const cause of ['codec', 'socket', 'handler', 'fsync'])
        assert.ok((await waterfall.locator(`.part.${cause}`).count()) > 0, cause);
      await waterfall.getByRole('button', { name: 'payment.Charge' }).click();
      await page
        .getByText(
          /payment\.Charge in payment: [\d.]+ .s, begun [\d.]+ .*; ended ok\. Of it: .*socket/,
        )
        .waitFor();
    },
  ),
);

test(
  'traces of two layouts stand side by side; one is kept, taken out as a file and read in again',
  atDesk(
    () => monolith,
    async (page) => {
      await desk.buy(page);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      const file = await (await download).path();
      const kept = JSON.parse(readFileSync(file, 'utf8'));
      assert.equal(kept.layout, 'monolith');
      await page.getByRole('button', { name: 'Keep to compare' }).click();
      await page.getByRole('button', { name: 'Kept', exact: true }).waitFor();
      await page.getByRole('link', { name: 'Side by side', exact: true }).click();
      await page.getByRole('heading', { name: 'Two layouts, side by side' }).waitFor();
      assert.equal(await page.locator('.waterfall').count(), 2);

      const other = { ...kept, layout: 'elsewhere', made: 'by a test' };
      await page.getByLabel('Import an exported trace').setInputFiles({
        name: 'other.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(other)),
      });
      await page
        .getByLabel('Right', { exact: true })
        .selectOption({ label: 'elsewhere, by a test' });
      await page.getByRole('columnheader', { name: 'elsewhere' }).waitFor();
      await page.getByLabel('Import an exported trace').setInputFiles({
        name: 'bad.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{}'),
      });
      await page.getByText('This file holds no trace.').waitFor();
    },
  ),
);

test(
  'a module that answers nothing opens the breaker, checkout lives on, and its mails come later',
  atDesk(
    () => split,
    async (page) => {
      await desk.drop(page, 'notification');
      await page.getByRole('button', { name: 'Buy, one after the other' }).click();
      const breakers = page.getByRole('region', { name: 'Breakers' }).first();
      await breakers.getByRole('row', { name: /order → notification (open|half open)/ }).waitFor();
      await page.locator('.outcomes .good').nth(2).waitFor();
      assert.equal(await page.locator('.outcomes .bad').count(), 0);
      await page.getByRole('button', { name: 'Stop buying' }).click();
      await desk.goTo(page, 'Map');
      await page.locator('.map .breaker').first().waitFor();
      await desk.takeAllOut(page);
      await until(async () => {
        const { access_token } = await split.ask('POST', '/auth/login', admin);
        const { pending } = await split.ask('GET', '/admin/outbox/order', null, access_token);
        return pending === 0;
      });
    },
  ),
);

test(
  'rules that are gone are gone from the page, without loading it again',
  atDesk(
    () => monolith,
    async (page) => {
      await desk.refuse(page, 'notification', 'internal');
      const { access_token } = await monolith.ask('POST', '/auth/login', admin);
      await monolith.ask('PUT', '/admin/faults/notification', { rules: [] }, access_token);
      await page.getByText('Nothing goes wrong on purpose.').waitFor();
    },
  ),
);

test(
  'dead letters are replayed, or discarded when one is sure',
  atDesk(
    () => monolith,
    async (page) => {
      await desk.refuse(page, 'notification', 'internal');
      await desk.buy(page);
      await desk.buy(page);
      await desk.goTo(page, 'Events');
      const letters = page.getByRole('region', { name: 'Letters' });
      await page.getByRole('button', { name: 'Dead letters' }).click();
      const replays = letters.getByRole('button', { name: 'Replay' });
      await replays.nth(1).waitFor();
      await letters.getByText('order.OrderConfirmed').first().waitFor();
      await letters.getByRole('button', { name: 'Discard…' }).first().click();
      await letters.getByRole('button', { name: 'Keep it' }).click();
      assert.equal(await replays.count(), 2);
      await letters.getByRole('button', { name: 'Discard…' }).first().click();
      await letters.getByRole('button', { name: 'Discard for good' }).click();
      await until(async () => (await replays.count()) === 1);
      await desk.takeAllOut(page);
      await desk.goTo(page, 'Events');
      await page.getByRole('button', { name: 'Dead letters' }).click();
      await replays.first().click();
      await page.getByText('No dead letters.').waitFor();
    },
  ),
);

test(
  'the history is drawn from the first samples on',
  atDesk(
    () => split,
    async (page) => {
      await desk.goTo(page, 'History');
      await page.locator('.chart canvas').nth(8).waitFor();
      await page.getByText('The same as a table').click();
      const row = page.getByRole('row', { name: /^Messages: over HTTP/ });
      await row.waitFor();
      const most = (await row.innerText()).split('\t').at(-1);
      assert.ok(Number(most) > 0, `most: ${most}`);
    },
  ),
);

test('an old login is asked for the password again, and what was wanted goes on', async () => {
  const shop = await openShop(
    { ...settings, CLEAVE_AUTH_ADMIN_LOGIN_MAX_AGE: '1min' },
    { withAdmin: true },
  );
  const { page, context } = await act.customer(browser, shop);
  await desk.open(page);
  // The shop's word stands in for a minute of waiting: it is the page that is tested here.
  let refused = 0;
  await page.route('**/api/v1/admin/faults/*', (route) => {
    if (route.request().method() !== 'PUT' || refused >= 2) return route.continue();
    ++refused; // once more after the page has renewed its token
    const detail = 'your login is too long ago for this; log in again';
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 401, code: 'unauthenticated', detail, title: 'Unauthorized' }),
    });
  });
  await desk.goTo(page, 'Faults');
  await page.getByRole('button', { name: 'Put in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByLabel('Password').fill(admin.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('cell', { name: 'every message: refused: unavailable' }).waitFor();
  assert.equal(refused, 2);
  await context.close();
  await shop.close();
});

test(
  'a comparison is started, watched, and read with its plots',
  atDesk(
    () => monolith,
    async (page) => {
      page.setDefaultTimeout(patienceMs * 30); // minutes of work, on a busy machine more
      await desk.goTo(page, 'Compare');
      await page.getByRole('button', { name: 'Start' }).click();
      const progress = page.getByRole('progressbar', { name: 'Progress' });
      await progress.waitFor();
      await page.waitForURL(/\/console\/compare\/\d+$/);
      const report = page.locator('.report-frame');
      await report.locator('svg').first().waitFor();
      const drawn = await report.locator('figure').count();
      assert.ok(drawn >= 4, `${drawn} figures`);
      // In the report's own style, which the page's policy would have refused as markup.
      const radius = await report
        .locator('.scroll')
        .first()
        .evaluate((table) => getComputedStyle(table).borderRadius);
      assert.equal(radius, '6px');
      await page.getByRole('row', { name: /done/ }).first().waitFor();
    },
  ),
);
