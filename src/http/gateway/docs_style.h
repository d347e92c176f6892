// gateway: how /docs looks, in light and dark, wide and narrow.
#pragma once

#include <string_view>

namespace gateway {

inline constexpr std::string_view docs_style = R"(
:root { color-scheme: light dark; --paper: #faf8f4; --card: #ffffff; --ink: #1d1c1a;
  --ink-2: #5c5852; --line: #e4dfd5; --accent: #0f5c4c }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --card: #1f2126; --ink: #ece9e2;
  --ink-2: #b4afa5; --line: #33363d; --accent: #4cc3a4 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 24px; padding: 12px 16px;
  border-bottom: 1px solid var(--line) }
header ul { margin: 0 }
.wordmark { font: 500 24px/1.25 ui-serif, Georgia, serif; color: var(--ink); text-decoration: none }
.skip { position: absolute; left: 16px; top: -64px; padding: 8px 12px; background: var(--card) }
.skip:focus { top: 8px }
main { margin: 0 auto; max-width: 60rem; padding: 8px 16px 64px }
main:focus { outline: none }
h1 { font: 34px/1.2 ui-serif, Georgia, serif; margin: 16px 0 8px }
h2 { font: 24px/1.3 ui-serif, Georgia, serif; margin: 48px 0 4px }
h3 { font-size: 15px; font-weight: 400; margin: 0; overflow-wrap: anywhere }
h4 { font-size: 13px; margin: 16px 0 4px; color: var(--ink-2) }
p { margin: 4px 0; max-width: 68ch; overflow-wrap: anywhere }
a { color: var(--accent) }
a:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--accent);
  outline-offset: 2px }
code, pre { font: 13px/1.5 ui-monospace, monospace }
.note, td, th { font-size: 13px }
.note { color: var(--ink-2) }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; padding: 0 }
main nav ul { margin: 16px 0 }
[aria-current] { color: var(--ink); text-decoration: none }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  padding: 12px 16px; margin: 12px 0 }
.method { display: inline-block; min-width: 4.5em; font-weight: 700 }
summary { cursor: pointer; color: var(--accent); padding: 4px 0; font-size: 13px }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th { text-align: left; font-weight: 400; color: var(--ink-2) }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top }
td:last-child { overflow-wrap: anywhere; min-width: 10rem }
pre { margin: 4px 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--paper); overflow-x: auto }
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block }
  tr { border-bottom: 1px solid var(--line); padding: 4px 0 }
  tr:has(th), td:empty { display: none }
  td { border: 0; padding: 0 }
}
:target { scroll-margin-top: 12px; border-color: var(--accent) }
)";

}  // namespace gateway
