import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { UserAuthResourceServer } from '../../access/resource-server';
import { checkArgument } from '../../checks/check-struct';
import { Problems } from '../../checks/problems';
import { checkPattern, isKnown } from '../../checks/values';

/**
 * An API as access tokens name it in their `aud` claim, if a client has asked for a token for that API: with the
 * parameter `resource` of RFC 8707, which clients of the Model Context Protocol always send.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export class ResourceIndicator {
  /**
   * The API of a resource server.
   *
   * @param server the resource server, whose identifier is the `aud` of tokens for it
   */
  public static fromResourceServer(server: aws_cognito.IUserPoolResourceServerRef): ResourceIndicator {
    checkArgument('ResourceIndicator.fromResourceServer()', 'server', 'IUserPoolResourceServerRef', server);
    const { identifier } = server instanceof UserAuthResourceServer ? server : server.userPoolResourceServerRef;
    return new ResourceIndicator(identifier, server.node.path);
  }

  /**
   * The API at a URL. The pool needs a resource server with that identifier.
   *
   * @param url the URL, such as `https://api.example.com/mcp`, without a fragment; anything else fails synthesis
   */
  public static fromUrl(url: string): ResourceIndicator {
    checkArgument('ResourceIndicator.fromUrl()', 'url', 'string', url);
    const problems = new Problems('ResourceIndicator.fromUrl()');
    checkPattern(problems, 'url', url, /^[a-z][a-z0-9+.-]*:\/\/[^\s#]+$/i, {
      outcome: 'no token is bound to it, because a resource is an absolute URL without a fragment',
      remedy: 'Write it as, for example, "https://api.example.com/mcp"',
    });
    problems.throwIfAny();
    return new ResourceIndicator(url, url);
  }

  private constructor(
    private readonly identifier: string,
    private readonly place: string,
  ) {}

  /**
   * The `aud` of tokens.
   *
   * @internal
   */
  public _audience(): string {
    return this.identifier;
  }

  /**
   * What tells it apart at synthesis.
   *
   * @internal
   */
  public _key(): string {
    return isKnown(this.identifier) ? this.identifier : this.place;
  }
}

/** The audiences of tokens for any of several APIs. */
export const audiencesOf = (resources: readonly ResourceIndicator[]): string[] => [
  ...new Set(resources.map((each) => each._audience())),
];
