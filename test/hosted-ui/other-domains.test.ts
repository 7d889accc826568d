import { App, Aws, CfnCondition, Environment, Fn, Stack, Stage } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthDomain, UserAuthPool } from '../../lib';
import { refusalOf } from '../support/policies';
import { newApp, newStack, templateOf } from '../support/synth';

const IRELAND = { account: '111111111111', region: 'eu-west-1' };
const OTHER_ACCOUNT = { account: '222222222222', region: 'eu-west-1' };
const FRANKFURT = { account: '111111111111', region: 'eu-central-1' };

const byPrefix = (domainPrefix = 'shop') => HostedUi.cognitoDomain({ domainPrefix });

/** A pool in a stack, which may be in a stage. */
function add(
  app: App,
  id: string,
  { env, stage, hostedUi = byPrefix() }: { env?: Environment; stage?: string; hostedUi?: HostedUi } = {},
) {
  const scope = stage === undefined ? app : new Stage(app, stage, { env });
  const stack = new Stack(scope, id, { env });
  return { stack, pool: new UserAuthPool(stack, 'Pool', { hostedUi }) };
}

/** What the synthesis of two pools says, or undefined. */
function problemOf(build: (app: App) => unknown): string | undefined {
  const app = newApp();
  build(app);
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe('two pools cannot have the same domain', () => {
  it('in one stack, whatever its region', () => {
    const problem = problemOf((app) => {
      const { stack } = add(app, 'S');
      new UserAuthPool(stack, 'Another', { hostedUi: byPrefix() });
    });
    expect(problem).toContain(
      'The domain S/Pool/Domain is "shop", as that of S/Another/Domain: a domain can exist only once, across all accounts, so the deployment of the second one fails. ' +
        'Give each pool and each stage a domain of its own, or omit domainPrefix for one that is unique.',
    );
    expect(problem!.match(/only once/g)).toHaveLength(1);
  });

  it('in two stacks of a region, and of two accounts', () => {
    for (const env of [IRELAND, OTHER_ACCOUNT]) {
      const problem = problemOf((app) => [add(app, 'A', { env: IRELAND }), add(app, 'B', { env })]);
      expect(problem).toContain('The domain B/Pool/Domain is "shop", as that of A/Pool/Domain');
    }
  });

  it('whatever the order in which they were created: each but the first is told', () => {
    for (const ids of [
      ['A', 'B', 'C'],
      ['C', 'B', 'A'],
    ]) {
      const problem = problemOf((app) => ids.map((id) => add(app, id, { env: IRELAND })))!;
      expect(problem.match(/The domain (\w)/g)!.sort()).toEqual(['The domain B', 'The domain C']);
    }
  });

  it('of which one is of the CDK, or of which an Aspect has made one that is there', () => {
    const problem = problemOf((app) => {
      const { stack, pool } = add(app, 'A', { env: IRELAND });
      new cognito.CfnUserPoolDomain(stack, 'ZZ', {
        userPoolId: new UserAuthPool(stack, 'Z').userPoolId,
        domain: 'shop',
      });
      const late = add(app, 'B', { env: IRELAND, hostedUi: byPrefix('other') });
      late.pool.hostedUiDomain!.cfnUserPoolDomain.domain = 'shop';
      return pool;
    });
    expect(problem).toContain('The domain A/Pool/Domain is "shop", as that of A/ZZ');
    expect(problem).toContain('The domain B/Pool/Domain is "shop", as that of A/Pool/Domain');
  });

  it('in two stages', () => {
    const problem = problemOf((app) => [
      add(app, 'S', { stage: 'Dev', env: IRELAND }),
      add(app, 'S', { stage: 'Prod', env: OTHER_ACCOUNT }),
    ]);
    expect(problem).toContain('The domain Prod/S/Pool/Domain is "shop", as that of Dev/S/Pool/Domain');
  });

  it('in several stages, of which the first by path is named, whatever the order', () => {
    const problem = problemOf((app) => ['C', 'B', 'A'].map((stage) => add(app, 'S', { stage, env: IRELAND })))!;
    expect(problem.match(/as that of \S+/g)).toEqual(['as that of A/S/Pool/Domain:']);
  });

  describe('of their own, wherever they are:', () => {
    const own = (scope: App | Stage, id: string, env: Environment) => {
      const stack = new Stack(scope, id, { env });
      const certificate = acm.Certificate.fromCertificateArn(
        stack,
        'C',
        'arn:aws:acm:us-east-1:111111111111:certificate/0',
      );
      new UserAuthPool(stack, 'Pool', {
        hostedUi: HostedUi.customDomain({ domainName: 'auth.example.com', certificate }),
      });
    };

    it('in two stacks', () => {
      const problem = problemOf((app) => [own(app, 'A', IRELAND), own(app, 'B', FRANKFURT)]);
      expect(problem).toContain('The domain B/Pool/Domain is "auth.example.com", as that of A/Pool/Domain');
    });

    it('in two stages', () => {
      const problem = problemOf((app) => [
        own(new Stage(app, 'Dev'), 'S', IRELAND),
        own(new Stage(app, 'Prod'), 'S', FRANKFURT),
      ]);
      expect(problem).toContain('The domain Prod/S/Pool/Domain is "auth.example.com", as that of Dev/S/Pool/Domain');
    });
  });
});

describe('two pools may have', () => {
  it.each<[string, (app: App) => unknown]>([
    ['one prefix in two regions', (app) => [add(app, 'A', { env: IRELAND }), add(app, 'B', { env: FRANKFURT })]],
    ['one prefix in stacks of which only the deployment knows the region', (app) => [add(app, 'A'), add(app, 'B')]],
    [
      'two prefixes',
      (app) => [add(app, 'A', { env: IRELAND }), add(app, 'B', { env: IRELAND, hostedUi: byPrefix('other') })],
    ],
    [
      'one prefix, of which an override makes another',
      (app) => {
        add(app, 'A', { env: IRELAND });
        const { pool } = add(app, 'B', { env: IRELAND });
        pool.hostedUiDomain!.cfnUserPoolDomain.addPropertyOverride('Domain', 'other');
      },
    ],
    [
      'one prefix, of which a condition makes none',
      (app) => {
        add(app, 'A', { env: IRELAND });
        const { pool, stack } = add(app, 'B', { env: IRELAND });
        pool.hostedUiDomain!.cfnUserPoolDomain.cfnOptions.condition = new CfnCondition(stack, 'C', {
          expression: Fn.conditionEquals(Aws.STACK_NAME, 'x'),
        });
      },
    ],
    [
      'one prefix, of which an override makes another where it comes first',
      (app) => {
        const { pool } = add(app, 'A', { env: IRELAND });
        pool.hostedUiDomain!.cfnUserPoolDomain.addPropertyOverride('Domain', 'other');
        add(app, 'B', { env: IRELAND });
      },
    ],
    [
      'one prefix, of which a condition makes none in another stage',
      (app) => {
        const { pool, stack } = add(app, 'S', { env: IRELAND, stage: 'A' });
        pool.hostedUiDomain!.cfnUserPoolDomain.cfnOptions.condition = new CfnCondition(stack, 'C', {
          expression: Fn.conditionEquals(Aws.STACK_NAME, 'x'),
        });
        add(app, 'B', { env: IRELAND });
      },
    ],
    [
      'one prefix, of which an Aspect makes another',
      (app) => {
        add(app, 'A', { env: IRELAND });
        const { pool } = add(app, 'B', { env: IRELAND, stage: 'Stage' });
        pool.hostedUiDomain!.cfnUserPoolDomain.domain = 'other';
      },
    ],
    [
      'one prefix, of which an Aspect makes another in another stage',
      (app) => {
        const { pool } = add(app, 'S', { env: IRELAND, stage: 'A' });
        pool.hostedUiDomain!.cfnUserPoolDomain.domain = 'other';
        add(app, 'B', { env: IRELAND });
      },
    ],
    [
      'that of a pool that was removed again',
      (app) => {
        const { stack: inStage } = add(app, 'A', { env: IRELAND, stage: 'Stage' });
        inStage.node.tryRemoveChild('Pool');
        new UserAuthPool(inStage, 'Another');
        const { stack } = add(app, 'B', { env: IRELAND, hostedUi: byPrefix('other') });
        stack.node.tryRemoveChild('Pool');
        add(app, 'C', { env: IRELAND });
        new UserAuthPool(stack, 'Another', { hostedUi: byPrefix('other') });
      },
    ],
    [
      'the same default prefix in two apps',
      (app) => [add(app, 'A', { env: IRELAND }), add(newApp(), 'A', { env: IRELAND })],
    ],
  ])('%s', (_, build) => {
    expect(problemOf(build)).toBeUndefined();
  });
});

describe('domains of a pool', () => {
  const withDomains = (...domains: ((stack: Stack) => HostedUi)[]) => {
    const stack = newStack('S');
    const userPool = new UserAuthPool(stack, 'Pool');
    for (const [index, hostedUi] of domains.entries()) {
      new UserAuthDomain(stack, `Domain${index}`, { userPool, hostedUi: hostedUi(stack) });
    }
    return stack;
  };
  const [mine, other] = [() => byPrefix('mine'), () => byPrefix('other')];
  const own = (stack: Stack) => {
    const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef';
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
    return HostedUi.customDomain({ domainName: 'auth.example.com', certificate });
  };

  it('are one with a prefix and one custom domain', () => {
    expect(() => templateOf(withDomains(mine, own))).not.toThrow();
    const rejection = refusalOf(withDomains(mine, other));
    expect(rejection.match(/of the same kind/g)).toHaveLength(1);
    expect(rejection).toContain(
      'The domain S/Domain1/Resource is of the same kind as S/Domain0/Resource: ' +
        'Cognito accepts only one domain with a prefix and one custom domain for each pool, and would reject another one. Remove one of the two.',
    );
  });

  it('may be as many as conditions choose from', () => {
    const stack = withDomains(mine, other);
    const isHere = new CfnCondition(stack, 'Here', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const conditions = [isHere, new CfnCondition(stack, 'Elsewhere', { expression: Fn.conditionNot(isHere) })];
    const domains = stack.node.findAll().filter((each) => cognito.CfnUserPoolDomain.isCfnUserPoolDomain(each));
    for (const [index, domain] of domains.entries()) domain.cfnOptions.condition = conditions[index];
    expect(() => templateOf(stack)).not.toThrow();
  });
});
