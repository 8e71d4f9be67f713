/** Changes to try on a policy, one command each. Each works on the file's text alone; null where it has nothing to change. */
export type Edit = { readonly name: string; readonly perform: (text: string) => string | null };

const replacing = (pattern: RegExp, by: string) => (text: string) =>
  pattern.test(text) ? text.replace(pattern, by) : null;

export const EDITS: readonly Edit[] = [
  { name: 'No exemptions', perform: replacing(/^exemptible: *true\b/m, 'exemptible: false') },
  { name: 'Put every rule in the shadow', perform: replacing(/^( +mode: *)live\b/gm, '$1shadow') },
  { name: 'Only a label', perform: replacing(/^( +then: *)(removed|notice)\b/gm, '$1none') },
];
