// node web/build/embed.js --packages node_modules --out FOLDER
// Writes what the executable holds of the pages: web.bin, all bytes one after the other, and
// web_table.h, which says what lies where in it (cmake/CleaveWeb.cmake).
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { makeAssets } from './assets.js';

const worthCoding = 512; // bytes; what is smaller saves little more than the header that says so

const { values } = parseArgs({
  options: { packages: { type: 'string' }, out: { type: 'string' } },
});
const out = values.out ?? '.';
const { pages, assets } = makeAssets(
  fileURLToPath(new URL('..', import.meta.url)),
  values.packages,
);

/** @type {Buffer[]} */
const parts = [];
let end = 0;

/** @param {Buffer} bytes @returns {string} where they lie, in C++ */
function put(bytes) {
  const begin = end;
  parts.push(bytes);
  end += bytes.length;
  return `{${begin}, ${bytes.length}}`;
}

/** @param {string} name @param {string} type @param {string} text */
function entry(name, type, text) {
  const plain = Buffer.from(text);
  const gzip = plain.length < worthCoding ? Buffer.alloc(0) : gzipSync(plain, { level: 9 });
  return `    {"${name}", "${type}", ${put(plain)}, ${put(gzip)}},\n`;
}

const rows = [
  ...[...pages].map(([name, text]) => entry(name, 'text/html; charset=utf-8', text)),
  ...[...assets.values()].map(({ name, type, text }) => entry(name, type, text)),
];

writeFileSync(path.join(out, 'web.bin'), Buffer.concat(parts));
writeFileSync(
  path.join(out, 'web_table.h'),
  `// Generated from web/: the files of the web pages, and where in web.bin their bytes lie.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#define CLEAVE_WEB_BYTES "${path.join(out, 'web.bin')}"

namespace build {

struct WebBytes {
  std::size_t begin = 0;
  std::size_t size = 0;
};
struct WebEntry {
  std::string_view name;
  std::string_view type;
  WebBytes text;
  WebBytes gzip;  // empty: not worth it
};
inline constexpr std::array<WebEntry, ${rows.length}> web_entries{{
${rows.join('')}}};

}  // namespace build
`,
);
