/** Small changes to a policy file by its text, so that comments and order stay. Null where there is nothing to change. */

function replaced(text: string, pattern: RegExp, by: (...groups: string[]) => string): string | null {
  const next = text.replace(pattern, (...found) => by(...(found as string[])));
  return next === text ? null : next;
}

export const withoutExemptions = (text: string): string | null =>
  replaced(text, /^exemptible: *true\b/m, () => 'exemptible: false');

type Block = { readonly from: number; readonly to: number; readonly indent: string; readonly id: string };

/** The rules: each from its `- id:` to the next line that stands no deeper than its dash. */
function blocksOf(text: string): Block[] {
  const front = /^---\r?\n[\s\S]*?\r?\n---/.exec(text)?.[0] ?? text;
  const rules = /^rules:.*$/m.exec(front);
  if (!rules) return [];
  return [...front.matchAll(/^( +)- id: *(["']?)([\w-]+)\2 *$/gm)].flatMap((found) => {
    const [line, dash = '', , id = ''] = found;
    if (found.index < rules.index) return [];
    const start = found.index + line.length;
    const next = new RegExp(`\\n(?! {${dash.length + 1}}|\\s*\\n)`).exec(front.slice(start));
    return [{ from: found.index, to: next ? start + next.index : front.length, indent: `${dash}  `, id }];
  });
}

/** Rule by rule from the last, so that the places of those before stay right. */
function eachRule(text: string, ids: readonly string[] | null, edit: (rule: string, block: Block) => string | null) {
  let next = text;
  for (const block of blocksOf(text).reverse()) {
    if (ids && !ids.includes(block.id)) continue;
    const rule = next.slice(block.from, block.to);
    next = next.slice(0, block.from) + (edit(rule, block) ?? rule) + next.slice(block.to);
  }
  return next === text ? null : next;
}

function inMode(mode: 'off' | 'shadow') {
  return (rule: string, { indent }: Block): string => {
    const own = new RegExp(`^(${indent}mode: *)\\w+`, 'm');
    if (own.test(rule)) return rule.replace(own, (_all, key: string) => key + mode);
    return rule.replace(/^.*$/m, (head) => `${head}\n${indent}mode: ${mode}`);
  };
}

export const ruleOff = (text: string, rule: string): string | null => eachRule(text, [rule], inMode('off'));
export const rulesInShadow = (text: string): string | null => eachRule(text, null, inMode('shadow'));

/** `then: removed` and `then: { rung: removed, … }`, on one line or several. */
export const ruleTo = (text: string, rule: string, rung: string): string | null =>
  eachRule(
    text,
    [rule],
    (block) =>
      replaced(block, /^( +then: *)([\w-]+)( *(?:#.*)?)$/m, (_all, key, _rung, rest) => key + rung + rest) ??
      replaced(block, /^( +then:[\s\S]*?\brung: *)[\w-]+/m, (_all, key) => key + rung),
  );
