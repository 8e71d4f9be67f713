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

const STYLE = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--ground:#fff;--link:#0b57d0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#a2abb5;--line:#3a424b;--ground:#14171b;--link:#8ab4f8}}
body{font:17px/1.6 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem}
a{color:var(--link)}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
.soft{color:var(--soft)}code,pre{font:0.9em ui-monospace,monospace;overflow-wrap:anywhere}pre{overflow-x:auto;padding:.8rem;border:1px solid var(--line);border-radius:6px}
header{border-bottom:1px solid var(--line);margin-bottom:1.5rem;padding-bottom:.6rem}.mark{font-weight:600;text-decoration:none;color:inherit}
.scroll{overflow-x:auto}`;

export type Page = { readonly title: string; readonly lang?: string; readonly body: Html; readonly demo: boolean };

export function page(of: Page): string {
  const banner = of.demo ? html`<span class="soft"> · Demo</span>` : null;
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
<header><a class="mark" href="/policies">Evenhand</a>${banner}</header>
<main>
${of.body}
</main>
</body>
</html>
`;
  return document.html;
}
