(() => {
  let scheme = null;
  try {
    scheme = localStorage.getItem('tessera-scheme');
  } catch {
    // The browser keeps nothing: the system's choice applies.
  }
  scheme ??= matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.style.colorScheme = scheme;
  document.documentElement.setAttribute('theme', scheme);
})();
