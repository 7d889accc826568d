/// <reference lib="dom" />
import { Session, UserPoolConfig } from './session';

/** config.json: what the user pool exports, and the address of the API. */
interface Config extends UserPoolConfig {
  readonly apiUrl: string;
}

async function start() {
  const config = (await (await fetch('config.json')).json()) as Config;
  const session = new Session(config, location.origin + location.pathname);

  async function show() {
    const user = await session.user();
    element('signed-out').hidden = user !== null;
    element('signed-in').hidden = user === null;
    element('api').hidden = false;
    element('token').hidden = user === null;
    element('name').textContent = user?.profile.email ?? user?.profile.sub ?? '';
    element('claims').replaceChildren(...Object.entries(user ? claimsOf(user.access_token) : {}).flatMap(describe));
  }

  async function callApi() {
    element('answer').textContent = '…';
    const user = await session.user();
    element('answer').textContent = await fetch(new URL('me', config.apiUrl), {
      headers: user ? { authorization: `Bearer ${user.access_token}` } : {},
    }).then(
      async (response) => `${response.status} ${await response.text()}`,
      // API Gateway, which rejects without CORS headers, or the network.
      () => 'No answer that this page may read',
    );
  }

  onClick('sign-up', () => session.signUp());
  onClick('sign-in', () => session.signIn());
  onClick('refresh', () => session.refresh());
  onClick('sign-out', () => session.signOut());
  onClick('call', callApi);
  session.onTokens(() => void attempt(show));

  await attempt(() => session.finishSignIn());
  await show();
}

/** For people to read. Who may do what is for the API to decide, which checks the token. */
function claimsOf(token: string) {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '';
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

const TIMES = ['auth_time', 'exp', 'iat'];

function describe([name, value]: [string, unknown]) {
  const term = document.createElement('dt');
  term.textContent = name;
  const description = document.createElement('dd');
  description.textContent = TIMES.includes(name) ? new Date(Number(value) * 1000).toLocaleString() : String(value);
  return [term, description];
}

function element(id: string) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`No element #${id}`);
  return found;
}

function onClick(id: string, action: () => Promise<unknown>) {
  element(id).addEventListener('click', () => void attempt(action));
}

/** Does what the user asked for, and says what went wrong with it. */
async function attempt(action: () => Promise<unknown>) {
  const problem = element('problem');
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    problem.hidden = false;
  }
}

void attempt(start);
