// The history: an hour in charts, each line with its name at its end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastOf, spread } from '../../web/console/line_ends.js';
import * as act from './browser.js';
import * as desk from './console.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { hourOf } from './pulses.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

/** At the history of a shop that says it has `samples`, whatever they are when it is asked. */
async function atHistory(samples, how) {
  const one = await act.customer(browser, shop, how);
  await one.page.route('**/api/v1/admin/history', (route) =>
    route.fulfill({ json: { items: samples() } }),
  );
  await desk.open(one.page, '/history');
  await one.page.locator('.chart canvas').nth(8).waitFor();
  return one;
}

const histories = {
  'an hour': hourOf(720),
  'one sample': hourOf(1),
  'a million letters and nothing asked': hourOf(40).map((sample) => ({
    ...sample,
    ...{ requests: 0, failed: 0, p50_ms: 0, p99_ms: 0, orders: 0, calls_failed: 12345 },
    ...{ pending: 1_000_000, dead: 999_999, open_breakers: 5, unreachable: 5 },
  })),
};

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    for (const [name, samples] of Object.entries(histories))
      test(`${name}: lines end at names at ${viewport.width} px, ${colorScheme}`, async () => {
        const { page, context, faults } = await atHistory(() => samples, {
          viewport,
          colorScheme,
          ...lookedAt,
        });
        await page.evaluate(axe);
        const seen = looker(page, `${viewport.width}-${colorScheme}`);
        await seen.look(`history-${name.replaceAll(' ', '-')}`);
        assert.deepEqual(seen.wrong, []);
        assert.deepEqual(faults, []);
        await context.close();
      });

test('names stand in the order in which the lines end, and say the newest figures', async () => {
  for (const viewport of sizes) {
    const { page, context } = await atHistory(() => histories['an hour'], { viewport });
    const named = async (chart) => {
      const names = page.locator(`.chart[aria-label="${chart}"] li`);
      const all = await names.evaluateAll((items) =>
        items.map((item) => [item.getBoundingClientRect().top, item.textContent.trim()]),
      );
      return all.sort(([a], [b]) => a - b).map(([, words]) => words.replace(/\s+/g, ' '));
    };
    const { calls_across, calls_within } = histories['an hour'].at(-1);
    const whole = (value) => Math.round(value).toLocaleString('en');
    const words = await named('Messages');
    assert.deepEqual(words, [
      `over HTTP ${whole(calls_across)} /s`,
      `in-process ${whole(calls_within)} /s`,
      'failed 0.20 /s',
    ]);
    assert.match((await named('Latency'))[0], /^p99 /);
    await context.close();
  }
});

test('new figures move nothing but lines and names', async () => {
  let many = 200;
  const { page, context } = await atHistory(() => hourOf(many), { viewport: sizes[0] });
  await page.evaluate(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.shift += entry.sources
          .filter(({ node }) => !node.parentElement?.closest('.ends'))
          .reduce((sum) => sum + entry.value, 0);
    }).observe({ type: 'layout-shift' });
  });
  const boxes = () =>
    page.locator('.chart .u-over, .chart').evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x, y + window.scrollY, width, height].join(' ');
      }),
    );
  const before = await boxes();
  many = 205;
  await page.getByText('205 steps of 5 s').first().waitFor();
  assert.deepEqual(await boxes(), before);
  assert.equal(await page.evaluate(() => window.shift), 0);
  await context.close();
});

test('names are moved apart as little as it takes, and stay where there is room', () => {
  assert.deepEqual(spread([20, 60], [16, 16], 100), [20, 60]);
  assert.deepEqual(spread([50, 52], [16, 16], 100), [50, 66]);
  assert.deepEqual(spread([52, 50], [16, 16], 100), [66, 50]);
  assert.deepEqual(spread([98, 98, 98], [16, 16, 16], 100), [60, 76, 92]);
  assert.deepEqual(spread([0, 98], [30, 30], 100), [15, 85]);
});

test('a line that ends in a gap is last seen before it', () => {
  assert.deepEqual(lastOf([1, 2]), { value: 2, open: false });
  assert.deepEqual(lastOf([1, null, null]), { value: 1, open: true });
  assert.deepEqual(lastOf([null]), { value: null, open: true });
});
