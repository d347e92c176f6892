// The map in each layout: wide, and narrow on a phone, where nothing is to be scrolled sideways.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as act from './browser.js';
import * as desk from './console.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { openShop } from './shop.js';

const settings = { CLEAVE_RELAY_BACKOFF_FIRST: '20ms' };
const layouts = ['monolith', 'split', 'grouped'];
const phone = { viewport: sizes[0] };

const shops = {};
let browser;
before(async () => {
  for (const layout of layouts)
    shops[layout] = await openShop(settings, { withAdmin: true, layout });
  browser = await act.openBrowser();
});
after(async () => {
  await browser?.close();
  for (const shop of Object.values(shops)) await shop.close();
});

/** At the map of a shop where somebody has just bought something. */
async function atMap(layout, how) {
  const one = await act.customer(browser, shops[layout], how);
  await desk.open(one.page);
  await desk.buy(one.page);
  await desk.goTo(one.page, 'Map');
  await one.page.locator('[data-label="order-payment"]').waitFor();
  return one;
}

/** From now on the shop is said to be in trouble: long figures, open breakers, dead letters. */
async function inTrouble(page) {
  let asked = 0;
  await page.route('**/api/v1/admin/pulse', async (route) => {
    const pulse = await (await route.fetch()).json();
    ++asked;
    for (const calls of pulse.calls) {
      calls.ok += asked * 24_690;
      calls.failed += asked * 46_912;
      calls.latency = calls.latency.map((n) => n + asked * 1000);
    }
    for (const module of pulse.modules) Object.assign(module, { pending: 1_000_000, dead: 1234 });
    for (const process of pulse.processes)
      process.breakers = pulse.modules.map(({ name }) => ({ callee: name, state: 'half_open' }));
    await route.fulfill({ json: pulse });
  });
  await page.getByText('1234 dead').first().waitFor();
  await page
    .getByText(/err\/s/)
    .first()
    .waitFor();
}

/** A picture of the whole drawing. */
const keep = (page, name) =>
  page.locator('.map').screenshot({ path: `${act.shots}/map-drawing-${name}.png` });

for (const layout of layouts)
  for (const viewport of sizes)
    for (const colorScheme of ['light', 'dark'])
      test(`all of a ${layout}'s map is seen at ${viewport.width} px, ${colorScheme}`, async () => {
        const { page, context, faults } = await atMap(layout, {
          viewport,
          colorScheme,
          ...lookedAt,
        });
        await page.evaluate(axe);
        const seen = looker(page, `${viewport.width}-${colorScheme}`);
        await seen.look(`map-${layout}`);
        await keep(page, `${layout}-${viewport.width}-${colorScheme}`);
        await inTrouble(page);
        await seen.look(`map-${layout}-in-trouble`);
        await keep(page, `${layout}-in-trouble-${viewport.width}-${colorScheme}`);
        await page.unrouteAll({ behavior: 'wait' });
        assert.deepEqual(seen.wrong, []);
        assert.deepEqual(faults, []);
        await context.close();
      });

/** What one meets just before the heads of all arrows: [the arrow, what lies there]. */
const atHeads = (page) =>
  page.locator('.arrow').evaluateAll((arrows) =>
    arrows.map((arrow) => {
      const shaft = arrow.querySelector('.shaft');
      shaft.scrollIntoView({ block: 'end' });
      const { x, y } = shaft
        .getPointAtLength(shaft.getTotalLength() - 12)
        .matrixTransform(shaft.getScreenCTM());
      const met = document.elementFromPoint(x, y)?.closest('[data-arrow], [data-label]');
      return [arrow.dataset.arrow, met?.dataset.arrow ?? met?.dataset.label];
    }),
  );

for (const layout of layouts)
  test(`each arrow of a ${layout}'s map can be met by a finger and by the keyboard`, async () => {
    const { page, context, faults } = await atMap(layout, { ...phone, hasTouch: true });
    await page.locator('.map svg.column').waitFor();
    const heads = await atHeads(page);
    assert.ok(heads.length >= 10, `${heads.length} arrows`);
    for (const [arrow, met] of heads) assert.equal(met, arrow);

    const figures = page.locator('[data-label="order-payment"]');
    await figures.tap();
    await page.locator('h2:focus', { hasText: 'order → payment' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    for (const [i, [id]] of heads.entries()) {
      const arrow = page.locator(`[data-arrow="${id}"]`);
      if (i === 0) await arrow.focus();
      assert.equal(await page.evaluate(() => document.activeElement.dataset.arrow), id);
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: id.split('-').slice(0, 2).join(' → ') }).waitFor();
      assert.equal(await arrow.getAttribute('aria-pressed'), 'true');
      await page.getByRole('button', { name: 'Close' }).click(); // and the focus is back
      await page.keyboard.press('Tab');
    }
    assert.deepEqual(faults, []);
    await context.close();
  });

test('the narrow map tells what crosses processes by colour, dashes and frames', async () => {
  const { page, context } = await atMap('grouped', phone);
  await page.locator('.map svg.column').waitFor();
  const seen = await page.locator('.map .arrow').evaluateAll((arrows) =>
    arrows.map((arrow) => {
      const shaft = arrow.querySelector('.shaft');
      const { stroke, strokeDasharray } = getComputedStyle(shaft);
      const frames = [...document.querySelectorAll('.map .process rect')];
      const box = shaft.getBoundingClientRect();
      const inside = frames.some((frame) => {
        const { left, right, top, bottom } = frame.getBoundingClientRect();
        return left < box.left && box.right < right && top < box.top && box.bottom < bottom;
      });
      const dashed = strokeDasharray !== 'none';
      return { across: arrow.classList.contains('across'), stroke, dashed, inside };
    }),
  );
  const strokes = (across) =>
    new Set(seen.filter((one) => one.across === across).map((one) => one.stroke));
  assert.equal(strokes(true).size, 1);
  assert.equal(strokes(false).size, 1);
  assert.notDeepEqual(strokes(true), strokes(false));
  for (const { across, dashed, inside } of seen)
    assert.deepEqual([dashed, inside], [across, !across]);
  await context.close();
});

test('the map takes the form that there is room for, without loading it again', async () => {
  const { page, context } = await atMap('split', { viewport: sizes[1] });
  const fits = () =>
    page
      .locator('.map')
      .evaluate((map) => map.scrollWidth <= map.clientWidth && map.clientWidth > 0);
  for (const [width, form] of [
    [1600, 'plane'],
    [1280, 'plane'],
    [1024, 'column'],
    [320, 'column'],
    [1600, 'plane'],
  ]) {
    await page.setViewportSize({ width, height: 900 });
    await page.locator(`.map svg.${form}`).waitFor();
    assert.ok(await fits(), `${width} px`);
  }
  const width = await page.locator('.map svg').evaluate((svg) => svg.viewBox.baseVal.width);
  assert.equal(width, 1372);
  await context.close();
});

test('Back comes to the arrow, the message and the real example that one has left', async () => {
  const { page, context, faults } = await atMap('monolith', { viewport: sizes[1] });
  await page.getByText('errors since you opened this page').waitFor();
  await desk.takeCharges(shops.monolith);
  await page.locator('[data-arrow="order-payment"]').press('Enter');
  const panel = page.getByRole('region', { name: 'order → payment' });
  await panel.getByRole('button', { name: 'payment.Charge' }).click();
  await panel.getByRole('button', { name: 'Buy something' }).click();
  const real = panel.getByText('A real one, sent');
  await real.waitFor();
  const code = await panel.locator('pre').first().innerText();
  await panel.getByRole('link', { name: 'its trace' }).click();
  await desk.heading(page, 'Trace').waitFor();
  await page.goBack();
  await real.waitFor();
  assert.equal(await panel.locator('pre').first().innerText(), code);
  assert.equal(await page.locator('[data-arrow="order-payment"].chosen').count(), 1);
  await panel.getByRole('button', { name: 'Show the next one' }).waitFor();

  await page.reload(); // the address alone says which, and nothing real is kept
  await panel.getByText('const payment::Charge charge{').waitFor();
  await panel.getByText('Made up from its contract').waitFor();
  await panel.getByRole('button', { name: 'Close' }).click();
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(faults, []);
  await context.close();
});

test('what a module sends stays on the map, and open, while it is out of reach', async () => {
  const { page, context, faults } = await atMap('split', { viewport: sizes[1] });
  await desk.takeCharges(shops.split);
  await page.locator('[data-arrow="order-payment"]').press('Enter');
  const panel = page.getByRole('region', { name: 'order → payment' });
  await panel.getByText('Made up from its contract').waitFor();
  const problem = { status: 503, title: 'Away', detail: 'order is out of reach.' };
  await page.route('**/messages/*/next*', (route) => route.fulfill({ status: 503, json: problem }));
  await page.route('**/api/v1/admin/pulse', async (route) => {
    const pulse = await (await route.fetch()).json();
    for (const one of [...pulse.modules, ...pulse.processes])
      if (one.name === 'order') one.reachable = false;
    pulse.calls = pulse.calls.filter(({ caller }) => caller !== 'order');
    await route.fulfill({ json: pulse });
  });
  await page.locator('[data-label="order-payment"]', { hasText: '0/s · out of reach' }).waitFor();
  await panel.getByText('Nobody can be asked for it: order is out of reach.').waitFor();
  await page.locator('.process > text', { hasText: /^out of reach · port \d+$/ }).waitFor();
  const row = page.getByRole('row', { name: /^order → payment/ });
  assert.match(await row.innerText(), /order is out of reach/);
  const faint = page.locator('[data-arrow="order-catalog"] .shaft'); // it is not chosen
  assert.equal(await faint.evaluate((shaft) => getComputedStyle(shaft).opacity), '0.4');
  await desk.goTo(page, 'Events');
  const delivery = page.getByRole('row', { name: /^order\.OrderConfirmed/ });
  await delivery.getByText('order is out of reach').waitFor();
  await page.unrouteAll({ behavior: 'wait' });
  await delivery.getByText('order is out of reach').waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
  await context.close();
});
