/// <reference lib="dom" />
import { UserManager, WebStorageStateStore } from 'oidc-client-ts';

/** The configuration for front ends that a user pool exports. */
export interface UserPoolConfig {
  readonly issuer: string;
  readonly userPoolClientId: string;
  readonly responseType: string;
  readonly scopes: string[];
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly userInfo: string;
    readonly revocation: string;
    readonly logout: string;
  };
}

/** Signs users in through the pages that Cognito hosts: the authorization code flow with PKCE. */
export class Session {
  private readonly manager: UserManager;

  /**
   * @param here where Cognito sends users to once they have signed in or out: a callback URL and logout URL of the app
   * client
   */
  constructor(
    private readonly config: UserPoolConfig,
    private readonly here: string,
  ) {
    this.manager = this.managerFor(config.endpoints.authorization);
  }

  signIn = () => this.manager.signinRedirect();

  /** Cognito's sign-up page takes the parameters of the authorization endpoint, and ends in a sign-in as that does. */
  signUp() {
    const signUpPage = new URL('/signup', this.config.endpoints.authorization);
    return this.managerFor(signUpPage.href).signinRedirect();
  }

  /** Users come back from Cognito with a code, which is good for tokens once, or with an error. */
  async finishSignIn() {
    if (!new URLSearchParams(location.search).has('state')) return;
    try {
      await this.manager.signinRedirectCallback();
    } finally {
      history.replaceState(null, '', this.here);
    }
  }

  user = () => this.manager.getUser();

  refresh = () => this.manager.signinSilent();

  /** Revokes the tokens, forgets them, and ends the session of the sign-in page. */
  async signOut() {
    try {
      await this.manager.revokeTokens();
    } finally {
      await this.manager.removeUser();
      // Not the parameters of OpenID Connect: Cognito has its own.
      const parameters = new URLSearchParams({ client_id: this.config.userPoolClientId, logout_uri: this.here });
      location.assign(`${this.config.endpoints.logout}?${parameters.toString()}`);
    }
  }

  /** Calls back with every new set of tokens: a refresh comes by itself before they expire. */
  onTokens(callback: () => void) {
    this.manager.events.addUserLoaded(callback);
  }

  private managerFor(authorizationEndpoint: string) {
    const { issuer, userPoolClientId, responseType, scopes, endpoints } = this.config;
    // Tokens, and the verifier of a sign-in under way, live as long as the tab.
    const tab = new WebStorageStateStore({ store: sessionStorage });
    return new UserManager({
      authority: issuer,
      metadata: {
        issuer,
        authorization_endpoint: authorizationEndpoint,
        token_endpoint: endpoints.token,
        userinfo_endpoint: endpoints.userInfo,
        revocation_endpoint: endpoints.revocation,
      },
      client_id: userPoolClientId,
      redirect_uri: this.here,
      response_type: responseType,
      scope: scopes.join(' '),
      stateStore: tab,
      userStore: tab,
      // Cognito takes no other, and revokes the access tokens with it.
      revokeTokenTypes: ['refresh_token'],
    });
  }
}
