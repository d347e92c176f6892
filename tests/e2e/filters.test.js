// What narrows a list down: it stands in the address, and one choice leaves the others alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as act from './browser.js';
import { stage } from './stage.js';

let shop;
let browser;
stage((it) => ({ shop, browser } = it));

const category = (page, name) =>
  page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name, exact: true });
const headline = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });

async function search(page, text) {
  const field = page.getByRole('combobox', { name: 'Search the shop' });
  await field.fill(text);
  await field.press('Enter');
}

test('another category is shown in the same order, and without what is sold out', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/?category=Lighting&sort=price&stock=1');
  await page.locator('.card').first().waitFor();
  await category(page, 'Toys').click();
  await headline(page, 'Toys').waitFor();
  assert.equal(new URL(page.url()).search, '?category=Toys&sort=price&stock=1');
  assert.equal(await page.getByLabel('Sort by').inputValue(), 'price');
  assert.equal(await page.getByLabel('In stock only').isChecked(), true);
  await category(page, 'All').click();
  await headline(page, 'Everything in the shop').waitFor();
  assert.equal(new URL(page.url()).search, '?sort=price&stock=1');
  await context.close();
});

test('what was found is narrowed to a category, and widened again', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/');
  await search(page, 'brass');
  await headline(page, '“brass”').waitFor();
  await page.locator('.card').first().waitFor();
  const everywhere = await page.locator('.card').count();
  assert.equal(await category(page, 'All').getAttribute('aria-current'), 'page');

  await category(page, 'Lighting').click();
  await headline(page, '“brass” in Lighting').waitFor();
  await page.waitForFunction((n) => {
    const cards = document.querySelectorAll('.card:has(a)').length;
    return cards > 0 && cards < n;
  }, everywhere);
  assert.equal(await category(page, 'Lighting').getAttribute('aria-current'), 'page');

  await search(page, 'kite'); // in the category that is in view
  await page.getByText('Nothing in Lighting is called “kite”.').waitFor();
  await page.getByRole('link', { name: 'Search the whole shop' }).click();
  await page.locator('.card').filter({ hasText: 'Kite, swallow' }).waitFor();
  assert.equal(new URL(page.url()).search, '?q=kite');
  await context.close();
});

test('from other pages a category leads to that category and nothing more', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/login?next=%2Forders');
  await category(page, 'Toys').click();
  await headline(page, 'Toys').waitFor();
  assert.equal(new URL(page.url()).search, '?category=Toys');
  await context.close();
});

test('an order and a category that there are not are no error', async () => {
  const { page, context } = await act.customer(browser, shop);
  await page.goto('/?sort=nonsense&category=Toys');
  await page.locator('.card').first().waitFor();
  assert.equal(await page.getByLabel('Sort by').locator('option:checked').innerText(), 'Name');
  await page.goto('/?sort=nonsense&category=NoSuch');
  await page.getByText('Nothing here.').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await page.getByRole('link', { name: 'Look at everything' }).click();
  await page.locator('.card').first().waitFor();
  await context.close();
});

test('narrow: the categories fade where they go on, and the current one is seen', async () => {
  const { page, context } = await act.customer(browser, shop, {
    viewport: { width: 360, height: 760 },
  });
  await page.goto('/');
  await category(page, 'Toys').waitFor();
  /** Of what is in view of the bar, from its left edge: where a link begins and ends. */
  const places = () =>
    page.evaluate(() => {
      const bar = document.querySelector('.categories');
      const { left, width } = bar.getBoundingClientRect();
      const links = [...bar.querySelectorAll('a')].map((link) => {
        const box = link.getBoundingClientRect();
        return { name: link.innerText, from: box.left - left, to: box.right - left };
      });
      return { width, links, mask: getComputedStyle(bar).maskImage };
    });
  const { width, links, mask } = await places();
  const fade = /calc\(100% - (\d+)px\)/.exec(mask);
  assert.ok(fade, `what goes on beyond the edge fades: ${mask}`);
  const fadesFrom = width - Number(fade[1]);
  const fading = links.find(({ from, to }) => from < width - 8 && to > fadesFrom);
  assert.ok(fading, 'a part of a name stands where it fades');
  assert.ok(links.at(-1).from > width, 'the last one is out of view');

  await page.goto(`/?category=${encodeURIComponent(links.at(-1).name)}`);
  await page.waitForFunction(() => document.querySelector('.categories').scrollLeft > 0);
  const last = (await places()).links.at(-1);
  assert.ok(last.from >= 16 && last.to <= fadesFrom + 1, `${last.from} to ${last.to} of ${width}`);
  await context.close();
});
