// The report of a comparison, as `cleave compare` wrote it: its page, with its own style, in a
// shadow tree, so that neither's rules reach the other. The policy of this page takes no style from
// markup; a sheet made here is none.
import { credentials } from '../shared/session.js';
import { html, useEffect, useRef } from '../shared/html.js';
import { problemOf } from '../shared/http.js';
import { Trouble, Waiting } from '../shared/parts.js';
import { useResource } from '../shared/resource.js';

/** @typedef {{ css: string, page: Document }} Written */

/** @param {string} id @param {AbortSignal} signal @returns {Promise<Written>} */
async function load(id, signal) {
  const response = await fetch(`/api/v1/admin/comparisons/${encodeURIComponent(id)}/report`, {
    headers: await credentials(),
    signal,
  });
  if (!response.ok) throw await problemOf(response);
  /** @type {string[]} */
  const css = [];
  // Before it is parsed: a style element is refused by the policy wherever it stands.
  const markup = (await response.text()).replace(/<style>([^<]*)<\/style>/g, (_, text) => {
    css.push(text);
    return '';
  });
  return { css: css.join('\n'), page: new DOMParser().parseFromString(markup, 'text/html') };
}

// The page around it has a <main> and a first heading already: what the report has of them stands a
// level lower here.
const lower = new Map([
  ['main', 'div'],
  ['h1', 'h2'],
  ['h2', 'h3'],
  ['h3', 'h4'],
  ['h4', 'h5'],
]);

/** @param {string} css as written @returns {string} for the elements as they are shown here */
function embeddedCss(css) {
  const names = css.replace(/\b(?:main|h[1-4])\b/g, (name) =>
    name === 'main' ? '.main' : (lower.get(name) ?? name),
  );
  return names.replaceAll(':root', ':host').replace(/\bbody\{/g, '.report{');
}

/** @param {HTMLElement} body with the report's nodes */
function lowered(body) {
  for (const old of body.querySelectorAll([...lower.keys()].join())) {
    const name = old.localName;
    const now = document.createElement(lower.get(name) ?? name);
    for (const { name: key, value } of old.attributes) now.setAttribute(key, value);
    if (name === 'main') now.className = 'main';
    now.append(...old.childNodes);
    old.replaceWith(now);
  }
}

/** @param {ShadowRoot} root @param {Written} report */
function show(root, { css, page }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(embeddedCss(css));
  root.adoptedStyleSheets = [sheet];
  const body = document.createElement('div');
  body.className = 'report';
  for (const node of [...page.body.childNodes]) body.append(document.importNode(node, true));
  lowered(body);
  for (const script of body.querySelectorAll('script')) script.remove();
  root.replaceChildren(body);
  for (const link of body.querySelectorAll('a[href^="#"]'))
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const target = root.getElementById((link.getAttribute('href') ?? '#').slice(1));
      target?.scrollIntoView();
    });
}

/** @param {{ id: string }} props */
export function Report({ id }) {
  const host = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { data, problem, reload } = useResource(id, (signal) => load(id, signal));
  useEffect(() => {
    const element = host.current;
    if (!element || !data) return;
    show(element.shadowRoot ?? element.attachShadow({ mode: 'open' }), data);
    element.scrollIntoView();
  }, [data]);
  if (problem)
    return html`<${Trouble}
      title="There is no report to read."
      problem=${problem}
      retry=${reload}
    />`;
  if (!data) return html`<${Waiting} bars=${8} />`;
  return html`<div class="report-frame" ref=${host}></div>`;
}
