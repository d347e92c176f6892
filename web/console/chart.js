// A chart over time, drawn by uPlot in the page's colours.
import uPlot from 'uplot';
import { html, useEffect, useRef } from '../shared/html.js';

/** @import { Sample } from './types.js' */

/**
 * @typedef {{ name: string, tone: 'ink' | 'accent' | 'split' | 'bad',
 *             values: (samples: Sample[]) => number[] }} Series
 * @typedef {{ name: string, title: string, unit: string, note: string, log: boolean,
 *             series: Series[], samples: Sample[] }} Props  title: what is to be seen; note: what
 *   is plotted; log: of the values' axis, on which 0 is a gap
 */

const height = 170;
const dashes = { ink: [], accent: [], split: [6, 4], bad: [2, 3] };
const windowS = 3600;
const leastS = 300; // a shop that has only just begun still gets an axis of minutes

/** @param {string} name of a custom property */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {Props} props @returns {uPlot.AlignedData} */
function dataOf({ log, series, samples }) {
  const gap = (/** @type {number} */ value) => (log && value <= 0 ? null : value);
  return [
    samples.map(({ at }) => Date.parse(at) / 1000),
    ...series.map(({ values }) => values(samples).map(gap)),
  ];
}

/** @param {number} last @param {number} first seconds */
function rangeOf(first, last) {
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

/** @param {number} most */
const fromZero = (most) => /** @type {[number, number]} */ ([0, most > 0 ? most * 1.1 : 1]);

/** @param {Props} props @param {number} width @returns {uPlot.Options} */
function optionsOf({ log, series }, width) {
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = {
    stroke: colour('--ink-2'),
    grid,
    ticks: { ...grid, size: 4 },
    font: '12px system-ui',
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: true, range: (_, first, last) => rangeOf(first, last) },
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
      log ? { ...axis, size: 44, splits: eachDecade } : { ...axis, size: 44, space: 22 },
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

/** @param {number} value */
const short = (value) =>
  value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2);

/** @param {Props} props */
export function Chart(props) {
  const { name, title, unit, note, series, samples } = props;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        optionsOf(latest.current, element.clientWidth),
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
  const now = (/** @type {Series} */ one) => short(one.values(samples).at(-1) ?? 0);
  return html`<section class="chart" aria-label=${name}>
    <h2>${title}</h2>
    <p class="hint">${note}</p>
    <div class="plot" ref=${place} role="img" aria-label=${`${name} over the last hour`}></div>
    <ul>
      ${series.map(
        (one) => html`<li key=${one.name} class=${`key ${one.tone}`}>
          ${one.name} <span class="number">${now(one)} ${unit}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}
