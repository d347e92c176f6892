// Words of a product's name and what it looks like, by the part of the shop that it belongs to; the
// first that fits wins.

/** A pattern, the motif, and the colour that it has if its name says none. */
const words = {
  candles: `
(t-|tea-?)lights?\\b.*(holder|hldr)|candle ?holder|votive = holder brass
t-lights?|tea-?lights? = tealights d5e5df
birthday candle|party candle = birthday
dinner candle|taper = tapers cream
snuffer = snuffer steel
wick trimmer|scissor = scissors steel
matches = matches oak
chamberstick|candle ?stick = chamber cream
scented candle = glassCandle
travel tin = tin
candle|pillar(?!-) = candle cream`,
  lighting: `
storm lamp = stormLamp 4d6b5c
lantern = lantern
desk lamp = deskLamp
reading light|clip-on = clipLight
string light|fairy light|lights|light garland = garland e9b44c
pleated = pleated f0e6cf
table lamp = lamp
drum|lamp ?shade = drum linen
^(?!.*necklace).*(pendant|shade) = pendant
\\bbulb = bulb white
bedside = baseLamp
\\bflex\\b = cable mustard
\\blamp|(night|table) light = lamp`,
  kitchen: `
griddle|skillet = griddle iron
(milk|sauce|frying) ?pan = pan
spoons = spoons steel
spoon|spatula = spoon oak
dripper = dripper porcelain
funnel = funnel steel
butter dish = dish d3e4df
\\bmug|teacup = mug
knife = knife oak
timer = timer oak
bread bag = breadBag linen
tea towel = towel white
proving = proving rattan
salt pig = saltPig terracotta
bread bin = breadBin white
(tea|coffee) caddy = teaCaddy
compost = pail sage
\\bbowl = bowl`,
  textiles: `
bunting|pennant|garland = bunting
hot water bottle|hottie = bottle cream
quilt|patchwork = quilt
sheepskin = sheepskin ivory
cushion|pillow = cushion
table ?cloth = tablecloth linen
curtain|throw|blanket = throw
\\bsocks? = socks wool
apron = apron
oven glove = ovenGloves
napkins\\b = napkins
towel|flannel = cloth e9dfc9`,
  paper: `
recipe = recipeTin
folder = folder
diary = diary
notebook|journal|sketchbook|pocket book|passport = book
letter set|envelope|writing set|stationery = letter cream
calendar = calendar
card\\b.*\\bfox = foxCard d0703a
card\\b(?! holder)|postcard = card
pencil|\\bpens?\\b = pencils cedar
wrapping|\\bwrap\\b = rolls
\\btape\\b = tape
\\btags? = tags
(paper|party|gift) bag = bag e0c892
sealing = seal`,
  garden: `
feeder|bird ?house|bird box = feeder
seed = packet
watering can = can b0b8bc
\\bfork|trowel|spade|\\brake = trowel
dibber = dibber oak
label = labels
twine = twine
cloche = cloche d3e4df
boot scraper = bootScraper iron
kneeling|kneeler = mat
(?<!trinket |candle )\\bpots?\\b|planter = pot terracotta
gloves? = gloves`,
  toys: `
\\btrain\\b|lorry = train red
rabbit|bunny = animal d8c3a3
duck = duck yellow
spinning top = top
kite = kite
blocks = blocks beech
marbles = marbles
jigsaw|puzzle = puzzle 3f7f9c
domino = dominoes beech
skipping = rope
watercolour|paint(s|box) = paints
puppet = puppets d0703a`,
  storage: `
laundry basket = hamper seagrass
basket = basket willow
crate = crate pine
\\bjars? = jar a8403a
\\brail\\b = rail oak
\\bhooks? = hook brass
dividers = dividers bamboo
key cabinet = keyCabinet oak
drawers|cabinet|cupboard = drawers pine
\\btool = toolRoll canvas`,
};

/** @typedef {{ house: string, motif: string, colour: string }} Look colour: may be empty */

/**
 * Reads lines of words.
 * @param {string} house @param {string} lines
 */
export const read = (house, lines) =>
  lines
    .trim()
    .split('\n')
    .map((line) => {
      const [pattern, look] = line.split(' = ');
      const [motif, colour = ''] = look.split(' ');
      return { pattern: new RegExp(pattern), look: { house, motif, colour } };
    });

const looks = Object.entries(words).flatMap(([house, lines]) => read(house, lines));

/**
 * What a product looks like. Its name alone decides, for a line of a cart knows no more of it.
 * @param {string} text in lower case
 * @param {ReturnType<typeof read>} [among]
 * @returns {Look | undefined} nothing where no word is known
 */
export const lookOf = (text, among = looks) =>
  among.find(({ pattern }) => pattern.test(text))?.look;
