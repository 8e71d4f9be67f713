/** Examples for `--help`, by command: what people do with it most. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  evenhand: [
    'evenhand serve --demo                        # see the running example',
    'evenhand check ./policies                    # read, type-check and test a policy folder',
    'evenhand try "some text" --as "head of state"',
    'evenhand evaluate posts.csv --map tweet=text > decisions.ndjson',
  ],
  'evenhand serve': ['evenhand serve --demo', 'evenhand serve --port 8080 --host 0.0.0.0', 'evenhand serve --watch'],
  'evenhand check': ['evenhand check ./policies', "evenhand check --json | jq '.problems[].code'"],
  'evenhand policies': ['evenhand policies publish ./policies --activate', 'evenhand policies list'],
  'evenhand policies publish': ['evenhand policies publish ./policies', 'evenhand policies publish --activate'],
  'evenhand policies activate': ['evenhand policies activate sha256:3f1c'],
  'evenhand policies rollback': ['evenhand policies rollback'],
  'evenhand policies list': ['evenhand policies list', 'evenhand policies list --json'],
  'evenhand evaluate': [
    'evenhand evaluate posts.ndjson > decisions.ndjson',
    'evenhand evaluate posts.csv --map tweet=text --platform chirp > decisions.ndjson',
    'zcat day.ndjson.gz | evenhand evaluate - --state week.json > decisions.ndjson',
  ],
  'evenhand try': [
    'evenhand try "Whoever loots will be met with gunfire."',
    'evenhand try "Whoever loots will be met with gunfire." --as "head of state" --platform chirp',
    'evenhand try - --json < text.txt',
  ],
  'evenhand import': [
    'evenhand import posts.ndjson.gz',
    'evenhand import posts.csv --map tweet=text --platform chirp --at 2026-01-01T00:00:00Z',
  ],
  'evenhand keys': ['evenhand keys create my-platform --scopes ingest,read --platforms chirp', 'evenhand keys list'],
  'evenhand keys create': ['evenhand keys create my-platform --scopes ingest,read --platforms chirp'],
  'evenhand keys list': ['evenhand keys list', 'evenhand keys list --json'],
  'evenhand keys revoke': ['evenhand keys revoke 3fJ0cXq1'],
  'evenhand erase': ['evenhand erase post chirp 1265255835', 'evenhand erase account chirp a1 --reason law'],
  'evenhand rebuild': ['evenhand rebuild --check', 'evenhand rebuild'],
  'evenhand doctor': ['evenhand doctor', 'evenhand doctor --json'],
};

/** Below the options of a command's help; empty where there is none. */
export function examplesText(command: string): string {
  const examples = EXAMPLES[command] ?? [];
  return examples.length === 0 ? '' : `\nExamples:\n${examples.map((each) => `  ${each}`).join('\n')}`;
}
