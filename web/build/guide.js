// Makes pages of the documents in docs/, for /docs/guide. They need no script. What links to a
// document leads to its page; what links to a source becomes its path, for whoever has the sources.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folders = ['', 'labs', 'decisions'];
const first = 'README.md';
export const guidePath = '/docs/guide';

/** Where the page of a document is: tour.md, labs/1-….md. */
function addressOf(/** @type {string} */ document) {
  return document === first ? guidePath : `${guidePath}/${document.replace(/\.md$/, '')}`;
}

/** The name under which the executable keeps the page that is at an address. */
export function guidePageAt(/** @type {string} */ address) {
  const rest = address
    .replace(/[?#].*/, '')
    .slice(guidePath.length)
    .replace(/^\//, '');
  return `guide/${rest || first.replace(/\.md$/, '')}.html`;
}

/** "What it took, and why" → "what-it-took-and-why", as forges name their headings. */
function anchorOf(/** @type {string} */ text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
}

const plain = (/** @type {any} */ inline) =>
  inline.children
    .filter((/** @type {any} */ token) => token.type === 'text' || token.type === 'code_inline')
    .map((/** @type {any} */ token) => token.content)
    .join('');

/**
 * @param {string} docs the folder docs/
 * @param {string} modules where packages are installed
 * @returns {Map<string, string>} HTML documents by their names, with links to files below web/
 */
export function makeGuide(docs, modules) {
  const markdownIt = createRequire(path.join(modules, 'x.js'))('markdown-it');
  const documents = folders.flatMap((folder) =>
    readdirSync(path.join(docs, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.posix.join(folder, name)),
  );

  /** @returns {{ address?: string, place?: string }} a page, or a path of the sources */
  const leadTo = (/** @type {string} */ from, /** @type {string} */ link) => {
    if (/^([a-z]+:|#|\/)/.test(link)) return { address: link };
    const [name, anchor] = link.split('#');
    const document = path.posix.join(path.posix.dirname(from), name);
    if (documents.includes(document))
      return { address: addressOf(document) + (anchor ? `#${anchor}` : '') };
    const line = anchor?.match(/^L(\d+)$/)?.[1];
    const source = path.posix.join('docs', document);
    return { place: line ? `${source}:${line}` : source };
  };

  /** Replaces a link to a source, [open, …, close], by its text and its path. */
  const showPlaces = (/** @type {string} */ from, /** @type {any[]} */ tokens) => {
    for (let i = 0; i < tokens.length; ++i) {
      if (tokens[i].type !== 'link_open') continue;
      const { address, place } = leadTo(from, tokens[i].attrGet('href'));
      if (address) {
        tokens[i].attrSet('href', address);
        continue;
      }
      const end = tokens.findIndex((token, at) => at > i && token.type === 'link_close');
      const inside = tokens.slice(i + 1, end);
      const said = inside.map((token) => token.content).join('');
      const shown = { type: 'place', content: place, isText: place?.endsWith(said) };
      tokens.splice(i, end - i + 1, ...(shown.isText ? [shown] : [...inside, shown]));
    }
  };

  const markdown = markdownIt({ html: false, linkify: false, typographer: false });
  const { rules } = markdown.renderer;
  const escape = markdown.utils.escapeHtml;
  rules.place = (/** @type {any[]} */ tokens, /** @type {number} */ at) => {
    const path = `<span class="place">${escape(tokens[at].content)}</span>`;
    return tokens[at].isText ? path : ` (${path})`;
  };
  // What is wider than a telephone can be moved by keyboard too.
  const wide = (/** @type {string} */ kind, /** @type {string} */ text) =>
    `<pre class="${kind}" tabindex="0"><code>${escape(text)}</code></pre>\n`;
  rules.fence = (/** @type {any[]} */ tokens, /** @type {number} */ at) =>
    wide(escape(tokens[at].info.trim() || 'shown'), tokens[at].content);
  rules.code_block = (/** @type {any[]} */ tokens, /** @type {number} */ at) =>
    wide('shown', tokens[at].content);
  rules.table_open = () => '<div class="wide" tabindex="0"><table>\n';
  rules.table_close = () => '</table></div>\n';

  const makePage = (/** @type {string} */ document) => {
    const tokens = markdown.parse(readFileSync(path.join(docs, document), 'utf8'), {});
    let title = '';
    tokens.forEach((/** @type {any} */ token, /** @type {number} */ at) => {
      if (token.type === 'inline') {
        showPlaces(document, token.children);
        if (token.children.length === 1 && token.children[0].type === 'place')
          tokens[at - 1].attrSet('class', 'file');
      }
      // A column without a name has no header cell.
      if (token.type === 'th_open' && !tokens[at + 1].content)
        token.tag = tokens[at + 2].tag = 'td';
      if (token.type !== 'heading_open') return;
      const text = plain(tokens[at + 1]);
      title ||= text;
      token.attrSet('id', anchorOf(text));
    });
    return pageOf(title, markdown.renderer.render(tokens, markdown.options, {}), document);
  };
  return new Map(documents.map((name) => [guidePageAt(addressOf(name)), makePage(name)]));
}

function pageOf(
  /** @type {string} */ title,
  /** @type {string} */ body,
  /** @type {string} */ document,
) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#faf8f4" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#16171a" media="(prefers-color-scheme: dark)" />
    <title>${title.replace(/&/g, '&amp;').replace(/</g, '&lt;')} · Cleave</title>
    <link rel="icon" type="image/svg+xml" href="favicon.svg" />
    <link rel="stylesheet" href="shared/base.css" />
    <link rel="stylesheet" href="guide/guide.css" />
  </head>
  <body>
    <a class="skip" href="#text">Skip to the text</a>
    <header>
      <a class="wordmark" href="/">Cleave</a>
      <nav aria-label="Guide">
        <a href="${guidePath}">Guide</a>
        <a href="/docs">API</a>
        <a href="/console">Console</a>
      </nav>
    </header>
    <main id="text">
${body}    </main>
    <footer class="hint">docs/${document}</footer>
  </body>
</html>
`;
}
