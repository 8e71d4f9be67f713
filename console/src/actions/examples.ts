/** Posts to try, one command each: what breaks a policy, and what only speaks of it. */
export type Example = { readonly name: string; readonly text: string };

export const EXAMPLES: readonly Example[] = [
  { name: 'A threat', text: 'If those protesters come back tomorrow they should all be shot.' },
  {
    name: 'News of it',
    text: 'The governor said that protesters “should all be shot”, and resigned an hour later, the Harbour Courier reports.',
  },
  {
    name: 'Condemning it',
    text: 'Saying that protesters should be shot is disgusting. Nobody who says so belongs in office.',
  },
  { name: 'A joke', text: 'My dog shot past the protesters, stole a sandwich and is now wanted in three districts.' },
  {
    name: 'About ballots',
    text: 'There is no way that postal ballots will be anything less than substantially fraudulent.',
  },
];
