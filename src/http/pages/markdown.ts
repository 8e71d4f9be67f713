/** Markdown of policies and facts as HTML: raw HTML is shown as text, and only web addresses become links. */
import { Marked } from 'marked';
import { escapeHtml, type Html } from './html.ts';

/** Addresses that may be followed: web, mail, and places on this server. */
function isSafe(href: string): boolean {
  const bare = [...href].filter((char) => char > ' ').join('');
  return /^(?:https?:|mailto:)/i.test(bare) || (!bare.includes(':') && !/^[\\/]{2}/.test(bare));
}

const marked = new Marked({
  async: false,
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return isSafe(href) ? `<a href="${escapeHtml(href)}" rel="noopener nofollow">${words}</a>` : words;
    },
    // A picture would tell its server who reads the page.
    image: ({ href, text }) =>
      isSafe(href)
        ? `<a href="${escapeHtml(href)}" rel="noopener nofollow">${escapeHtml(text || href)}</a>`
        : escapeHtml(text),
  },
});

export function markdown(text: string): Html {
  return { html: marked.parse(text) as string };
}

/** Below a title that the page shows already: a first heading that says the same is left out, others come under it. */
export function markdownUnder(title: string, text: string): Html {
  const tokens = marked.lexer(text);
  const first = tokens.findIndex((token) => token.type !== 'space');
  const head = tokens[first];
  if (head?.type === 'heading' && head.depth === 1 && head.text.trim() === title.trim()) tokens.splice(first, 1);
  for (const token of tokens) if (token.type === 'heading' && token.depth === 1) token.depth = 2;
  return { html: marked.parser(tokens) };
}
