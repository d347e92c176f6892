// What can be seen of a page by looking at it: whom it keeps out, and what is cut off.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { shots } from './browser.js';

export const axe = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** For a page that is looked at: axe-core is put into it. All other tests keep the policy. */
export const lookedAt = /** @type {const} */ ({ reducedMotion: 'reduce', bypassCSP: true });

export const sizes = [
  { width: 360, height: 760 },
  { width: 1600, height: 1000 },
];

/** What axe-core finds, "rule: element" each. */
async function violations(page) {
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

/** What has to be scrolled sideways at the console: only code may. */
function wide(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.views, .scroll, .waterfall')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.ariaLabel ?? element.className}: ${element.scrollWidth} px`),
  );
}

/** Figures of the map that lie on a module, on what a process is called, or on other figures. */
function overlaps(page) {
  return page.evaluate(() => {
    const boxes = (selector) =>
      [...document.querySelectorAll(`.map ${selector}`)].map((element) => ({
        owner: element.parentElement,
        words: element.parentElement.textContent.trim(),
        box: element.getBoundingClientRect(),
      }));
    const labels = [...boxes('.label > rect'), ...boxes('.label > text')];
    const others = [...boxes('.module > rect'), ...boxes('.process > text'), ...labels];
    const meet = ({ box: a }, { box: b }) =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return labels.flatMap((label, i) =>
      others
        .filter((other) => !labels.includes(other) || labels.indexOf(other) > i)
        .filter((other) => other.owner !== label.owner && meet(label, other))
        .map((other) => `${label.words} on ${other.words}`),
    );
  });
}

const smallest = 11; // pixels on the screen

/** Texts of the map that are too small to read, or stick out of their box or of the map. */
function unreadable(page) {
  return page.evaluate((smallest) => {
    const svg = document.querySelector('.map svg');
    if (!svg) return [];
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const inside = (a, b) =>
      a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    return [...svg.querySelectorAll('text')].flatMap((text) => {
      const box = text.getBoundingClientRect();
      const around = [svg, text.parentElement.querySelector('rect')].filter(Boolean);
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      const out = around.some((one) => !inside(box, one.getBoundingClientRect()));
      const small = size < smallest ? [`${size} px: ${text.textContent}`] : [];
      return out ? [...small, `sticks out: ${text.textContent}`] : small;
    });
  }, smallest);
}

/** Names of the history's lines that are not beside their line's end, or lie on one another. */
function strayNames(page) {
  return page.evaluate(() => {
    const meet = (a, b) =>
      a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const inside = (a, b) =>
      a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    /** Whether something is drawn just left of a name, where its middle is. */
    const isLedTo = (canvas, name) => {
      const { left, top, width } = canvas.getBoundingClientRect();
      const scale = canvas.width / width;
      const x = (name.left - 6 - left) * scale;
      const y = ((name.top + name.bottom) / 2 - 5 - top) * scale;
      const { data } = canvas.getContext('2d').getImageData(x, y, 3 * scale, 10 * scale);
      return data.some((value, i) => i % 4 === 3 && value > 0);
    };
    return [...document.querySelectorAll('.chart')].flatMap((chart) => {
      const lines = chart.querySelector('.u-over').getBoundingClientRect();
      const around = chart.getBoundingClientRect();
      const names = [...chart.querySelectorAll('ul li')].map((name) => ({
        words: name.innerText.replaceAll('\n', ' '),
        box: name.getBoundingClientRect(),
        size: parseFloat(getComputedStyle(name).fontSize),
      }));
      const wrong = names.flatMap(({ words, box, size }, i) => [
        ...(box.left < lines.right ? [`${words}: not at the right of its line`] : []),
        ...(inside(box, around) ? [] : [`${words}: sticks out of its chart`]),
        ...(box.top > lines.bottom ? [`${words}: beneath the lines`] : []),
        ...(size < 11 ? [`${words}: ${size} px`] : []),
        ...(words.includes('–') || isLedTo(chart.querySelector('canvas'), box)
          ? []
          : [`${words}: its line does not lead to it`]),
        ...names
          .slice(i + 1)
          .filter((other) => meet(box, other.box))
          .map((other) => `${words} on ${other.words}`),
      ]);
      return names.length > 0 ? wrong : [`${chart.ariaLabel}: no line has a name`];
    });
  });
}

/** For a page in a theme and a width: looks, keeps a picture, and collects what is wrong. */
export function looker(page, suffix) {
  const wrong = [];
  const look = async (name) => {
    const said = [
      ...(await violations(page)),
      ...(await cutOff(page)).map((it) => `cut off: ${it}`),
      ...(await wide(page)).map((it) => `wider than its place: ${it}`),
      ...(await overlaps(page)).map((it) => `overlaps: ${it}`),
      ...(await unreadable(page)).map((it) => `on the map: ${it}`),
      ...(await strayNames(page)).map((it) => `in a chart: ${it}`),
    ];
    wrong.push(...said.map((it) => `${name}: ${it}`));
    await page.screenshot({ path: path.join(shots, `${name}-${suffix}.png`) });
  };
  return { wrong, look };
}
