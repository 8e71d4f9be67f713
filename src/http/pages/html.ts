/** HTML by tagged templates: everything that is put in is escaped, unless it is HTML of ours already. */
export type Html = { readonly html: string };
type Part = string | number | null | undefined | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

function write(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: String.raw({ raw: strings }, ...parts.map(write)) };
}

/** The colours and the two voices of the console. */
const STYLE = `:root{color-scheme:light dark;--paper:#eef1f0;--sheet:#fff;--ink:#12211e;--soft:#4d5d58;--line:#cbd5d1;--rubric:#ab1237;--link:#00695f}
@media (prefers-color-scheme:dark){:root{--paper:#0d1413;--sheet:#16201e;--ink:#e8eeec;--soft:#a3b3ae;--line:#2d3b38;--rubric:#ff8fa3;--link:#5fd3c4}}
*{box-sizing:border-box}body{font:17px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;color:var(--ink);background:var(--paper);margin:0}
header,main{max-width:46rem;margin:0 auto;padding:0 1rem}main{padding-bottom:4rem}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.3rem 1.2rem;padding-block:.8rem;border-bottom:1px solid var(--line);margin-bottom:2rem;font-size:.9rem}
h1,h2,h3,.mark{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif",Georgia,serif;line-height:1.2;font-weight:400}
h1{font-size:2.2rem;letter-spacing:-.02em;margin:0 0 .4rem}h2{font-size:1.45rem;margin:2.4rem 0 .6rem;padding-top:.7rem;border-top:1px solid var(--line)}h3{font-size:1.15rem}
a{color:var(--link);text-underline-offset:.2em}.mark{font-size:1.25rem;font-weight:600;text-decoration:none;color:inherit}.mark svg{margin-right:.55rem}
:focus-visible{outline:2px solid var(--ink);outline-offset:3px}
table{border-collapse:collapse;width:100%;background:var(--sheet)}th,td{text-align:start;padding:.4rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:400;color:var(--soft);font-size:.9rem}
.soft{color:var(--soft)}code,pre{font:.88em ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}pre{overflow-x:auto;padding:.8rem;background:var(--sheet);border:1px solid var(--line);border-radius:6px}
.scroll{overflow-x:auto}`;

const MARK = `<svg viewBox="0 0 20 14" width="20" height="14" aria-hidden="true"><rect width="20" height="4.5" rx="1" fill="currentColor"/><rect y="9.5" width="20" height="4.5" rx="1" fill="var(--rubric)"/></svg>`;

export type Page = { readonly title: string; readonly lang?: string; readonly body: Html; readonly demo: boolean };

export function page(of: Page): string {
  const banner = of.demo ? html`<span class="soft">Demo</span>` : null;
  const document = html`<!doctype html>
<html lang="${of.lang ?? 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${of.title} · Evenhand</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<header><a class="mark" href="${of.demo ? '/' : '/policies'}">${{ html: MARK }}Evenhand</a><a href="/policies">Policies</a>${banner}</header>
<main>
${of.body}
</main>
</body>
</html>
`;
  return document.html;
}
