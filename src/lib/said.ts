/** Whether a text says anything: blanks, marks and characters that nobody sees are no reason and no name. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
