/** Changes to try on a policy, one command each. Each works on the file's text alone; null where it has nothing to change. */
export type Edit = { readonly name: string; readonly perform: (text: string) => string | null };

function replaced(text: string, pattern: RegExp, by: string): string | null {
  const next = text.replace(pattern, by);
  return next === text ? null : next;
}

/** Conditions that keep news, condemnation and quotation apart from the thing itself. */
const CARE = /!(?:text\.has\(patterns\.(?:\w+_report|report_frame|condemn_frame)\)|s\.condemned|s\.quoted)\s*&&\s*/g;

export const EDITS: readonly Edit[] = [
  { name: 'No exemptions', perform: (text) => replaced(text, /^exemptible: *true\b/m, 'exemptible: false') },
  { name: 'Take news and condemnation for the thing itself', perform: (text) => replaced(text, CARE, '') },
  {
    name: 'Put every rule in the shadow',
    perform: (text) => replaced(text, /^( +)(then:.*)$/gm, '$1$2\n$1mode: shadow'),
  },
];
