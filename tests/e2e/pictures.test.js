// The pictures of goods that have none, drawn from their names: all of the demo's on one sheet,
// kept among the screenshots for whoever wants to look at the shelves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as act from './browser.js';

const source = fileURLToPath(new URL('../..', import.meta.url));
const goods = readFileSync(path.join(source, 'demo/products.csv'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => /^[^,]*,(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(line))
  .filter(Boolean)
  .map(([, quoted, plain]) => (quoted ?? plain).replaceAll('""', '"'));

const page = `<!doctype html><title>Pictures</title>
<link rel="stylesheet" href="/shared/base.css"><link rel="stylesheet" href="/shop/goods.css">
<style>main { display: grid; grid-template-columns: repeat(10, 150px); gap: 16px; padding: 16px }
figure { margin: 0; font-size: 13px }</style><main></main>
<script type="importmap">{ "imports": {
  "preact": "/node_modules/preact/dist/preact.mjs",
  "preact/hooks": "/node_modules/preact/hooks/dist/hooks.mjs" } }</script>
<script type="module">
  import { h, render } from 'preact';
  import { Picture } from '/pictures/picture.js';
  const one = ({ name, src }) => h('figure', { key: name },
    h('span', { class: 'frame' }, h(Picture, { name, src })), h('figcaption', null, name));
  window.show = (goods) => render(goods.map(one), document.querySelector('main'));
</script>`;
const types = { '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript' };

let browser;
let sheet;
before(async () => {
  browser = await act.openBrowser();
  sheet = await browser.newPage({ viewport: { width: 1692, height: 900 } });
  await sheet.route('http://pictures.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: page });
    if (pathname.startsWith('/uploaded/'))
      return route.fulfill({ contentType: 'image/png', body: 'not really' });
    const contentType = types[path.extname(pathname)];
    return route.fulfill({ contentType, path: path.join(source, 'web', pathname) });
  });
  await sheet.goto('http://pictures.test/');
});
after(() => browser?.close());

/** What is drawn for each name: the motif, its colours, and the drawing without the room. */
async function drawn(products) {
  const wanted = products.map((one) => (typeof one === 'string' ? { name: one } : one));
  await sheet.waitForFunction(() => window.show);
  await sheet.evaluate((goods) => window.show(goods), wanted);
  await sheet.waitForFunction(
    (count) => document.querySelectorAll('[data-motif]:not(:empty)').length === count,
    wanted.length,
  );
  return sheet.$$eval('figure', (figures) =>
    figures.map((figure) => {
      const thing = figure.querySelector('[data-motif]');
      const marks = [...figure.querySelectorAll('pattern *'), ...thing.querySelectorAll('*')];
      return {
        name: figure.textContent,
        motif: thing.dataset.motif,
        fills: marks.map((one) => one.getAttribute('fill')),
        drawing: marks.map((one) => one.outerHTML.replace(/url\(#.*?\)/g, 'print')).join(''),
      };
    }),
  );
}

/** Hue in degrees, saturation and lightness 0..1. */
function hsl(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const max = Math.max(r, g, b);
  const by = max - Math.min(r, g, b);
  const l = max - by / 2;
  const turn = max === r ? (g - b) / by : max === g ? 2 + (b - r) / by : 4 + (r - g) / by;
  return { h: by ? (turn * 60 + 360) % 360 : 0, s: by ? by / (1 - Math.abs(2 * l - 1)) : 0, l };
}

const hue = (from, to) => (c) =>
  c.s > 0.15 && (from < to ? c.h >= from && c.h <= to : c.h >= from || c.h <= to);
const pale = (c) => c.l > 0.88;
/** What a colour looks like of which a name speaks. */
const colours = {
  white: pale,
  cream: (c) => pale(c) || hue(35, 60)(c),
  ivory: (c) => c.l > 0.8 && hue(35, 60)(c),
  oatmeal: (c) => c.l > 0.65 && hue(30, 50)(c),
  natural: (c) => c.l > 0.65 && hue(30, 50)(c),
  black: (c) => c.l < 0.22,
  charcoal: (c) => c.l < 0.4 && c.s < 0.15,
  grey: (c) => c.s < 0.1 && c.l > 0.4,
  silver: (c) => c.s < 0.15 && c.l > 0.6,
  brass: hue(36, 50),
  gold: hue(38, 52),
  copper: hue(18, 34),
  red: hue(350, 12),
  'pillar-box red': hue(350, 12),
  pink: (c) => c.l > 0.7 && hue(325, 360)(c),
  terracotta: hue(12, 26),
  orange: hue(20, 36),
  mustard: hue(36, 48),
  yellow: hue(42, 58),
  green: hue(95, 150),
  sage: (c) => c.l > 0.55 && hue(75, 130)(c),
  olive: hue(55, 75),
  forest: (c) => c.l < 0.35 && hue(130, 170)(c),
  teal: hue(175, 195),
  blue: hue(200, 225),
  navy: (c) => c.l < 0.35 && hue(210, 235)(c),
  indigo: hue(228, 245),
  purple: hue(265, 295),
  lilac: (c) => c.l > 0.55 && hue(255, 290)(c),
  brown: (c) => c.l < 0.5 && hue(20, 40)(c),
  walnut: (c) => c.l < 0.4 && hue(10, 35)(c),
  oak: hue(24, 40),
};

test('a colour word of the name is the colour of the thing', async () => {
  const names = Object.keys(colours);
  const wrong = [];
  for (const name of [(word) => `Stoneware mug, ${word}`, (word) => `${word.toUpperCase()} MUG`])
    for (const [i, { fills }] of (await drawn(names.map(name))).entries()) {
      const body = fills[1]; // the handle is in the shade, then comes the cup
      if (!colours[names[i]](hsl(body))) wrong.push(`${name(names[i])}: ${body}`);
    }
  assert.deepEqual(wrong, []);
});

test('the goods of the demo have the colours of their names', async () => {
  const patterns = Object.keys(colours).map((word) => [word, new RegExp(`\\b${word}\\b`, 'i')]);
  const wordsOf = (name) => patterns.filter(([, pattern]) => pattern.test(name)).map(([it]) => it);
  const named = (await drawn(goods)).filter(({ name }) => wordsOf(name).length > 0);
  assert.ok(named.length > 12, `${named.length} names with colours`);
  for (const { name, fills } of named) {
    if (name === 'Olive wood spoon') continue; // of the tree
    const word = wordsOf(name).at(-1);
    const solid = fills.filter((fill) => /^#[\da-f]{6}$/.test(fill));
    assert.ok(solid.map(hsl).some(colours[word]), `${name} is not ${word}: ${solid.join(' ')}`);
  }
});

/** Motifs, and the goods of the demo that look so. */
const nouns = {
  lantern: ['White metal lantern'],
  deskLamp: ['Brass desk lamp'],
  drum: ['Linen drum shade, 30 cm'],
  pleated: ['Pleated paper pendant'],
  garland: ['Outdoor string lights, 10 m'],
  lamp: ['Rechargeable table lamp'],
  baseLamp: ['Ceramic bedside lamp, moss'],
  bulb: ['Bulb, filament globe, warm white'],
  clipLight: ['Clip-on reading light'],
  pendant: ['Enamel pendant, pillar-box red'],
  cable: ['Braided flex, by the metre'],
  stormLamp: ['Storm lamp'],
  pan: ['Enamel milk pan'],
  spoon: ['Olive wood spoon'],
  mug: ['Stoneware mug, oatmeal'],
  dish: ['Glass butter dish'],
  knife: ['Paring knife, 8 cm'],
  spoons: ['Measuring spoons, set of five'],
  proving: ['Bread proving basket, round'],
  griddle: ['Cast-iron griddle'],
  funnel: ['Marmalade funnel'],
  breadBag: ['Linen-lined bread bag'],
  dripper: ['Two-cup coffee dripper'],
  timer: ['Egg timer, three minutes'],
  saltPig: ['Salt pig, unglazed'],
  towel: ['"Good Plain Cook" tea towel'],
  book: ['Pocket notebook, dotted'],
  letter: ['Letter set, cream laid'],
  rolls: ['Wrapping paper, blue willow'],
  foxCard: ['Birthday card, fox in a hat'],
  diary: ['Desk diary, week to view'],
  tags: ['Brown paper tags, pack of fifty'],
  bag: ['Waxed paper bags, pack of forty'],
  calendar: ['Wall calendar, British birds'],
  pencils: ['Pencils, cedar, box of six'],
  recipeTin: ['Recipe cards in a tin'],
  folder: ['Marbled folder, A4'],
  tape: ['Washi tape, three rolls'],
  seal: ['Sealing wax and brass stamp'],
  trowel: ['Hand fork, ash handle'],
  labels: ['Copper plant labels, pack of ten'],
  pot: ['Terracotta pot, 18 cm'],
  can: ['Galvanised watering can, 5 litres'],
  twine: ['Garden twine, green, 100 m'],
  packet: ['Wildflower seed, cornfield mix'],
  mat: ['Kneeling mat, waxed canvas'],
  feeder: ['Bird feeder, seed'],
  bootScraper: ['Boot scraper'],
  dibber: ['Dibber, marked in inches'],
  cloche: ['Cloche, hand-blown glass'],
  gloves: ['Leather gloves, medium'],
  pail: ['Compost caddy'],
  throw: ['Lambswool throw, heather'],
  cushion: ['Cushion cover, ticking stripe'],
  tablecloth: ['Linen tablecloth, flax'],
  napkins: ['Cotton napkins, set of four'],
  cloth: ['Waffle bath towel'],
  bottle: ['Hot water bottle, cable knit'],
  quilt: ['Quilt, patchwork, single'],
  ovenGloves: ['Oven gloves, double'],
  apron: ['Apron, waxed cotton'],
  bunting: ['Bunting, harvest colours'],
  sheepskin: ['Sheepskin, ivory'],
  socks: ['Wool socks, garden weight'],
  candle: ['Beeswax pillar, 15 cm'],
  tapers: ['Dinner candles, sage, box of six'],
  glassCandle: ['Scented candle, fig leaf', 'Scented candle, wood smoke'],
  tealights: ['Tealights, bag of thirty'],
  holder: ['Tealight holder, hammered brass'],
  snuffer: ['Candle snuffer'],
  scissors: ['Wick trimmer'],
  birthday: ['Birthday candles, tall, pack of sixteen'],
  chamber: ['Chamberstick, enamel'],
  matches: ['Matches in a glass cloche'],
  tin: ['Travel tin, sea lavender'],
  train: ['Wooden train, three carriages'],
  animal: ['Rag rabbit, Clementine'],
  top: ['Spinning top, tin'],
  kite: ['Kite, swallow'],
  blocks: ['Building blocks, set of forty'],
  marbles: ['Marbles, bag of twenty-one'],
  puzzle: ['Jigsaw, harbour, 500 pieces'],
  puppets: ['Finger puppets, woodland five'],
  dominoes: ['Dominoes, double six'],
  rope: ['Skipping rope'],
  paints: ['Watercolours, twelve half pans'],
  duck: ['Push-along duck'],
  basket: ['Willow log basket'],
  rail: ['Shaker peg rail, five pegs'],
  breadBin: ['Enamel bread bin'],
  jar: ['Clip-top preserving jar, 1 litre'],
  toolRoll: ['Canvas tool roll'],
  hamper: ['Seagrass laundry basket'],
  crate: ['Stacking crate, slatted'],
  hook: ['Brass hook, double'],
  drawers: ['Apothecary drawers, nine'],
  teaCaddy: ['Tea caddy, pewter lid'],
  dividers: ['Drawer dividers, bamboo, set of four'],
  keyCabinet: ['Key cabinet'],
};

test('each of the goods of the demo looks like what it is called', async () => {
  const shown = Object.fromEntries((await drawn(goods)).map(({ name, motif }) => [name, motif]));
  const meant = Object.entries(nouns).flatMap(([motif, all]) => all.map((name) => [name, motif]));
  assert.deepEqual(shown, Object.fromEntries(meant));
});

test('names of another shop, in capitals, are understood too', async () => {
  const meant = {
    'WHITE HANGING HEART T-LIGHT HOLDER': 'holder',
    'WHITE METAL LANTERN': 'lantern',
    'CREAM CUPID HEARTS COAT HANGER': 'hanger',
    'ALARM CLOCK BAKELIKE GREEN': 'clock',
    'REGENCY CAKESTAND 3 TIER': 'cakeStand',
    'JUMBO BAG RED RETROSPOT': 'handbag',
    'BLACK/BLUE POLKADOT UMBRELLA': 'umbrella',
  };
  const shown = await drawn(Object.keys(meant));
  assert.deepEqual(Object.fromEntries(shown.map(({ name, motif }) => [name, motif])), meant);
});

test('no two of the goods look the same, and each always looks the same', async () => {
  const first = await drawn(goods);
  assert.equal(new Set(first.map(({ drawing }) => drawing)).size, goods.length);
  assert.deepEqual(await drawn(goods), first);
});

test('where an uploaded picture cannot be shown, there is a drawn one', async () => {
  const [shown] = await drawn([{ name: 'Brass desk lamp', src: '/uploaded/broken.png' }]);
  assert.equal(shown.motif, 'deskLamp');
  assert.equal(await sheet.locator('img').count(), 0);
});

for (const colorScheme of ['light', 'dark'])
  test(`all of it is on a sheet, ${colorScheme}`, async () => {
    await sheet.emulateMedia({ colorScheme });
    const all = await drawn(goods);
    assert.equal(all.length, 100);
    const file = path.join(act.shots, `pictures-${colorScheme}.png`);
    await sheet.screenshot({ path: file, fullPage: true });
  });
