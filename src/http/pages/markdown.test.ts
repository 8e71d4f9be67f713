/** Pages escape what they are given; Markdown brings in no HTML and no script. */
import { expect, test } from 'vitest';
import { html, page } from './html.ts';
import { markdown, markdownUnder } from './markdown.ts';

test('what is put into a page is escaped', () => {
  const evil = `<script>alert("1")</script>&'`;
  expect(html`<p title="${evil}">${evil}</p>`.html).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;</p>',
  );
  expect(page({ title: evil, body: html`<p></p>`, demo: false })).not.toContain('<script');
});

test.each([
  '<script>alert(1)</script>',
  'text <img src=x onerror=alert(1)> more',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](&#1;javascript:alert(1))',
  '[x](data:text/html,alert(1))',
  '[x](vbscript:alert(1))',
  '![x](javascript:alert(1))',
  '[x](//evil.example)',
  '[x](https://a.example "\\"onmouseover=\\"alert(1)")',
  '<https://a.example/"onmouseover="alert(1)>',
  '`<script>alert(1)</script>`',
  '<iframe src="https://evil.example"></iframe>',
  '```\n</code></pre><script>alert(1)</script>\n```',
])('%s brings in nothing', (text) => {
  const out = markdown(text).html;
  expect(out).not.toMatch(/<(?:script|img|iframe|svg|object)/i);
  expect(out).not.toMatch(/href="(?!https:\/\/a\.example)/i);
  expect(out).not.toMatch(/<[^>]*\son\w+=/i);
});

test('ordinary Markdown stays', () => {
  expect(markdown('# A\n\n*b* and [c](/f/x) and [d](https://e.example)').html).toBe(
    '<h1>A</h1>\n<p><em>b</em> and <a href="/f/x" rel="noopener nofollow">c</a> and <a href="https://e.example" rel="noopener nofollow">d</a></p>\n',
  );
});

test('below a title that is shown already, no heading is as high, and none says it twice', () => {
  expect(markdownUnder('A & B', '\n# A & B\n\nText.\n\n# C\n\n## D\n').html).toBe(
    '<p>Text.</p>\n<h2>C</h2>\n<h2>D</h2>\n',
  );
  expect(markdownUnder('A', 'Text.\n\n# A\n').html).toBe('<p>Text.</p>\n<h2>A</h2>\n');
  expect(markdownUnder('A', '').html).toBe('');
});
