// What the first view costs, as a browser with an empty cache meets it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { patienceMs } from './shop.js';
import { stage } from './stage.js';

// On the wire, as they come compressed, their response headers included: the document, styles,
// scripts and the icon. The API's answers are not in it.
const bytesMax = 60_000;
const requestsMax = 40; // with the API's
const shiftMax = 0.01; // cumulative layout shift
const firstViewMs = patienceMs / 4; // wide: it is to catch a page that waits for something

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

/** Everything that a page asks for while `act` runs. */
async function traffic(page, visit) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const sizes = new Map();
  const urls = new Map();
  const cached = new Set();
  session.on('Network.requestWillBeSent', ({ requestId, request }) =>
    urls.set(requestId, request.url),
  );
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache || response.fromPrefetchCache) cached.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength),
  );
  await visit();
  await session.detach();
  return [...urls].map(([id, url]) => ({ url, bytes: sizes.get(id) ?? 0, cached: cached.has(id) }));
}

const isOwn = ({ url }) => !url.includes('/api/');

test('the first view is small, in few requests, all of them to the shop', async (t) => {
  const { page, context } = await act.customer(browser, shop);
  const all = await traffic(page, async () => {
    await page.goto('/', { waitUntil: 'networkidle' });
    await page.locator('.card').first().waitFor();
  });
  const bytes = all.filter(isOwn).reduce((sum, one) => sum + one.bytes, 0);
  t.diagnostic(
    `${bytes} bytes in ${all.filter(isOwn).length} files, ${all.length} requests in all`,
  );

  assert.ok(bytes > 10_000 && bytes < bytesMax, `${bytes} bytes, of ${bytesMax} at most`);
  assert.ok(all.length <= requestsMax, `${all.length} requests`);
  assert.deepEqual(
    all.filter(({ url }) => !url.startsWith(`${shop.url}/`)),
    [],
  );
  await context.close();
});

test('nothing moves once it is there, on a narrow screen and on a wide one', async (t) => {
  for (const viewport of [
    { width: 360, height: 760 },
    { width: 1600, height: 1000 },
  ]) {
    const { page, context } = await act.customer(browser, shop, { viewport });
    await page.addInitScript(() => {
      window.shift = 0;
      window.painted = new Promise((resolve) =>
        new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        }),
      );
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (!entry.hadRecentInput) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    for (const target of ['/', '/?category=Toys', '/cart', '/checkout', '/login']) {
      await page.goto(target, { waitUntil: 'networkidle' });
      const shift = await page.evaluate(() => window.shift);
      assert.ok(shift < shiftMax, `${target} at ${viewport.width} px: ${shift}`);
      const painted = await page.evaluate(() => window.painted);
      assert.ok(painted < firstViewMs, `${target}: first view after ${painted} ms`);
      t.diagnostic(
        `${target} at ${viewport.width} px: shift ${shift}, view after ${painted.toFixed(0)} ms`,
      );
    }
    await context.close();
  }
});

test('a second visit fetches the page and what the API says, no file again', async (t) => {
  if (process.env.CLEAVE_E2E_PAGES === 'disk') return t.skip('pages from disk are not kept');
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/', { waitUntil: 'networkidle' });
  const again = await context.newPage();
  const all = await traffic(again, async () => {
    await again.goto('/', { waitUntil: 'networkidle' });
    await again.locator('.card').first().waitFor();
  });
  const fetched = all
    .filter((one) => isOwn(one) && !one.cached)
    .map(({ url }) => new URL(url).pathname);
  assert.deepEqual(fetched, ['/']);
  await context.close();
});
