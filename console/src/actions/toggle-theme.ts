/** Changes between light and dark. */
import type { IconName } from '../components/Icon.tsx';

type ThemeAction = { readonly name: string; readonly icon: IconName };

export const toggleTheme = (theme: 'light' | 'dark'): ThemeAction =>
  theme === 'dark' ? { name: 'Use light colours', icon: 'sun' } : { name: 'Use dark colours', icon: 'moon' };
