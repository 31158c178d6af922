/** How the page of a replay looks: in light and dark, from a phone's width on. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2024;--dim:#5f6b76;--line:#d8dee4;--paper:#fff;--soft:#f4f6f8;--bar:#6b8fb5;--changed:#9a6700;--added:#1a7f37;--removed:#b42318}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#98a4af;--line:#343b42;--paper:#15181b;--soft:#1e2226;--bar:#5b86b3;--changed:#d9a441;--added:#57c77a;--removed:#f1837a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:24px;margin:0;overflow-wrap:anywhere}
h2{font-size:17px;margin:32px 0 10px}
h3{font-size:12px;margin:0;color:var(--dim);font-weight:600}
p{margin:4px 0}
.dim{color:var(--dim)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 32px}
.two>*{min-width:0}
.figures{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:0}
.figures div{background:var(--soft);border-radius:8px;padding:10px 14px}
dt{color:var(--dim);font-size:13px}
dd{margin:0;font-size:24px;font-variant-numeric:tabular-nums}
.figures .changed dd{color:var(--changed)}.figures .added dd{color:var(--added)}.figures .removed dd{color:var(--removed)}
article{border:1px solid var(--line);border-left:4px solid var(--changed);border-radius:6px;padding:10px 14px;margin:0 0 12px}
article.added{border-left-color:var(--added)}article.removed{border-left-color:var(--removed)}
article header{display:flex;flex-wrap:wrap;gap:2px 12px;margin-bottom:6px;overflow-wrap:anywhere}
article p,article li{overflow-wrap:anywhere}
ul{margin:2px 0;padding-left:18px}
table{width:100%;border-collapse:collapse}
td{padding:3px 8px 3px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
td:nth-child(2){text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td:nth-child(3){width:28%}
td i{display:block;height:9px;border-radius:3px;background:var(--bar);min-width:1px}
@media(max-width:640px){main{padding:16px 14px 48px}.two{grid-template-columns:1fr;gap:8px}.figures{grid-template-columns:1fr 1fr}td:nth-child(3){width:18%}}
`;
