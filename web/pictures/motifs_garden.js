// Things for the desk and the garden.
import { box, circle, group, oval, path, stroke, times } from './shapes.js';

/** @import { Motif } from './shapes.js' */

/** @type {Record<string, Motif>} */
export const gardenMotifs = {
  book: (p) => [
    group('rotate(-6 120 120)', [
      box(70, 44, 108, 148, p.a2, 6),
      box(76, 48, 104, 140, p.light, 3),
      box(64, 40, 108, 148, p.a, 6),
      box(64, 40, 16, 148, p.a2, 6),
      box(98, 72, 54, 34, p.light, 2),
      box(106, 82, 38, 4, p.dark),
      box(106, 92, 24, 4, p.dark),
      box(150, 40, 8, 160, p.c),
    ]),
  ],
  letter: (p) => [
    group('rotate(5 120 110)', [
      box(62, 40, 118, 128, p.light, 2),
      ...times(4, (i) => box(78, 62 + i * 16, 86 - (i % 2) * 22, 4, p.b)),
    ]),
    group('rotate(-5 120 150)', [
      box(44, 104, 152, 92, p.a, 3),
      path('M44 106l76 56 76-56v88H44z', p.a2),
      path('M46 104h148l-74 52z', p.a),
      circle(120, 152, 13, p.c),
    ]),
  ],
  card: (p) => [
    path('M58 60l70-14v140l-70 12z', p.a2),
    box(92, 52, 96, 142, p.light, 2),
    circle(140, 124, 34, p.a),
    path('M112 104l6-32 20 20zM168 104l-6-32-20 20z', p.a),
    circle(128, 118, 4, p.dark),
    circle(152, 118, 4, p.dark),
    path('M128 134h24l-12 16z', p.light),
    box(120, 68, 40, 12, p.c, 2),
    box(128, 52, 24, 20, p.c, 2),
  ],
  calendar: (p) => [
    box(58, 46, 124, 150, p.light, 3),
    box(58, 46, 124, 70, p.a, 3),
    path('M58 116l40-40 30 26 22-18 32 32z', p.a2),
    circle(150, 68, 10, p.c),
    ...times(20, (i) =>
      circle(76 + (i % 5) * 22, 134 + Math.floor(i / 5) * 16, 4, i === 8 ? p.c : p.b),
    ),
    ...times(6, (i) => box(70 + i * 19, 40, 5, 14, p.dark, 2)),
  ],
  pencils: (p) => [
    path('M76 110h88l-8 86H84z', p.b),
    path('M130 110h34l-8 86h-32z', p.b2),
    ...[
      [88, 44, -8],
      [108, 30, -2],
      [130, 38, 4],
      [148, 52, 10],
    ].map(([x, y, turn], i) =>
      group(`translate(${x} ${y}) rotate(${turn})`, [
        box(-8, 22, 16, 74, [p.a, p.c, p.a2, p.light][i]),
        path('M-8 22L0 0l8 22z', p.light),
        path('M-3 8L0 0l3 8z', p.dark),
      ]),
    ),
    path('M76 110h88l-2 12H78z', p.dark),
  ],
  rolls: (p) => [
    ...[
      [58, -14, p.a, p.a2],
      [104, 0, p.b, p.b2],
      [150, 12, p.c, p.light],
    ].map(([x, turn, main, dim]) =>
      group(`translate(${x} 0) rotate(${turn} 16 190)`, [
        box(0, 48, 34, 146, String(main)),
        box(22, 48, 12, 146, String(dim)),
        oval(17, 48, 17, 6, p.light),
        oval(17, 48, 8, 3, p.dark),
        ...times(4, (i) => circle(10 + (i % 2) * 10, 76 + i * 30, 4, p.light)),
      ]),
    ),
  ],
  tape: (p) => [
    ...[
      [82, 150, p.a, p.a2],
      [152, 154, p.b, p.b2],
      [118, 92, p.c, p.light],
    ].map(([x, y, main, dim]) =>
      group(`translate(${x} ${y})`, [
        circle(0, 0, 42, String(main)),
        path('M0-42a42 42 0 0 1 0 84 60 60 0 0 0 0-84z', String(dim)),
        circle(0, 0, 24, p.light),
        circle(0, 0, 19, p.wall),
      ]),
    ),
  ],
  tags: (p) => [
    ...[
      [-22, p.b],
      [-4, p.a2],
      [14, p.a],
    ].map(([turn, main]) =>
      group(`rotate(${turn} 120 30)`, [
        path('M94 78l26-26 26 26v112H94z', String(main)),
        circle(120, 78, 7, p.light),
        stroke('M120 78C126 50 112 40 120 16', p.dark, 2),
        box(106, 118, 28, 4, p.light),
        box(106, 132, 20, 4, p.light),
      ]),
    ),
  ],
  bag: (p) => [
    path('M74 70l10-10 12 8 12-8 12 8 12-8 12 8 12-8 10 10 4 126H70z', p.a),
    path('M140 64l4-4 12 8 10-2 4 130h-34z', p.a2),
    box(92, 106, 56, 52, p.light, 3),
    circle(120, 132, 16, p.b),
    path('M120 116c14 4 14 28 0 32z', p.b2),
  ],
  seal: (p) => [
    group('rotate(16 150 100)', [
      box(138, 34, 26, 90, p.a, 12),
      box(134, 120, 34, 18, p.c, 3),
      box(150, 34, 14, 90, p.a2, 7),
    ]),
    path(
      'M50 158c-6-20 14-34 32-26 18-14 44 0 40 20 12 14-2 36-20 32-14 14-40 8-42-8-10-2-14-9-10-18',
      p.b,
    ),
    circle(84, 160, 20, p.b2),
    path('M84 148l4 8 9 1-7 6 2 9-8-4-8 4 2-9-7-6 9-1z', p.b),
  ],
  pot: (p) => [
    path('M120 110c-6-44-44-50-52-44 6 30 30 44 52 44z', p.b),
    path('M120 110c6-54 44-64 54-54-6 34-30 52-54 54z', p.b2),
    path('M120 112c-16-40-6-70 0-80 8 12 16 42 0 80z', p.b),
    box(68, 106, 104, 22, p.a, 3),
    path('M78 128h84l-12 66H90z', p.a),
    path('M134 106h38v22h-10l-12 66h-22c8-24 10-58 6-88z', p.a2),
  ],
  flowers: (p) => [
    ...[
      [84, 74, p.a],
      [122, 48, p.c],
      [158, 82, p.b],
    ].map(([x, y, main], i) =>
      group(`translate(${x} ${y})`, [
        stroke(`M0 0Q${(1 - i) * 12} 70 ${(1 - i) * 22} ${192 - Number(y)}`, p.dark, 3),
        ...times(6, (k) => group(`rotate(${k * 60})`, [oval(0, -16, 9, 15, String(main))])),
        circle(0, 0, 9, p.light),
      ]),
    ),
    path(
      'M112 150c-20-16-34-14-42-10 10 18 26 20 42 10zM130 158c20-16 34-12 42-8-10 16-26 18-42 8z',
      p.b2,
    ),
  ],
  can: (p) => [
    stroke('M92 96c-4-56 74-56 70 0', p.a2, 8),
    path('M84 156L34 96l-12 8 62 84z', p.a2),
    path('M14 84l34 4-16 28z', p.dark),
    path('M80 94h92l8 92c0 6-4 10-10 10H82c-6 0-10-4-10-10z', p.a),
    path('M140 94h32l8 92c0 6-4 10-10 10h-32c8-30 8-66 2-102z', p.a2),
    box(76, 116, 100, 6, p.b),
    stroke('M176 110c34 4 30 60 2 62', p.a2, 8),
  ],
  trowel: (p) => [
    group('rotate(26 120 120)', [
      box(108, 26, 24, 82, p.a, 11),
      box(121, 26, 11, 82, p.a2, 5),
      box(115, 104, 10, 32, p.dark),
      path('M92 134h56v6l-8 62h-8v-50h-8v58h-8v-58h-8v50h-8z', p.b),
    ]),
  ],
  labels: (p) => [
    ...[
      [62, 60],
      [104, 44],
      [146, 64],
    ]
      .map(([x, y], i) => [
        box(x + 14, y + 44, 6, 150 - y, p.dark),
        box(x, y, 36, 56, i === 1 ? p.b : p.a, 6),
        box(x + 22, y, 14, 56, i === 1 ? p.b2 : p.a2, 6),
        box(x + 8, y + 16, 20, 4, p.light),
        box(x + 8, y + 28, 12, 4, p.light),
      ])
      .flat(),
  ],
  twine: (p) => [
    oval(120, 132, 66, 64, p.a),
    path('M140 72c56 22 60 98 0 120 26-40 26-84 0-120z', p.a2),
    ...times(5, (i) =>
      stroke(
        `M${62 + i * 6} ${112 + i * 14}q56 ${-40 + i * 8} 112 ${-16 + i * 4}`,
        i % 2 ? p.b : p.a2,
        4,
      ),
    ),
    stroke('M176 168c24 16 10 30 40 26', p.a2, 5),
  ],
  birdhouse: (p) => [
    box(117, 0, 4, 60, p.dark),
    path('M60 92l60-44 60 44z', p.b),
    path('M124 50l56 42h-40z', p.b2),
    box(78, 92, 84, 84, p.light),
    path('M78 124h84v52H78z', p.c),
    box(78, 92, 6, 84, p.dark),
    box(156, 92, 6, 84, p.dark),
    box(58, 176, 124, 12, p.a, 4),
    path('M150 160c4-14 26-14 28 2l12-4-10 14c-8 8-28 6-30-12z', p.a2),
  ],
  cloche: (p) => [
    circle(120, 52, 10, p.b),
    path('M58 190v-58c0-46 26-72 62-72s62 26 62 72v58z', p.light),
    path(
      'M120 188c-4-40-30-48-40-44 4 24 20 38 40 44zM120 188c4-50 34-62 42-56-4 30-20 48-42 56z',
      p.a,
    ),
    path('M152 74c20 12 30 32 30 58v58h-14c4-50 0-90-16-116z', p.b),
    box(46, 186, 148, 10, p.a2, 5),
  ],
  boot: (p) => [
    path('M88 40h54v88c0 12 52 10 52 44v14H88z', p.a),
    path('M122 40h20v88c0 12 52 10 52 44v6h-66c6-50 4-100-6-138z', p.a2),
    box(84, 38, 62, 12, p.b, 3),
    box(84, 184, 114, 12, p.dark, 3),
  ],
  mat: (p) => [
    path('M36 150l34-40h150l-26 40z', p.a),
    path('M36 150h158v34a8 8 0 0 1-8 8H44a8 8 0 0 1-8-8z', p.a2),
    path('M194 150l26-40v30l-26 48z', p.b2),
    stroke('M92 110c10-22 58-22 68 0', p.dark, 6),
    box(104, 162, 22, 6, p.light, 3),
  ],
};
