// What is fetched when a product needs it: rarer motifs, and words for what gift shops have.
import { read } from './looks.js';
import { deskMotifs } from './motifs_desk.js';
import { giftMotifs } from './motifs_gifts.js';
import { houseMotifs } from './motifs_house.js';

/** As in looks.js; these belong to no part of the shop. */
const words = `
door ?mat = doormat
cake ?stand = cakeStand
egg ?cup|egg = eggCup
cake case|petit four|fairy cake|cupcake|muffin|cake = cupcake
trinket|biscuits?\\b.*bowl = roundTin
tea ?pot|tea for one|tea set = teapot
cosy = cosy
\\bcups?\\b|saucer|beaker = cup
plate|coaster|placemat|dish|doil = plate
wine glass|glass\\b(?!.*(neck|brac|ear|heart|bead))|tumbler|goblet = glass
cutlery|chopstick = cutlery
tray = tray
tin\\b|tins\\b = roundTin
\\bsign\\b|memo board|doorsign|plaque|memoboard|black ?board|chalkboard = sign
thermometer = thermometer
jug = jug
(cookie|biscuit) cutter = cookie
incense = incense
snap|ludo|bingo|ladders|heads and tails|game = gameBox
warmer|mitt|glove = mitten
\\bpegs? = peg
\\bfan = fan
(wood|block|painted) letters|block word|number tile|stencil = lettering
food cover|c/cover = cover
bathroom bottle|flask = bathBottle
scales = scales
clock = clock
mirror = mirror
neckl|lariat|beads = necklace
bracelet|bangle = bracelet
earring = earrings
\\bring\\b(?! purse)|brooch|tiara|diamante|jewel = ring
purse|wallet = purse
lunch|suitcase|snack|\\bcases? = lunchBox
\\bbag|shopper|backpack|handbag|washbag|tote = handbag
umbrella|parasol = umbrella
badge|magnet|button|rubbers|eraser = badges
frame|picture|print\\b|album = frame
ribbon|reel|tinsel = reel
balloon = balloons
sticker|tattoo|transfer = stickers
tissue|napkin = tissues
money|\\bbank\\b = moneyBox
babushka|doll|geisha|girl|fairy = doll
teddy|soft toy|monkey|bear|toy = teddy
owl = owl
bird|swallow|hen\\b|chick|robin|swan = bird
knob|handle = knob
butterfl|b'fly = butterfly
\\bbells? = bell
wreath = wreath
vase|flowers?|posy|bouquet = vase
bauble|disco ball|christmas.*ball = bauble
tree = tree
hanger|coat rack = hanger
shelf|rack|tidy|organiser = shelf
sponge = bathSponge
soap = soap
heart = heart
star|snowflake|angel = star
box|chest|gift|kit\\b|set\\b = giftBox
leaf|leaves|feather|herb|plant = leaves`;

export const moreLooks = read('', words);
export const moreMotifs = { ...houseMotifs, ...deskMotifs, ...giftMotifs };
