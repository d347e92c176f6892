// Makes what a browser gets of the sources: the same ES modules, each under a name that holds a
// hash of what is in it, so that it may be kept for ever. No bundler: names are replaced, comments
// and indentation left out.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { makeGuide } from './guide.js';

/** Where packages keep the module that browsers take. @type {Record<string, string>} */
const packages = {
  htm: 'htm/dist/htm.mjs',
  preact: 'preact/dist/preact.mjs',
  'preact/hooks': 'preact/hooks/dist/hooks.mjs',
  uplot: 'uplot/dist/uPlot.esm.js',
};

/** @type {Record<string, string>} */
const types = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// Comments that begin a line; types in them name what is not served.
const comments = /^[ \t]*(?:\/\*\*[\s\S]*?\*\/[ \t]*\n?|\/\/.*\n)/gm;
const indentation = /^[ \t]+/gm; // no text in them depends on it
// import … from 'x', export … from 'x', import 'x', import('x'); not a text that ends in "import".
const importing = /(\bfrom\s*|(?<![\w/'"])import\s*\(?\s*)(["'])([^"'\n]+)\2/g;
const linking = /(\b(?:href|src)=")([\w./-]+\.(?:js|css|svg))"/g;

/**
 * @typedef {{ name: string, type: string, text: string, needs: Set<string> }} Asset
 *   needs: the assets that must be there before it runs, itself among them
 */

/**
 * @param {string} root the folder web/
 * @param {string} [modules] where packages are installed
 * @returns {{ pages: Map<string, string>, assets: Map<string, Asset> }} the HTML documents of root,
 *   the guide's, and what they refer to, by their names
 */
export function makeAssets(root, modules = path.join(root, 'node_modules')) {
  /** @type {Map<string, Asset>} by file */
  const made = new Map();
  /** @type {string[]} files on the way, each needed by the one before it */
  const under = [];

  const fileOf = (/** @type {string} */ from, /** @type {string} */ name) => {
    const inside = packages[name];
    const file = inside ? path.join(modules, inside) : path.resolve(path.dirname(from), name);
    if (!inside && !name.startsWith('.') && from.endsWith('.js'))
      throw new Error(`${from}: '${name}' is neither a file nor a package that is served`);
    if (!existsSync(file)) throw new Error(`${from}: there is no ${file}`);
    return file;
  };

  /** @param {string} file @returns {Asset} */
  const make = (file) => {
    const known = made.get(file);
    if (known) return known;
    if (under.includes(file))
      throw new Error(`modules in a circle: ${[...under, file].join(' → ')}`);
    under.push(file);
    /** @type {Set<string>} */
    const needs = new Set();
    let text = readFileSync(file, 'utf8').replace(indentation, '');
    if (/\.m?js$/.test(file))
      text = text.replace(comments, '').replace(importing, (_, before, quote, name) => {
        const asset = make(fileOf(file, name));
        if (!before.includes('(')) for (const need of asset.needs) needs.add(need);
        return `${before}${quote}/assets/${asset.name}${quote}`;
      });
    under.pop();
    const { name: base, ext } = path.parse(file);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const name = `${base}.${hash}${ext === '.mjs' ? '.js' : ext}`;
    const asset = { name, type: types[ext], text, needs: needs.add(name) };
    made.set(file, asset);
    return asset;
  };

  const makePage = (/** @type {string} */ file, /** @type {string} */ text) => {
    /** @type {Set<string>} */
    const preloads = new Set();
    const page = text.replace(linking, (_, before, name) => {
      const asset = make(fileOf(file, `./${name}`));
      if (name.endsWith('.js')) for (const need of asset.needs) preloads.add(need);
      return `${before}/assets/${asset.name}"`;
    });
    const links = [...preloads].map(
      (name) => `<link rel="modulepreload" href="/assets/${name}" />`,
    );
    if (links.length === 0) return page;
    return page.replace('</head>', `  ${links.join('\n    ')}\n  </head>`);
  };

  const pages = new Map();
  for (const name of readdirSync(root).filter((name) => name.endsWith('.html'))) {
    const file = path.join(root, name);
    pages.set(name, makePage(file, readFileSync(file, 'utf8')));
  }
  for (const [name, text] of makeGuide(path.join(root, '../docs'), modules))
    pages.set(name, makePage(path.join(root, 'guide.html'), text));
  return { pages, assets: new Map([...made.values()].map((asset) => [asset.name, asset])) };
}
