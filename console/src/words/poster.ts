/** Who is taken to have posted the messages. The values are what the server is asked with. */
export const POSTERS = [
  { id: 'head of state', name: 'A head of state' },
  { id: 'ordinary account', name: 'An ordinary account' },
] as const;
export type Poster = (typeof POSTERS)[number]['id'];
