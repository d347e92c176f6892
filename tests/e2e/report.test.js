// The report of a comparison, opened in the console: the one that docs/compare keeps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as act from './browser.js';
import * as desk from './console.js';
import { axe, lookedAt, looker, sizes } from './looking.js';
import { stage } from './stage.js';

const kept = readFileSync(new URL('../../docs/compare/report.html', import.meta.url), 'utf8');

let shop;
let browser;
stage(
  (it) => ({ shop, browser } = it),
  { CLEAVE_CONSOLE_COMPARISONS: 'true' },
  { withAdmin: true },
);

/** Somebody who has opened the report in the console. */
async function reader(how) {
  const { page, context, faults } = await act.customer(browser, shop, how);
  await page.route('**/api/v1/admin/comparisons/7/report', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: kept }),
  );
  await desk.open(page, '/compare/7');
  await page.locator('.report-frame figure svg').locator('visible=true').first().waitFor();
  return { page, context, faults };
}

test("an opened report keeps its order of headings, below the console's", async () => {
  const { page, context, faults } = await reader({});
  const written = [...kept.matchAll(/<h([1-4])[ >]/g)].map(([, level]) => Number(level));

  const shown = await page
    .locator('.report-frame')
    .evaluate((frame) =>
      [...frame.shadowRoot.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) =>
        Number(heading.localName.slice(1)),
      ),
    );

  assert.ok(written.length > 10);
  assert.deepEqual(
    shown,
    written.map((level) => level + 1),
  );
  assert.equal(await page.getByRole('main').count(), 1);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test("an opened report's headings look as written, and its contents lead to them", async () => {
  const { page, context } = await reader({});
  const title = page.locator('.report-frame').getByRole('heading', { level: 2 });
  const size = await title.evaluate((heading) => getComputedStyle(heading).fontSize);
  const column = page.locator('.report-frame .main');

  assert.equal(size, '34px');
  assert.equal(await column.evaluate((main) => getComputedStyle(main).maxWidth), '1360px');

  const last = page.getByRole('navigation', { name: 'Contents' }).getByRole('link').last();
  const id = (await last.getAttribute('href')).slice(1);
  await last.click();
  const top = await page
    .locator(`.report-frame #${id}`)
    .evaluate((section) => section.getBoundingClientRect().top);
  assert.ok(top < 900, `${id} begins at ${top}`);
  await context.close();
});

for (const viewport of sizes)
  for (const colorScheme of ['light', 'dark'])
    test(`an opened report suits all at ${viewport.width} px, ${colorScheme}`, async () => {
      const { page, context } = await reader({
        viewport,
        colorScheme,
        ...lookedAt,
      });
      await page.evaluate(axe);
      const seen = looker(page, `${viewport.width}-${colorScheme}`);
      await seen.look('console-report');
      assert.deepEqual(seen.wrong, []);
      await context.close();
    });
