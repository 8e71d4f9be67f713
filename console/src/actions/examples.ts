/** Posts to try, one command each: what breaks a policy, and what only speaks of it. */
export type Example = { readonly name: string; readonly text: string };

export const EXAMPLES: readonly Example[] = [
  { name: 'A threat', text: 'Looting in this town will be answered with bullets.' },
  {
    name: 'News of it',
    text: 'The governor said that looting “will be answered with bullets”, and resigned an hour later, the Harbour Courier reports.',
  },
  {
    name: 'Condemning it',
    text: 'Saying that looting will be answered with bullets is disgusting. Nobody who says so belongs in office.',
  },
  { name: 'A joke', text: 'My dog shot past the looters, stole a sandwich and is now wanted in three districts.' },
  { name: 'At one person', text: 'I know where you live and I will break both your legs tonight.' },
  {
    name: 'On ballots',
    text: 'Postal voting is a gift to cheats: ballots will be forged by the thousand and the count will be worthless.',
  },
];
