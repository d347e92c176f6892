// Things for the house: lights, kitchen, textiles, candles.
import { box, circle, flame, group, oval, path, shade, stroke, times } from './shapes.js';

/** @import { Motif } from './shapes.js' */

/** @type {Record<string, Motif>} */
export const homeMotifs = {
  lamp: (p) => [
    box(117, 96, 6, 92, p.dark),
    oval(120, 192, 34, 8, p.dark),
    path('M92 52h56l24 62H68z', p.a),
    path('M128 52h20l24 62h-36z', p.a2),
    oval(120, 114, 52, 6, p.light),
  ],
  deskLamp: (p) => [
    oval(98, 192, 38, 8, p.a2),
    box(64, 182, 68, 10, p.a, 5),
    stroke('M98 184 L74 122 L134 84', p.a2, 6),
    circle(74, 122, 7, p.dark),
    circle(134, 84, 7, p.dark),
    path('M129 128l56-44 38 84-58 22z', shade(p.wall, -0.3)),
    group('rotate(-38 142 86)', [
      path('M126 62h32l22 48h-76z', p.a),
      path('M146 62h12l22 48h-22z', p.a2),
    ]),
  ],
  baseLamp: (p) => [
    path('M94 42h52l26 58H68z', p.light),
    path('M126 42h20l26 58h-36z', p.b),
    box(114, 100, 12, 16, p.dark),
    path('M104 112h32c28 22 30 62 6 82H98c-24-20-22-60 6-82z', p.a),
    path('M124 112h12c28 22 30 62 6 82h-16c14-24 14-56-2-82z', p.a2),
  ],
  lantern: (p) => [
    stroke('M98 66a22 22 0 0 1 44 0', p.dark, 4),
    path('M84 84l20-24h32l20 24z', p.a),
    box(84, 84, 72, 8, p.a2),
    box(90, 92, 60, 90, p.light),
    box(112, 134, 16, 48, p.c),
    path('M120 108c10 12 8 22 0 24-8-2-10-12 0-24z', flame),
    box(88, 92, 6, 90, p.a),
    box(146, 92, 6, 90, p.a2),
    box(117, 92, 4, 12, p.a2),
    box(80, 182, 80, 12, p.a, 2),
    box(124, 182, 36, 12, p.a2, 2),
  ],
  pendant: (p) => [
    box(118.5, 0, 3, 70, p.dark),
    box(110, 66, 20, 16, p.dark, 2),
    path('M112 80h16c40 10 56 44 60 76H52c4-32 20-66 60-76z', p.a),
    path('M122 80h6c40 10 56 44 60 76h-46c2-32-4-62-20-76z', p.a2),
    oval(120, 156, 68, 9, p.light),
    path('M96 160h48l20 80H76z', p.light),
  ],
  pleated: (p) => [
    box(118.5, 0, 3, 70, p.dark),
    path('M96 70h48l36 92H60z', p.a),
    ...times(5, (i) => path(`M${100 + i * 9} 70h4l${(i - 2) * 12 + 8} 92h-12z`, p.a2)),
    oval(120, 162, 60, 7, p.light),
  ],
  bulb: (p) => [
    box(118.5, 0, 3, 58, p.dark),
    box(106, 54, 28, 34, p.dark, 4),
    box(106, 66, 28, 4, p.a2),
    circle(120, 134, 50, p.light),
    path('M120 84a50 50 0 0 1 0 100 70 70 0 0 0 0-100z', p.b),
    stroke('M104 92v24l8 22 8-22 8 22 8-22V92', p.a, 3),
  ],
  garland: (p) => [
    stroke('M-4 60Q60 120 120 88T244 70', p.dark, 3),
    ...[
      [22, 84],
      [62, 100],
      [102, 97],
      [142, 82],
      [180, 74],
      [218, 72],
    ].map(([x, y], i) =>
      group(`translate(${x} ${y})`, [
        box(-5, -4, 10, 12, p.dark, 2),
        path('M0 6c20 16 14 40 0 40s-20-24 0-40z', i % 2 ? p.c : p.a),
        path('M2 8c16 16 12 38-2 38 8-10 8-26 2-38z', i % 2 ? p.b : p.a2),
      ]),
    ),
  ],
  bunting: (p) => [
    stroke('M-4 50Q120 130 244 50', p.dark, 3),
    ...[
      [12, 58, 18],
      [62, 82, 9],
      [112, 90, 0],
      [162, 82, -9],
      [206, 62, -18],
    ].map(([x, y, turn], i) =>
      group(`translate(${x} ${y}) rotate(${turn})`, [
        path('M-22 0h44l-22 64z', [p.a, p.b, p.c, p.a2, p.b2][i]),
        path('M4 0h18l-22 64z', [p.a2, p.b2, p.b, p.a, p.b][i]),
      ]),
    ),
  ],
  cable: (p) => [
    ...times(4, (i) =>
      stroke(
        `M${66 + i * 5} ${186 - i * 20}c10 16 90 16 104 0s-80-26-104 0`,
        i % 2 ? p.a2 : p.a,
        11,
      ),
    ),
    stroke('M168 126c30 4 34 30 20 62', p.a, 9),
    box(178, 182, 20, 14, p.dark, 4),
  ],
  pan: (p) => [
    box(160, 118, 68, 12, p.dark, 6),
    path('M52 108h118v58c0 16-10 28-28 28H80c-18 0-28-12-28-28z', p.a),
    path('M132 108h38v58c0 16-10 28-28 28h-20c10-20 14-56 10-86z', p.a2),
    oval(111, 108, 59, 12, p.light),
    oval(111, 109, 50, 8, p.b),
  ],
  griddle: (p) => [
    group('rotate(-14 120 130)', [
      box(34, 118, 66, 18, p.dark, 9),
      circle(138, 128, 66, p.a2),
      circle(138, 128, 56, p.dark),
      ...times(5, (i) => box(102 + (i % 2), 96 + i * 15, 72, 6, p.a, 3)),
    ]),
  ],
  spoon: (p) => [
    ...[
      [-16, p.a, p.a2],
      [14, p.b, p.b2],
    ].map(([turn, main, dim]) =>
      group(`rotate(${turn} 120 200)`, [
        box(115, 96, 10, 108, String(main), 5),
        oval(120, 74, 24, 34, String(main)),
        path('M122 40c22 4 28 56 0 68 12-20 12-48 0-68z', String(dim)),
      ]),
    ),
  ],
  mug: (p) => [
    stroke('M156 116c44-6 44 54 0 52', p.a2, 12),
    path('M74 96h86v76c0 14-8 22-22 22H96c-14 0-22-8-22-22z', p.a),
    path('M130 96h30v76c0 14-8 22-22 22h-18c10-24 14-64 10-98z', p.a2),
    oval(117, 96, 43, 9, p.light),
    oval(117, 97, 36, 6, p.dark),
    box(74, 134, 86, 8, p.b),
  ],
  dish: (p) => [
    box(106, 84, 28, 14, p.a2, 7),
    path('M66 152c0-40 24-56 54-56s54 16 54 56z', p.light),
    path('M128 96c28 4 46 20 46 56h-28c4-26-2-46-18-56z', p.b),
    box(84, 126, 66, 26, p.c, 4),
    path('M40 152h160l-16 34c-4 6-8 8-14 8H70c-6 0-10-2-14-8z', p.a),
    path('M150 152h50l-16 34c-4 6-8 8-14 8h-34z', p.a2),
  ],
  bowl: (p) => [
    path('M46 116h148c0 48-28 78-74 78s-74-30-74-78z', p.a),
    path('M150 116h44c0 48-28 78-74 78 24-18 32-46 30-78z', p.a2),
    oval(120, 116, 74, 14, p.light),
    oval(120, 117, 64, 10, p.b2),
    ...times(3, (i) => stroke(`M${56 + i * 4} ${138 + i * 16}q64 18 ${128 - i * 8} 0`, p.b, 4)),
  ],
  knife: (p) => [
    group('rotate(28 120 120)', [
      path('M108 20c30 40 30 76 26 104h-26z', p.light),
      path('M108 20c10 30 12 76 12 104h-12z', p.b),
      box(106, 124, 30, 8, p.dark),
      box(106, 132, 28, 82, p.a, 8),
      circle(120, 150, 3, p.light),
      circle(120, 192, 3, p.light),
    ]),
  ],
  dripper: (p) => [
    path('M66 82h108l-34 50h-40z', p.a),
    path('M132 82h42l-34 50h-18z', p.a2),
    oval(120, 82, 54, 9, p.light),
    oval(120, 83, 44, 6, p.dark),
    box(82, 130, 76, 7, p.a2, 3),
    path('M88 137h64l6 50c0 5-4 8-8 8H90c-4 0-8-3-8-8z', p.light),
    path('M86 162h68l4 25c0 5-4 8-8 8H90c-4 0-8-3-8-8z', p.dark),
  ],
  timer: (p) => [
    box(78, 60, 84, 12, p.a, 3),
    box(78, 182, 84, 12, p.a2, 3),
    box(84, 72, 5, 110, p.dark),
    box(151, 72, 5, 110, p.dark),
    path('M94 72h52c0 34-22 44-22 55s22 21 22 55H94c0-34 22-44 22-55S94 106 94 72z', p.light),
    path('M102 98h36c-8 14-14 20-18 26-4-6-10-12-18-26z', p.c),
    path('M120 150c14 8 22 18 24 32H96c2-14 10-24 24-32z', p.c),
  ],
  cloth: (p) => [
    ...[
      [150, p.b, p.b2],
      [112, p.a, p.a2],
      [76, p.light, p.c],
    ].map(([y, main, dim]) =>
      group(`translate(0 ${y})`, [
        box(50, 4, 140, 36, String(main), 10),
        path('M150 4h30a10 10 0 0 1 10 10v16a10 10 0 0 1-10 10h-30z', String(dim)),
        box(68, 4, 6, 36, String(dim)),
        box(80, 4, 3, 36, String(dim)),
      ]),
    ),
  ],
  cushion: (p) => [
    path('M56 78q64 18 128 0 16 60 0 116-64-14-128 0-16-58 0-116z', p.a),
    ...times(5, (i) =>
      path(`M${74 + i * 22} 83q${3 - i} 54 0 108h8q${3 - i}-54 0-108z`, i % 2 ? p.b : p.light),
    ),
    path('M172 80q6 0 12-2 16 60 0 116-8-2-14-2 12-56 2-112z', p.a2),
  ],
  drape: (p) => [
    path('M52 44h136l10 110q-16 14-30 0-16 20-34 2-16 22-34 2-16 16-30-2-14 12-26-2z', p.a),
    path('M132 44h56l10 110q-16 14-30 0-16 20-34 2z', p.a2),
    ...times(3, (i) => box(52 - i * 2, 70 + i * 28, 136 + i * 4, 5, p.b)),
    box(40, 38, 160, 10, p.dark, 5),
  ],
  socks: (p) => [
    ...[
      [0, p.b, p.b2],
      [38, p.a, p.a2],
    ].map(([x, main, dim]) =>
      group(`translate(${x} 0)`, [
        path(
          'M76 52h46v76c0 8 6 14 16 20l22 14c12 8 8 30-10 30h-40c-24 0-34-14-34-34z',
          String(main),
        ),
        path('M76 52h46v16H76z', String(dim)),
        path('M142 152l18 10c12 8 8 30-10 30h-16c10-10 14-26 8-40z', String(dim)),
      ]),
    ),
  ],
  gloves: (p) => [
    ...[-1, 1].map((side) =>
      group(`translate(120 0) scale(${side} 1) rotate(8 30 190)`, [
        path(
          'M14 100c0-22 10-40 30-40s30 18 30 40v58H20zM72 112c8-14 26-8 22 8l-20 38z',
          side < 0 ? p.a : p.a2,
        ),
        box(16, 156, 62, 34, side < 0 ? p.b : p.b2, 4),
      ]),
    ),
  ],
  apron: (p) => [
    stroke('M92 58c4-34 52-34 56 0', p.b, 6),
    path('M90 56h60l8 42c8 10 24 12 30 16v82H52v-82c6-4 22-6 30-16z', p.a),
    path('M130 56h20l8 42c8 10 24 12 30 16v82h-46z', p.a2),
    box(90, 132, 60, 40, p.b, 3),
    box(118, 132, 3, 40, p.b2),
  ],
  quilt: (p) => [
    ...times(25, (i) => {
      const x = 45 + (i % 5) * 30;
      const y = 48 + Math.floor(i / 5) * 30;
      return box(x, y, 30, 30, [p.a, p.b, p.light, p.c, p.a2][(i * 3 + Math.floor(i / 5)) % 5]);
    }),
    ...times(25, (i) => {
      const x = 45 + (i % 5) * 30;
      const y = 48 + Math.floor(i / 5) * 30;
      return path(`M${x} ${y + 30}l30-30v30z`, [p.b2, p.a2, p.c, p.a, p.b][(i * 2) % 5]);
    }),
  ],
  bottle: (p) => [
    box(104, 42, 32, 30, p.dark, 4),
    path('M98 68h44l8 18c20 4 28 14 28 32v52q0 26-28 26H90q-28 0-28-26v-52c0-18 8-28 28-32z', p.a),
    path('M136 84h14c20 4 28 16 28 34v52c0 18-10 26-28 26h-14z', p.a2),
    ...times(3, (i) => stroke(`M${84 + i * 26} 104q10 20 0 40t0 40`, p.b, 5)),
  ],
  candle: (p) => [
    oval(120, 194, 62, 8, p.b2),
    path('M72 96c30 10 66 10 96 0v92H72z', p.a),
    path('M138 102c12-2 22-3 30-6v92h-34z', p.a2),
    oval(120, 96, 48, 10, p.light),
    box(118, 78, 4, 18, p.dark),
    path('M120 36c16 20 14 40 0 44-14-4-16-24 0-44z', flame),
    path('M120 54c8 10 6 22 0 25-6-3-8-15 0-25z', p.light),
    box(58, 186, 124, 9, p.b, 4),
  ],
  tapers: (p) => [
    ...[
      [70, 70],
      [104, 52],
      [138, 82],
    ].map(([x, y], i) =>
      group(`translate(${x} ${y})`, [
        path(`M2 0h18l4 ${194 - y}H-2z`, i === 1 ? p.b : p.a),
        path(`M13 0h7l4 ${194 - y}h-9z`, i === 1 ? p.b2 : p.a2),
        box(10, -10, 2, 10, p.dark),
        ...(i === 1 ? [path('M11-38c10 12 8 24 0 28-8-4-10-16 0-28z', flame)] : []),
      ]),
    ),
    box(56, 186, 124, 8, p.dark, 4),
  ],
  glassCandle: (p) => [
    path('M68 84h104v94c0 10-6 16-16 16H84c-10 0-16-6-16-16z', p.light),
    path('M68 112h104v66c0 10-6 16-16 16H84c-10 0-16-6-16-16z', p.a),
    path('M140 112h32v66c0 10-6 16-16 16h-22z', p.a2),
    box(84, 132, 56, 40, p.light, 2),
    box(94, 144, 36, 4, p.dark),
    box(100, 154, 24, 3, p.a),
    box(118, 94, 3, 18, p.dark),
    path('M120 58c12 14 10 32 0 36-10-4-12-22 0-36z', flame),
  ],
  tealights: (p) => [
    ...[
      [82, 176, 1],
      [158, 176, 1],
      [120, 160, 0],
      [120, 190, 1],
    ].map(([x, y, lit]) =>
      group(`translate(${x} ${y})`, [
        box(-30, -20, 60, 24, p.a, 3),
        box(6, -20, 24, 24, p.a2, 3),
        oval(0, -20, 30, 8, p.light),
        ...(lit ? [path('M0-56c10 14 8 28 0 34-8-6-10-20 0-34z', flame)] : []),
      ]),
    ),
  ],
  snuffer: (p) => [
    group('rotate(-30 120 120)', [
      box(116, 84, 8, 128, p.a, 4),
      path('M96 84h48l-14-42c-4-10-16-10-20 0z', p.b),
      path('M124 84h20l-14-42c-2-5-6-8-10-8 6 14 8 34 4 50z', p.b2),
      circle(120, 212, 9, p.a2),
    ]),
  ],
  scissors: (p) => [
    group('rotate(24 120 110)', [
      path('M112 20c12 30 14 70 8 108h-10z', p.light),
      path('M130 20c-12 30-14 70-8 108h10z', p.b),
      circle(120, 124, 6, p.dark),
      stroke('M118 126c-8 20-30 24-30 46 0 22 34 22 32-6l2-36', p.a, 9),
      stroke('M124 126c8 20 30 24 30 46 0 22-34 22-32-6l-2-36', p.a2, 9),
    ]),
  ],
};
