/** Days and times as the page writes them. */
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

export const dayWords = (at: string): string => DAY.format(new Date(at));
export const shortDay = (at: string): string => SHORT.format(new Date(at));
export const timeWords = (at: string): string => `${DAY.format(new Date(at))}, ${CLOCK.format(new Date(at))} UTC`;
