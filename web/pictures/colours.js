// Colours, and the words of a product's name that ask for them.

/** A word for a colour, in a line each. The longer one stands before the one that it holds. */
const hues = `
white|chalk f6f3ec
cream|ivory f1e5c8
oatmeal|natural|beige|sand|ecru|flax d9c6a0
black 2c2b2e
charcoal|slate 4b4f54
gr[ae]y 8f9497
silver b9c0c4
brass|bronze c49a3c
gold(en)? d6aa33
copper b8703f
red|scarlet c43c32
burgundy|crimson|ruby 8a2f3c
pink|blossom e59bac
rose d67c8c
fuchsia|magenta c0437d
terracotta|rust b8623d
peach|apricot|coral e8987a
orange|amber|tangerine dc7a2d
mustard|ochre cb9a2c
yellow|lemon e9c540
lime a2bd45
green 4c8755
sage a5b392
mint a9d3b6
olive(?! wood) 7f8347
moss 6f8050
forest 2f5b43
teal|petrol 2b7276
turquoise|turq|aqua 45a9ab
(light|sky) blue 8fbcd8
navy|dark blue 27375c
indigo 3b4480
blue 34679f
purple|violet 74508f
lilac|lavender|heather|amethyst a389bb
plum 6e3b5c
chocolate|walnut 5f4231
brown 86603f`;

/** What a thing is made of, or smells of. Colour words come first. */
const stuffs = `
enamel f3ecdc
enamel 2b3a5c
steel|galvanised|zinc b0b8bc
(cast[- ])?iron 505358
beeswax|honey e0ae4a
harvest c98f2c
ticking 3b4480
fig 8ea06c
smoke|wood smoke 7d7670
willow|rattan|wicker|seagrass|raffia|bamboo c8a263
leather|cedar|cherry b2744a
oak|beech|pine|ash|maple|wood(en)? c2945e
canvas|jute|hessian b7a378
linen dccbab
stoneware|wool c6bba8
porcelain|china f4efe4
sealing wax 932f36`;

const read = (/** @type {string} */ lines) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.lastIndexOf(' ');
      return /** @type {const} */ ([
        new RegExp(`\\b(${line.slice(0, at)})s?\\b`),
        `#${line.slice(at + 1)}`,
      ]);
    });

const known = [read(hues), read(stuffs)];

/**
 * The colours that a text asks for, those of colour words first, each once.
 * @param {string} text in lower case
 * @returns {string[]} "#rrggbb" each
 */
export function coloursIn(text) {
  const found = known.flatMap((list) =>
    list
      .map(([pattern, hex]) => ({ at: text.search(pattern), hex }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at),
  );
  return [...new Set(found.map(({ hex }) => hex))];
}

/** @param {string} [colour] "rrggbb", a word for one, or nothing */
export const coloursOf = (colour = '') =>
  /^[\da-f]{6}$/.test(colour) ? [`#${colour}`] : coloursIn(colour);

/** @param {string} hex "#rrggbb" */
const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/**
 * A colour nearer to black (or, with a negative share, to white).
 * @param {string} hex "#rrggbb" @param {number} share 0..1
 */
export function shade(hex, share) {
  const end = share < 0 ? 255 : 0;
  const mixed = parts(hex).map((value) => Math.round(value + (end - value) * Math.abs(share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** How light a colour is, 0..255. @param {string} hex "#rrggbb" */
export const lightness = (hex) =>
  parts(hex).reduce((sum, value, i) => sum + value * [0.3, 0.59, 0.11][i], 0);

/** How well two colours can be told apart, 0..441. @param {string} one @param {string} other */
export function distance(one, other) {
  const there = parts(other);
  return Math.hypot(...parts(one).map((value, i) => value - there[i]));
}
