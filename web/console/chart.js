// A chart over time, drawn by uPlot in the page's colours. Each line leads to its name, in a margin
// at the right.
import uPlot from 'uplot';
import { html, useEffect, useLayoutEffect, useRef } from '../shared/html.js';
import { axisFigures, figure } from './history_words.js';
import { endsOf } from './line_ends.js';

/** @import { Sample } from './types.js' */

/**
 * @typedef {{ name: string, brief?: string, tone: 'ink' | 'accent' | 'split' | 'bad',
 *             values: (samples: Sample[]) => number[] }} Series  brief: where there is little room
 * @typedef {{ name: string, title: string, unit: string, note: string, scale: Scale,
 *             series: Series[], samples: Sample[] }} Props  title: what is to be seen; note: what
 *   is plotted
 * @typedef {'linear' | 'whole' | 'log'} Scale  of the values; whole: there is nothing between two
 *   numbers; log: 0 is a gap
 */

const height = 170;
const dashes = { ink: [], accent: [], split: [6, 4], bad: [2, 3] };
const windowS = 3600;
const leastS = 300; // a shop that has only just begun still gets an axis of minutes
const tightPx = 360; // a chart below this has names above their figures
const marginPx = { wide: 128, tight: 80 };
const leadPx = 16; // from a line's end to its name

/** @param {number} width of a chart */
const marginOf = (width) => (width < tightPx ? marginPx.tight : marginPx.wide);

/** @param {string} name of a custom property */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {Props} props @returns {uPlot.AlignedData} */
function dataOf({ scale, series, samples }) {
  const gap = (/** @type {number} */ value) => (scale === 'log' && value <= 0 ? null : value);
  return [
    samples.map(({ at }) => Date.parse(at) / 1000),
    ...series.map(({ values }) => values(samples).map(gap)),
  ];
}

/** @param {ArrayLike<number>} times seconds */
function rangeOf(times) {
  const [first, last] = [times[0], times[times.length - 1]];
  const from = Math.max(last - windowS, Math.min(first, last - leastS));
  return /** @type {[number, number]} */ ([from, last]);
}

/** Whole decades, two at least. @param {number | null} least @param {number | null} most */
function decades(least, most) {
  const from = Math.floor(Math.log10(least ?? 1));
  const to = Math.max(from + 1, Math.ceil(Math.log10(most ?? 10)));
  return /** @type {[number, number]} */ ([10 ** from, 10 ** to]);
}

/** @type {(plot: uPlot, axis: number, from: number, to: number) => number[]} */
function eachDecade(_, __, from, to) {
  const first = Math.round(Math.log10(from));
  const count = Math.round(Math.log10(to)) - first + 1;
  return Array.from({ length: count }, (___, i) => 10 ** (first + i));
}

/** From 1 to 5 millions. */
const wholeSteps = Array.from({ length: 7 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();

/** @type {Record<Scale, uPlot.Axis>} */
const valueTicks = {
  linear: { space: 22 },
  whole: { space: 22, incrs: wholeSteps },
  log: { splits: eachDecade },
};

/** @param {number} most */
const fromZero = (most) => /** @type {[number, number]} */ ([0, most > 0 ? most * 1.1 : 1]);

/**
 * Puts the names beside the ends of their lines, and draws each line on to its name.
 * @param {uPlot} plot
 * @param {HTMLElement} list the names, in the order of the series
 * @param {Series[]} series
 */
function nameLines(plot, list, series) {
  list.classList.toggle('tight', plot.width < tightPx);
  const names = /** @type {HTMLElement[]} */ ([...list.children]);
  const heights = names.map((name) => name.offsetHeight);
  const ends = endsOf(plot, heights, uPlot.pxRatio);
  for (const [i, { x, middle }] of ends.entries()) {
    names[i].style.left = `${x + leadPx + 4}px`;
    names[i].style.top = `${middle - heights[i] / 2}px`;
  }
  const { ctx } = plot;
  ctx.save();
  ctx.scale(uPlot.pxRatio, uPlot.pxRatio);
  ctx.lineWidth = 1;
  for (const [i, { x, y, middle, open }] of ends.entries()) {
    if (open) continue;
    ctx.fillStyle = ctx.strokeStyle = colour(`--${series[i].tone}`);
    ctx.beginPath();
    ctx.arc(x, y, 2.5, 0, 2 * Math.PI);
    ctx.fill();
    ctx.setLineDash(dashes[series[i].tone]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + leadPx, middle);
    ctx.stroke();
  }
  ctx.restore();
}

/**
 * @param {Props} props
 * @param {number} width
 * @param {(plot: uPlot) => void} drawn
 * @returns {uPlot.Options}
 */
function optionsOf({ scale, series }, width, drawn) {
  const log = scale === 'log';
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = {
    stroke: colour('--ink-2'),
    grid,
    ticks: { ...grid, size: 4 },
    font: '12px system-ui',
  };
  const figures = {
    ...axis,
    size: 44,
    values: (/** @type {uPlot} */ _, /** @type {(number | null)[]} */ splits) =>
      axisFigures(splits),
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [null, (plot) => marginOf(plot.width), null, null],
    hooks: { draw: [drawn] },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: ({ data: [times] }) => rangeOf(times) },
      y: log
        ? { distr: 3, range: (_, least, most) => decades(least, most) }
        : { range: (_, __, most) => fromZero(most) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 40,
        values: [[1, '{HH}:{mm}', null, null, null, null, null, null, 1]],
      },
      { ...figures, ...valueTicks[scale] },
    ],
    series: [
      {},
      ...series.map(({ name, tone }) => ({
        label: name,
        stroke: colour(`--${tone}`),
        width: 1.6,
        dash: dashes[tone],
        points: { show: false },
      })),
    ],
  };
}

/** Where there is little room, the brief name is seen; the full one is always read out. */
const nameOf = (/** @type {Series} */ { name, brief }) =>
  brief
    ? html`<span class="full">${name}</span><span class="brief" aria-hidden="true">${brief}</span>`
    : name;

/** @param {Props} props */
export function Chart(props) {
  const { name, title, unit, note, scale, series, samples } = props;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const names = useRef(/** @type {HTMLUListElement | null} */ (null));
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    const element = place.current;
    const list = names.current;
    if (!element || !list) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        optionsOf(latest.current, element.clientWidth, (drawn) => nameLines(drawn, list, series)),
        dataOf(latest.current),
        element,
      );
    };
    draw();
    const theme = window.matchMedia('(prefers-color-scheme: dark)');
    theme.addEventListener('change', draw);
    const sizes = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height }),
    );
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      theme.removeEventListener('change', draw);
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(props)), [samples]);
  const now = (/** @type {Series} */ one) => {
    const value = one.values(samples).at(-1) ?? 0;
    return scale === 'log' && value <= 0 ? '–' : `${figure(value)} ${unit}`;
  };
  return html`<section class="chart" aria-label=${name}>
    <h2>${title}</h2>
    <p class="hint">${note}</p>
    <div class="lines">
      <div class="plot" ref=${place} role="img" aria-label=${`${name} over the last hour`}></div>
      <ul class="ends" ref=${names}>
        ${series.map(
          (one) => html`<li key=${one.name} class=${one.tone}>
            ${nameOf(one)}${' '}<span class="number">${now(one)}</span>
          </li>`,
        )}
      </ul>
    </div>
  </section>`;
}
