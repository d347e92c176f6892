#include "lab/report/report_html_style.h"

namespace lab {

const std::string_view report_style = R"(
:root{color-scheme:light dark;--paper:#faf8f4;--card:#fff;--ink:#1d1c1a;--ink-2:#5c5852;
  --ink-3:#77726a;--line:#e4dfd5;--accent:#0f5c4c;--split:#b4541a;--split-light:#d48a55;
  --good:#2f7d32;--warn:#96690b;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--paper:#16171a;--card:#1f2126;--ink:#ece9e2;
  --ink-2:#b4afa5;--ink-3:#8f8a80;--line:#33363d;--accent:#4cc3a4;--split:#f0955a;
  --split-light:#f5c09c;--good:#7bc47f;--warn:#e0b04a;--bad:#f28b82}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;
  font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main,header,nav{max-width:1360px;margin:0 auto;padding:0 16px}
header{padding-top:32px}
h1,h2{font-family:ui-serif,Georgia,serif;font-weight:600;line-height:1.25}
h1{font-size:34px;margin:4px 0 8px;max-width:32em}
h2{font-size:24px;margin:0 0 16px}
h3{font-size:18px;line-height:1.35;margin:32px 0 4px;max-width:48em}
p,ul,.subtitle{max-width:68ch;margin:0 0 16px}
ul{padding-left:20px}
.kicker,.byline,.subtitle{color:var(--ink-2);font-size:13px}
.kicker,.byline{margin:0 0 8px;max-width:none}
.notice,.important{border:1px solid var(--line);border-left:4px solid var(--warn);
  background:var(--card);border-radius:6px;padding:8px 12px}
.important{border-left-color:var(--bad);font-weight:600}
nav ul{list-style:none;padding:12px 0;margin:16px 0 0;max-width:none;display:flex;flex-wrap:wrap;
  gap:4px 16px;border-top:1px solid var(--line);font-size:13px}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
section{border-top:1px solid var(--line);padding:32px 0 16px}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px;
  margin:0 0 24px;max-width:100%;width:fit-content}
table{border-collapse:separate;border-spacing:0;font-size:13px}
caption{text-align:left;color:var(--ink-2);padding:8px 12px;caption-side:top}
th,td{padding:4px 10px;text-align:left;vertical-align:top;border-top:1px solid var(--line);
  font-weight:400;max-width:36em}
thead th{color:var(--ink-2);vertical-align:bottom}
tbody th{position:sticky;left:0;background:var(--card);min-width:8em}
@media (max-width:779px){td{white-space:nowrap}}
.dense th,.dense td{padding:4px 6px}.dense tbody th{min-width:0}
.figure{text-align:right;white-space:nowrap}
.long,.span td{white-space:normal;min-width:20em}
.group th{font-weight:600;padding-top:12px}
.span td{color:var(--ink-2)}
.failed{color:var(--bad)}
.passed{color:var(--good)}
code,pre{font-family:ui-monospace,monospace;font-size:13px}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:12px;
  white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 24px}
figure{margin:0 0 24px}
figure h3{margin-top:16px}
details{margin:8px 0 0}
summary{color:var(--ink-2);font-size:13px;cursor:pointer;padding:4px 0;width:fit-content}
details .scroll{margin-top:8px;max-height:24em;overflow-y:auto}
.drawings{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,316px),1fr));
  gap:16px}
.drawings h4{font-size:13px;font-weight:400;margin:0 0 4px;min-height:1.5em}
svg{display:block;max-width:100%;height:auto;font:13px system-ui,sans-serif}
.wide{display:none}
@media(max-width:600px){h1{font-size:24px}h2{font-size:18px}h3{font-size:15px}
th,td{padding:4px 8px}}
@media(min-width:780px){.wide{display:block}.narrow{display:none}}
footer{max-width:1088px;margin:0 auto;padding:16px 16px 48px;color:var(--ink-2);font-size:13px}
svg text{fill:var(--ink)}
svg .tick{fill:var(--ink-2)}
svg .mid{text-anchor:middle}svg .end{text-anchor:end}svg .strong{font-weight:600}
svg .halo{paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}
.grid{stroke:var(--line)}.axis{stroke:var(--ink-3)}.leader{stroke:var(--ink-3);fill:none}
.curve{fill:none;stroke:var(--c);stroke-width:2;stroke-dasharray:var(--d)}
.whisker{stroke:var(--c);stroke-width:1.5}
.interval{stroke:var(--ink);stroke-width:1.5}
.mark{fill:var(--paper);stroke:var(--c);stroke-width:2}
.mark.cross{fill:none}
.fill{fill:var(--c)}.fill.light{fill-opacity:.62}
.lost{fill:var(--bad)}.slice{shape-rendering:crispEdges}
.while{fill:var(--ink);fill-opacity:.08}
.moment{stroke:var(--ink);stroke-dasharray:2 2}
.predicted{stroke:var(--ink);stroke-width:3}
.best{fill:var(--ink)}
.dominated{fill:var(--paper);fill-opacity:.6;stroke:var(--ink-2);stroke-width:1.5}
.node{fill:var(--card);stroke:var(--ink-2);rx:6px}
.edge{fill:none;stroke:var(--ink)}.tip{fill:var(--ink)}
.ground{fill:var(--paper)}
.across-edge{stroke:var(--split);stroke-dasharray:5 4}.across-tip{fill:var(--split)}
.arm0{--c:var(--ink);--d:none}
.arm1{--c:var(--accent);--d:none}
.arm2{--c:var(--split-light);--d:4 3}
.arm3{--c:var(--split);--d:7 4}
.arm4{--c:var(--ink-2);--d:none}.arm5{--c:var(--ink-2);--d:none}
.arm6{--c:var(--ink-2);--d:none}.arm7{--c:var(--ink-2);--d:none}
.arm4.across{--c:var(--split);--d:2 3}.arm5.across{--c:var(--split);--d:9 3 2 3}
.arm6.across{--c:var(--split-light);--d:9 3 2 3}.arm7.across{--c:var(--split-light);--d:2 3}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--ink-2:#333;--ink-3:#555;
  --line:#bbb;--accent:#0f5c4c;--split:#b4541a;--split-light:#d48a55;--good:#2f7d32;--warn:#96690b;
  --bad:#b3261e}
body{font-size:10.5pt}nav,summary{display:none}
h1{font-size:20pt}h2{font-size:15pt}h3{font-size:12pt}
section{padding:12pt 0 0}
.scroll,details .scroll{overflow:visible;max-height:none;width:auto;border:0}
table{font-size:7.5pt;width:100%}
th,td,.long,.span td{padding:1.5pt 3pt;white-space:normal;min-width:0}
.figure{white-space:normal}
thead{display:table-header-group}tr,svg,h4{break-inside:avoid}
h2,h3,h4,.subtitle,caption{break-after:avoid}
details::details-content{content-visibility:visible;display:block;height:auto}
.wide{display:block}.narrow{display:none}
*{print-color-adjust:exact}}
)";

}  // namespace lab
