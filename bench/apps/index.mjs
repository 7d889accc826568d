/** Who is measured, and which function of which file builds its stack. Files are loaded only where they are needed. */
export const APPS = {
  library: { title: 'cdk-user-auth-pool', load: async () => (await import('./library.mjs')).build },
  best: { title: 'plain L2, best style', load: async () => (await import('./plain.mjs')).best },
  shared: { title: 'plain L2, one integration', load: async () => (await import('./plain.mjs')).shared },
  readme: { title: 'plain L2, README style', load: async () => (await import('./plain.mjs')).readme },
  amplify: { title: 'Amplify + plain L2, best style', load: async () => (await import('./amplify.mjs')).build },
  solutions: { title: 'Solutions Constructs (REST API)', load: async () => (await import('./solutions.mjs')).build },
};
