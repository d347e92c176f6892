// One checkout in two layouts, as it was recorded: the fastest of 35, on a machine of two cores
// with other work, by `cleave up --config monolith` and `cleave up --config split`. For whoever has
// only one of them at hand.

/** @import { KeptTrace, Span, Trace } from './types.js' */

const made = 'recorded on a machine of two cores, November 2026';

// id, cause, process, kind, caller, callee, transport, begun, took, waited, ran, name
const monolith = [
  '1 - gateway server - gateway - 0 13256 - - POST /api/v1/orders',
  '2 1 gateway internal gateway order local 34 13201 - - order.PlaceOrder',
  '3 2 gateway internal order payment local 77 3 - - payment.CheckMethod',
  '4 2 gateway internal order cart local 93 92 - - cart.GetCart',
  '5 4 gateway internal cart catalog local 127 55 - - catalog.GetProducts',
  '6 2 gateway internal order order storage 205 2053 13 61 transaction',
  '7 2 gateway internal order catalog local 2327 1524 - - catalog.Reserve',
  '8 7 gateway internal catalog catalog storage 2331 1516 19 39 transaction',
  '9 2 gateway internal order order storage 3855 1639 9 42 transaction',
  '10 2 gateway internal order payment local 5552 3123 - - payment.Charge',
  '11 10 gateway internal payment payment storage 5571 1649 17 18 transaction',
  '12 10 gateway internal payment payment storage 7870 763 12 19 transaction',
  '13 2 gateway internal order order storage 8678 1451 9 43 transaction',
  '14 2 gateway internal order catalog local 10247 517 - - catalog.Commit',
  '15 14 gateway internal catalog catalog storage 10249 512 16 31 transaction',
  '16 2 gateway internal order cart local 10777 439 - - cart.RemoveOrdered',
  '17 16 gateway internal cart cart storage 10781 432 14 32 transaction',
  '18 2 gateway internal order order storage 11221 1951 10 91 transaction',
  '19 2 gateway producer order cart local 13078 2449 - - cart.RemoveOrdered',
  '20 19 gateway internal - - - 13084 9 - - decode',
  '21 19 gateway server wire cart local 13096 2425 - - cart.RemoveOrdered',
  '22 21 gateway internal cart cart storage 13099 2418 2394 7 transaction',
  '23 19 gateway internal - - - 15523 1 - - encode',
  '24 2 gateway producer order notification local 13119 6150 - - order.OrderConfirmed',
  '25 24 gateway consumer wire notification local 13139 6127 - - order.OrderConfirmed',
  '26 25 gateway internal notification notification storage 13141 6121 253 81 transaction',
];

const split = [
  '1 - gateway server - gateway - 0 35402 - - POST /api/v1/orders',
  '2 1 gateway internal - - - 46 3 - - encode',
  '3 1 gateway client gateway order http 54 35286 - - order.PlaceOrder',
  '4 3 gateway internal - - - 54 2 - - queue',
  '5 3 order internal - - - 1199 12 - - decode',
  '6 3 order server wire order local 1219 33989 - - order.PlaceOrder',
  '7 6 order internal - - - 1277 1 - - encode',
  '8 6 order client order payment http 1280 270 - - payment.CheckMethod',
  '9 8 order internal - - - 1281 44 - - queue',
  '10 8 payment internal - - - 1454 5 - - decode',
  '11 8 payment server wire payment local 1466 4 - - payment.CheckMethod',
  '12 8 payment internal - - - 1472 2 - - encode',
  '13 6 order internal - - - 1551 3 - - decode',
  '14 6 order internal - - - 1585 3 - - encode',
  '15 6 order client order cart http 1589 631 - - cart.GetCart',
  '16 15 order internal - - - 1590 2 - - queue',
  '17 15 cart internal - - - 1781 6 - - decode',
  '18 15 cart server wire cart local 1792 381 - - cart.GetCart',
  '19 18 cart internal - - - 1887 2 - - encode',
  '20 18 cart client cart catalog http 1892 263 - - catalog.GetProducts',
  '21 20 cart internal - - - 1893 2 - - queue',
  '22 20 catalog internal - - - 1975 6 - - decode',
  '23 20 catalog server wire catalog local 1986 120 - - catalog.GetProducts',
  '24 20 catalog internal - - - 2108 7 - - encode',
  '25 18 cart internal - - - 2157 10 - - decode',
  '26 15 cart internal - - - 2175 4 - - encode',
  '27 6 order internal - - - 2222 11 - - decode',
  '28 6 order internal order order storage 2355 863 23 88 transaction',
  '29 6 order internal - - - 3312 4 - - encode',
  '30 6 order client order catalog http 3319 1768 - - catalog.Reserve',
  '31 30 order internal - - - 3320 3 - - queue',
  '32 30 catalog internal - - - 3517 10 - - decode',
  '33 30 catalog server wire catalog local 3532 1479 - - catalog.Reserve',
  '34 33 catalog internal catalog catalog storage 3538 1467 32 65 transaction',
  '35 30 catalog internal - - - 5014 3 - - encode',
  '36 6 order internal - - - 5089 4 - - decode',
  '37 6 order internal order order storage 5098 3501 27 67 transaction',
  '38 6 order internal - - - 8684 7 - - encode',
  '39 6 order client order payment http 8692 10264 - - payment.Charge',
  '40 39 order internal - - - 8693 2 - - queue',
  '41 39 payment internal - - - 8775 11 - - decode',
  '42 39 payment server wire payment local 8792 10072 - - payment.Charge',
  '43 42 payment internal payment payment storage 8846 1836 21 28 transaction',
  '44 42 payment internal payment payment storage 13718 5074 26 27 transaction',
  '45 39 payment internal - - - 18866 16 - - encode',
  '46 6 order internal - - - 18958 12 - - decode',
  '47 6 order internal order order storage 18975 8068 2912 73 transaction',
  '48 6 order internal - - - 27140 2 - - encode',
  '49 6 order client order catalog http 27144 3436 - - catalog.Commit',
  '50 49 order internal - - - 27145 3 - - queue',
  '51 49 catalog internal - - - 27228 6 - - decode',
  '52 49 catalog server wire catalog local 27239 3264 - - catalog.Commit',
  '53 52 catalog internal catalog catalog storage 27241 3253 35 55 transaction',
  '54 49 catalog internal - - - 30505 2 - - encode',
  '55 6 order internal - - - 30582 4 - - decode',
  '56 6 order internal - - - 30597 5 - - encode',
  '57 6 order client order cart http 30604 1564 - - cart.RemoveOrdered',
  '58 57 order internal - - - 30605 2 - - queue',
  '59 57 cart internal - - - 30681 11 - - decode',
  '60 57 cart server wire cart local 30696 1400 - - cart.RemoveOrdered',
  '61 60 cart internal cart cart storage 30704 1384 38 63 transaction',
  '62 57 cart internal - - - 32098 1 - - encode',
  '63 6 order internal - - - 32170 3 - - decode',
  '64 6 order internal order order storage 32179 2935 28 143 transaction',
  '65 6 order producer order notification http 34343 4410 - - order.OrderConfirmed',
  '66 65 notification consumer wire notification local 34557 4045 - - order.OrderConfirmed',
  '67 66 notification internal notification notification storage 34560 4033 34 117 transaction',
  '68 6 order producer order cart http 34410 3967 - - cart.RemoveOrdered',
  '69 68 cart internal - - - 34470 11 - - decode',
  '70 68 cart server wire cart local 34486 3286 - - cart.RemoveOrdered',
  '71 70 cart internal cart cart storage 34491 3275 3239 11 transaction',
  '72 68 cart internal - - - 37774 1 - - encode',
  '73 3 order internal - - - 35211 17 - - encode',
  '74 1 gateway internal - - - 35342 25 - - decode',
];

/** @param {string} text @returns {number | null} */
const number = (text) => (text === '-' ? null : Number(text));

/** @param {string} line @returns {Span} */
function spanOf(line) {
  const [id, cause, process, kind, caller, callee, transport, begun, took, waited, ran, ...name] =
    line.split(' ');
  const word = (/** @type {string} */ text) => (text === '-' ? '' : text);
  return {
    depth: 0,
    span_id: id,
    parent_id: cause === '-' ? null : cause,
    process,
    name: name.join(' '),
    kind: /** @type {Span['kind']} */ (kind),
    caller: word(caller),
    callee: word(callee),
    transport: word(transport),
    offset_us: Number(begun),
    took_us: Number(took),
    outcome: 'ok',
    error: false,
    status: null,
    waited_us: number(waited),
    ran_us: number(ran),
  };
}

/** @param {string} layout @param {string[]} lines @returns {KeptTrace} */
function kept(layout, lines) {
  const spans = lines.map(spanOf);
  /** @type {Trace} */
  const trace = {
    trace_id: `recorded-${layout}`,
    started_at: '2026-11-28T02:40:00.000Z',
    took_us: Math.max(...spans.map((span) => span.offset_us + span.took_us)),
    error: false,
    spans,
    unreachable: [],
  };
  return { format: 1, layout, made, trace };
}

export const recorded = [kept('monolith', monolith), kept('split', split)];
