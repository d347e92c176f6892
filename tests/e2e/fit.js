// Is a page fit for everybody: no violation that axe-core finds, nothing cut off, at any width?
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** To be put into a page before it is looked at. */
export const axe = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

export const sizes = [
  { width: 360, height: 760 },
  { width: 1600, height: 1000 },
];

/** What axe-core finds, "rule: element" each. */
export async function violations(page) {
  const { violations: found } = await page.evaluate(() => window.axe.run(document));
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Texts that stick out of the window sideways. */
export function cutOff(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const scrolls = (element) =>
      element &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getClientRects().length > 0 && !element.closest('.skip'))
      .filter((element) => !scrolls(element.parentElement))
      .filter((element) => element.getBoundingClientRect().right > wide + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
