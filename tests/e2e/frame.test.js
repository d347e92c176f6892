// What stands around the pages of the shop: the room they will take, the dark beside a drawer, the
// foot.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import * as office from './office.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it), {}, { withAdmin: true });

/** Holds back what the page asks for at such an address, until it is let go. */
async function hold(page, address) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

/** Once it does not only stand there but can be seen. */
const shown = (locator) =>
  locator.evaluate((element) =>
    Promise.all(element.getAnimations({ subtree: true }).map((one) => one.finished)),
  );

const frameOf = async (page) => {
  const { x, y, width, height } = await page.locator('.product .frame').boundingBox();
  return { x, y, width, height };
};

test('a product that is on its way has its room at once, and keeps it', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  const card = page.locator('.card a').first();
  await card.waitFor();
  const letCodeGo = await hold(page, /\/assets\/product\.\w+\.js$/);
  const letGoodsGo = await hold(page, '**/api/v1/products/*');
  const name = await card.locator('.card-name').innerText();
  await card.click();
  const waiting = page.locator('.product.waiting');
  await waiting.waitFor();
  await shown(waiting);
  const before = await frameOf(page);
  assert.ok(before.width > 300 && before.height > 300);

  letCodeGo(); // what the list knows of it is there before the shop answers
  await page.getByRole('heading', { level: 1, name }).waitFor();
  assert.deepEqual(await frameOf(page), before);
  letGoodsGo();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(await frameOf(page), before);
  await context.close();
});

test('one wait that follows another does not begin anew', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  const href = await page.locator('.card a').first().getAttribute('href');
  const letCodeGo = await hold(page, /\/assets\/product\.\w+\.js$/);
  const letGoodsGo = await hold(page, '**/api/v1/products/*');
  await page.goto(href); // no list has shown it
  const waiting = page.locator('.product.waiting');
  await waiting.waitFor();
  await shown(waiting);
  const asked = page.waitForRequest('**/api/v1/products/*');
  await waiting.evaluate((element) => (element.dataset.first = 'yes'));
  letCodeGo();
  await asked;
  const second = page.locator('.product.waiting:not([data-first])');
  await second.waitFor();
  const delays = await second.evaluate((element) =>
    [...element.children].map((child) => getComputedStyle(child).animationDelay),
  );
  assert.deepEqual(new Set(delays), new Set(['0s']));
  letGoodsGo();
  await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  await context.close();
});

test('a checkout on its way has two columns where there is room', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  const letGo = await hold(page, /\/assets\/checkout\.\w+\.js$/);
  await page.goto('/checkout');
  const parts = page.locator('.checkout > .waiting');
  await parts.nth(1).waitFor({ state: 'attached' });
  const [form, summary] = await Promise.all([0, 1].map((i) => parts.nth(i).boundingBox()));
  assert.ok(summary.x >= form.x + form.width);
  letGo();
  await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
  await context.close();
});

/** The colour of a point of what is seen, as "r g b". */
async function colourAt(page, x, y) {
  const seen = (await page.screenshot()).toString('base64');
  return page.evaluate(
    async ([text, left, top]) => {
      const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context.drawImage(bitmap, -left, -top);
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(' ');
    },
    [seen, x, y],
  );
}

for (const colorScheme of ['light', 'dark'])
  test(`the dark beside an open drawer leaves no stripe, ${colorScheme}`, async () => {
    const viewport = { width: 1600, height: 1000 };
    const { page, context } = await act.customer(browser, shop, { viewport, colorScheme });
    await page.goto('/cart');
    await page.getByText('Your cart is empty.').waitFor();
    await act.find(page, 'Kite, swallow');
    const room = await page.evaluate(() => innerWidth - document.body.offsetWidth);
    assert.ok(room >= 8, `the scrollbar has ${room} px of its own`);
    const paper = await colourAt(page, 4, 600);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    const drawer = page.getByRole('dialog', { name: 'Your cart' });
    await drawer.getByRole('link', { name: 'Kite, swallow' }).waitFor();
    await shown(drawer);
    const dim = await colourAt(page, 4, 600);
    assert.notEqual(dim, paper);
    assert.equal(await colourAt(page, viewport.width - room / 2, 600), dim);
    assert.equal(await colourAt(page, 4, viewport.height - 2), dim); // below the foot, too

    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    assert.equal(await colourAt(page, viewport.width - room / 2, 600), paper);
    await context.close();
  });

test('the foot of shop and office leads to the guide', async () => {
  const { page, context } = await act.customer(browser, shop);
  const toGuide = async () => {
    await page.getByRole('contentinfo').getByRole('link', { name: 'Guide' }).click();
    await page.waitForURL('**/docs/guide');
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  await page.goto('/');
  await toGuide();
  await office.open(page);
  await toGuide();
  await context.close();
});
