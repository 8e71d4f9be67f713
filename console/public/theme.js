// Sets light or dark before the first paint, so that the page never flashes the other one.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('evenhand.theme');
  } catch {}
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
