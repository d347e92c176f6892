// Things to play with, things to keep things in, and what stands for anything else.
import { box, circle, group, oval, path, stroke, times } from './shapes.js';

/** @import { Motif } from './shapes.js' */

/** @type {Record<string, Motif>} */
export const playMotifs = {
  train: (p) => [
    box(52, 96, 66, 74, p.a, 6),
    box(62, 108, 26, 28, p.light, 3),
    path('M112 124h60a18 18 0 0 1 18 18v28h-78z', p.b),
    box(150, 92, 18, 34, p.a2, 3),
    box(144, 84, 30, 10, p.dark, 3),
    box(44, 166, 154, 10, p.dark, 4),
    ...[72, 122, 172].map((x) => circle(x, 182, 16, p.c)),
    ...[72, 122, 172].map((x) => circle(x, 182, 6, p.light)),
  ],
  animal: (p) => [
    path(
      'M96 88c-24-50-8-72 6-60 10 10 14 34 14 56zM140 88c24-50 8-72-6-60-10 10-14 34-14 56z',
      p.a,
    ),
    path('M100 78c-12-30-8-42-2-38 4 6 8 22 10 36zM136 78c12-30 8-42 2-38-4 6-8 22-10 36z', p.b),
    path('M70 196c-4-46 18-60 48-60s52 14 48 60z', p.a2),
    circle(118, 112, 44, p.a),
    circle(102, 106, 5, p.dark),
    circle(134, 106, 5, p.dark),
    path('M112 120h12l-6 8z', p.c),
    stroke('M118 128v8m0 0c-6 6-12 4-14 0m14 0c6 6 12 4 14 0', p.dark, 2.5),
    path('M84 148c20 12 50 12 68 0l4 12c-24 12-52 12-76 0z', p.c),
  ],
  duck: (p) => [
    path('M52 138c30 10 46-2 50-14h60c26 0 30 18 30 28-6 26-30 34-70 34-44 0-66-18-70-48z', p.a),
    circle(92, 88, 38, p.a),
    path('M60 84l-34 10 34 12z', p.c),
    circle(84, 80, 5, p.dark),
    path('M118 146c24-8 44-4 60 2-14 22-48 26-60-2z', p.a2),
    ...[92, 152].map((x) => circle(x, 188, 15, p.b)),
    ...[92, 152].map((x) => circle(x, 188, 5, p.light)),
    stroke('M186 140L224 60', p.dark, 6),
  ],
  top: (p) => [
    box(115, 30, 10, 50, p.dark, 5),
    circle(120, 30, 10, p.c),
    path('M52 108c10-30 40-36 68-36s58 6 68 36z', p.a),
    path('M130 72c28 2 50 10 58 36h-36c-2-18-10-30-22-36z', p.a2),
    box(44, 106, 152, 18, p.b, 9),
    ...times(6, (i) => circle(62 + i * 23, 115, 5, p.light)),
    path('M56 124h128c-16 34-44 46-56 70h-16c-12-24-40-36-56-70z', p.a2),
    path('M136 124h48c-16 34-44 46-56 70 12-22 14-46 8-70z', p.b2),
  ],
  kite: (p) => [
    path('M132 24l60 70-96 72-28-92z', p.a),
    path('M132 24l60 70-96 72z', p.a2),
    path('M132 24l-36 142-28-92z', p.b),
    stroke('M96 166c-30 14 10 30-20 44', p.dark, 3),
    path('M70 176l24 8-20 12zM88 202l-26 0 16 16z', p.c),
  ],
  blocks: (p) => [
    ...[
      [58, 134, p.a, p.a2],
      [122, 134, p.b, p.b2],
      [90, 74, p.c, p.light],
    ].map(([x, y, main, dim]) =>
      group(`translate(${x} ${y})`, [
        box(0, 0, 60, 60, String(main), 4),
        box(42, 0, 18, 60, String(dim), 4),
        circle(26, 30, 14, p.light),
      ]),
    ),
    path('M90 74l30-40 30 40z', p.a),
    path('M120 34l30 40h-22z', p.a2),
  ],
  marbles: (p) => [
    ...[
      [78, 168, 28, p.a, p.a2],
      [140, 164, 34, p.b, p.b2],
      [110, 112, 24, p.c, p.light],
      [184, 178, 18, p.a2, p.a],
      [46, 186, 12, p.b2, p.b],
    ].map(([x, y, r, main, dim]) =>
      group(`translate(${x} ${y}) scale(${Number(r) / 30})`, [
        circle(0, 0, 30, String(main)),
        path('M-20-22C10-20 10 20 20 22-4 30-28 6-20-22z', String(dim)),
        circle(-10, -12, 5, p.light),
      ]),
    ),
  ],
  puzzle: (p) => [
    ...[
      [64, 64, p.a],
      [122, 64, p.b],
      [64, 122, p.b2],
      [122, 122, p.a2],
    ].map(([x, y, main]) => box(Number(x), Number(y), 56, 56, String(main), 3)),
    circle(122, 92, 11, p.a),
    circle(92, 122, 11, p.b2),
    circle(150, 120, 11, p.b),
    circle(120, 150, 11, p.a2),
    group('translate(158 36) rotate(16)', [
      box(0, 0, 48, 48, p.c, 3),
      circle(0, 24, 10, p.c),
      circle(24, 48, 9, p.wall),
    ]),
  ],
  dominoes: (p) => [
    ...[
      [-18, 62, 3, 5],
      [8, 124, 6, 2],
    ].map(([turn, x, up, down]) =>
      group(`rotate(${turn} ${x + 28} 180)`, [
        box(x, 64, 58, 126, p.a, 8),
        box(x + 44, 64, 14, 126, p.a2, 6),
        box(x + 8, 125, 36, 4, p.light),
        ...times(up, (i) =>
          circle(x + 15 + (i % 2) * 22, 78 + Math.floor(i / 2) * 17, 4.5, p.light),
        ),
        ...times(down, (i) =>
          circle(x + 15 + (i % 2) * 22, 142 + Math.floor(i / 2) * 17, 4.5, p.light),
        ),
      ]),
    ),
  ],
  rope: (p) => [
    stroke('M76 60c-60 130 150 170 90 10', p.b, 7),
    stroke('M76 60c-60 130 150 170 90 10', p.light, 1.5),
    group('rotate(18 76 60)', [box(65, 24, 22, 62, p.a, 10), box(65, 40, 22, 8, p.c)]),
    group('rotate(-18 166 70)', [box(155, 32, 22, 62, p.a2, 10), box(155, 48, 22, 8, p.c)]),
  ],
  paints: (p) => [
    box(46, 92, 148, 102, p.dark, 6),
    box(54, 100, 132, 86, p.light, 3),
    ...times(12, (i) =>
      box(
        62 + (i % 6) * 20,
        110 + Math.floor(i / 6) * 36,
        16,
        28,
        [p.a, p.b, p.c, p.a2, p.b2, p.table][(i * 5) % 6],
        2,
      ),
    ),
    group('rotate(-20 130 70)', [
      box(60, 62, 116, 8, p.a2, 4),
      path('M176 60c22 0 30 6 34 6-4 0-12 6-34 6z', p.b),
    ]),
  ],
  puppets: (p) => [
    ...[
      [72, p.a, p.a2],
      [120, p.b, p.b2],
      [168, p.c, p.light],
    ].map(([x, main, dim], i) =>
      group(`translate(${x} ${i === 1 ? -14 : 0})`, [
        path('M-22 200V120c0-16 8-26 22-26s22 10 22 26v80z', String(main)),
        path('M-20 104l-2-22 16 12zM20 104l2-22-16 12z', String(main)),
        oval(0, 168, 12, 24, String(dim)),
        circle(-8, 120, 3, p.dark),
        circle(8, 120, 3, p.dark),
        path('M-4 128h8l-4 5z', p.dark),
      ]),
    ),
  ],
  basket: (p) => [
    stroke('M78 104c0-70 84-70 84 0', p.a2, 8),
    path('M52 102h136l-14 84c-2 6-6 10-12 10H78c-6 0-10-4-12-10z', p.a),
    ...times(4, (i) => stroke(`M${57 + i * 3} ${122 + i * 18}q63 12 ${126 - i * 6} 0`, p.a2, 6)),
    ...times(4, (i) => stroke(`M${78 + i * 28} 106l${6 - i * 4} 86`, p.b2, 4)),
    box(46, 96, 148, 14, p.b, 7),
  ],
  crate: (p) => [
    ...times(3, (i) => box(50, 92 + i * 36, 140, 26, p.a, 2)),
    ...times(3, (i) => box(146, 92 + i * 36, 44, 26, p.a2, 2)),
    box(56, 86, 14, 108, p.b),
    box(170, 86, 14, 108, p.b2),
    box(100, 100, 40, 10, p.dark, 5),
  ],
  bin: (p) => [
    oval(120, 84, 20, 10, p.dark),
    path('M52 104c0-12 30-18 68-18s68 6 68 18z', p.b),
    box(48, 102, 144, 12, p.b2, 4),
    path('M56 114h128v72c0 6-4 10-10 10H66c-6 0-10-4-10-10z', p.a),
    path('M148 114h36v72c0 6-4 10-10 10h-30c4-26 6-54 4-82z', p.a2),
    box(86, 140, 60, 24, p.light, 3),
    box(96, 150, 40, 4, p.dark),
  ],
  jar: (p) => [
    box(78, 52, 84, 20, p.b, 4),
    box(134, 52, 28, 20, p.b2, 4),
    path('M74 76h92l6 16v88c0 10-6 16-16 16H84c-10 0-16-6-16-16V92z', p.light),
    path('M68 116h104v64c0 10-6 16-16 16H84c-10 0-16-6-16-16z', p.a),
    path('M140 116h32v64c0 10-6 16-16 16h-20c6-26 6-52 4-80z', p.a2),
    stroke('M74 62c-12 6-12 24 0 30', p.dark, 3),
    box(90, 134, 46, 34, p.light, 2),
    box(98, 148, 30, 4, p.dark),
  ],
  rail: (p) => [
    box(20, 66, 200, 22, p.a, 3),
    box(20, 82, 200, 6, p.a2),
    ...[48, 96, 144, 192].map((x) => path(`M${x - 6} 88h12l2 16c4 6-18 6-16 0z`, p.dark)),
    stroke('M96 104c-8 10 8 14 0 24', p.b2, 3),
    path('M72 128h48v58H72z', p.b),
    path('M104 128h16v58h-18z', p.b2),
    circle(144, 134, 20, p.c),
    circle(144, 134, 12, p.wall),
  ],
  hook: (p) => [
    box(96, 36, 48, 108, p.a, 24),
    box(122, 36, 22, 108, p.a2, 11),
    circle(120, 60, 6, p.dark),
    circle(120, 120, 6, p.dark),
    stroke('M120 92v64c0 44 58 44 56 4', p.b, 11),
    circle(176, 154, 10, p.b2),
    stroke('M120 92c30 4 46-8 48-28', p.b, 9),
    circle(168, 62, 8, p.b2),
  ],
  drawers: (p) => [
    box(54, 50, 132, 140, p.a, 4),
    box(160, 50, 26, 140, p.a2, 4),
    ...times(9, (i) =>
      box(64 + (i % 3) * 38, 60 + Math.floor(i / 3) * 42, 34, 36, i % 2 ? p.b : p.b2, 2),
    ),
    ...times(9, (i) => circle(81 + (i % 3) * 38, 80 + Math.floor(i / 3) * 42, 4, p.light)),
    box(62, 188, 10, 10, p.dark),
    box(168, 188, 10, 10, p.dark),
  ],
  toolRoll: (p) => [
    box(40, 76, 160, 112, p.a, 8),
    box(40, 132, 160, 56, p.a2, 8),
    ...[
      [58, 44],
      [88, 56],
      [118, 40],
      [148, 60],
      [178, 48],
    ].map(([x, y], i) =>
      group(`translate(${x} ${y})`, [
        box(-5, 0, 10, 90, i % 2 ? p.dark : p.b, 4),
        oval(0, 2, i % 2 ? 9 : 7, 16, i % 2 ? p.light : p.c),
      ]),
    ),
    ...times(4, (i) => box(71 + i * 30, 132, 3, 56, p.dark)),
  ],
  stillLife: (p, chance) => [
    path('M64 196v-74c0-10 10-12 10-24V72h28v26c0 12 10 14 10 24v74z', p.a),
    path('M94 72h8v26c0 12 10 14 10 24v74H92c8-40 8-90 2-124z', p.a2),
    circle(142, 166, 30, p.b),
    path('M142 136a30 30 0 0 1 0 60 46 46 0 0 0 0-60z', p.b2),
    ...(chance() < 0.5 ? [box(166, 146, 38, 50, p.c, 3)] : [path('M170 196l18-56 18 56z', p.c)]),
  ],
};
