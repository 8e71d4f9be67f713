/** The public text of a policy: Markdown drawn as elements, never as HTML. */
import { lexer, type Token, type Tokens } from 'marked';
import type { ReactNode } from 'react';

/** The file's text below its front matter. */
const bodyOf = (file: string): string => file.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');

function inline(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, index) => {
    const key = `${index} ${token.raw}`;
    if (token.type === 'strong') return <strong key={key}>{inline((token as Tokens.Strong).tokens)}</strong>;
    if (token.type === 'em') return <em key={key}>{inline((token as Tokens.Em).tokens)}</em>;
    if (token.type === 'codespan') return <code key={key}>{(token as Tokens.Codespan).text}</code>;
    return (
      <span key={key}>{'tokens' in token && token.tokens ? inline(token.tokens) : (token as Tokens.Text).text}</span>
    );
  });
}

function block(token: Token, index: number): ReactNode {
  const key = `${index} ${token.type}`;
  if (token.type === 'heading')
    return (
      <h4 key={key} className="mt-4 font-semibold">
        {inline((token as Tokens.Heading).tokens)}
      </h4>
    );
  if (token.type === 'list')
    return (
      <ul key={key} className="mt-2 list-disc space-y-1 pl-5">
        {(token as Tokens.List).items.map((item) => (
          <li key={item.raw}>{inline(item.tokens)}</li>
        ))}
      </ul>
    );
  if (token.type === 'space') return null;
  return (
    <p key={key} className="mt-2">
      {'tokens' in token && token.tokens ? inline(token.tokens) : token.raw}
    </p>
  );
}

export function PolicyText({ file }: { file: string }) {
  return <div className="font-serif leading-relaxed">{lexer(bodyOf(file)).map(block)}</div>;
}
