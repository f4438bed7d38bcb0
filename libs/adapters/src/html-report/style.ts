const CHARTS = `svg text { font-size: 11.5px; fill: var(--soft); font-variant-numeric: tabular-nums; }
svg .name { font-size: 12px; fill: var(--ink); }
svg .legend text { font-size: 12px; fill: var(--ink); }
.axis { fill: none; stroke: var(--soft); stroke-width: 1; }
.grid { fill: none; stroke: var(--line); stroke-width: 1; }
.minor { fill: none; stroke: var(--minor); stroke-width: 1; }
.rule { fill: none; stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
.c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); } .c4 { --c: var(--c4); }
.line { fill: none; stroke: var(--c); stroke-width: 1.8; stroke-linejoin: round; }
.line.dashed { stroke-dasharray: 5 4; }
.band { fill: var(--c); opacity: 0.14; }
.bar { fill: var(--c); opacity: 0.75; }
.bar:hover { opacity: 1; }
.cloud { fill: none; stroke: var(--c); stroke-width: 3.6; stroke-linecap: round; opacity: 0.28; }
.dot path { stroke: var(--c); stroke-width: 1.2; fill: none; }
.dot circle, .dot .below { fill: var(--c); stroke: var(--card); stroke-width: 1; }
`;

/** The page's style: light or dark as the reader's system is, on paper always light. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfbf9; --card: #ffffff; --ink: #1c1d21; --soft: #5d616b; --line: #dcdee3; --minor: #eff0f3;
  --c1: #2458c9; --c2: #cf4a12; --c3: #0b8a63; --c4: #8a3fc0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1b1e24; --ink: #e7e9ee; --soft: #a0a6b3; --line: #343944; --minor: #242830;
    --c1: #7ba6ff; --c2: #ff9a62; --c3: #4fd0a3; --c4: #c795f5;
  }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --minor: #eee;
    --c1: #2458c9; --c2: #cf4a12; --c3: #0b8a63; --c4: #8a3fc0;
  }
  section { break-before: page; }
  section:first-of-type { break-before: auto; }
  nav { display: none; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1260px; padding: 28px 24px 60px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 26px; margin: 0 0 8px; letter-spacing: -0.01em; }
h2 { font-size: 22px; margin: 36px 0 0; padding-top: 20px; border-top: 2px solid var(--ink); display: flex; gap: 12px; align-items: center; }
h3 { font-size: 15px; margin: 0 0 8px; }
a { color: var(--c1); }
nav ul { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.source { margin: 2px 0 14px; color: var(--soft); }
.badge { font-size: 11px; font-weight: 600; letter-spacing: 0.06em; padding: 2px 8px; border-radius: 3px; color: var(--card); background: var(--c3); }
.badge.simulated { background: var(--c2); }
.badge.live { background: var(--c1); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 1px; margin: 0 0 18px;
  background: var(--line); border: 1px solid var(--line); }
.numbers div { background: var(--card); padding: 9px 12px; }
.numbers dt { font-size: 12px; color: var(--soft); }
.numbers dd { margin: 0; font-size: 17px; font-variant-numeric: tabular-nums; }
.numbers small { display: block; font-size: 12px; line-height: 1.35; color: var(--soft); white-space: normal; }
/* Columns and not a grid: figures are of unequal height. */
.figures { columns: 540px 2; column-gap: 18px; }
figure { margin: 0 0 18px; break-inside: avoid; padding: 16px 18px 14px; background: var(--card); border: 1px solid var(--line); min-width: 0; }
figure.few { color: var(--soft); border-style: dashed; }
figure.few p { margin: 0; }
figcaption { margin-top: 8px; font-size: 12.5px; line-height: 1.45; color: var(--soft); }
figure > svg { display: block; width: 100%; height: auto; }
${CHARTS}table { width: 100%; border-collapse: collapse; font-size: 12.5px; font-variant-numeric: tabular-nums; margin-top: 6px; }
th, td { text-align: right; padding: 3px 6px; border-bottom: 1px solid var(--line); font-weight: 400; white-space: nowrap; }
thead th { color: var(--soft); }
th:first-child { text-align: left; }
`;

/** The style of a chart that stands alone, on a paper of its own so that it can be read on any. */
export const SVG_STYLE = `
:root { --card: #ffffff; --ink: #1c1d21; --soft: #5d616b; --line: #dcdee3; --minor: #eff0f3;
  --c1: #2458c9; --c2: #cf4a12; --c3: #0b8a63; --c4: #8a3fc0;
  background: var(--card); font-family: system-ui, 'Segoe UI', Roboto, Arial, sans-serif; }
${CHARTS}`;
