import { App, Stack, Stage } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { useLockFile } from '../support/lock-file';
import { newApp } from '../support/synth';

const lock = useLockFile();

const newPool = (stack: Stack, id: string, domainPrefix?: string) =>
  new UserAuthPool(stack, id, {
    lockFile: lock.path,
    hostedUi: domainPrefix === undefined ? undefined : HostedUi.cognitoDomain({ domainPrefix }),
  });

function synth(make: (app: App) => unknown): string {
  const app = newApp();
  make(app);
  try {
    app.synth();
  } catch (error) {
    return String(error);
  }
  return '';
}

/** An app with two pools in a stack, each with a domain or without one. */
const pools = (a?: string, b?: string) => (app: App) => {
  const stack = new Stack(app, 'S');
  newPool(stack, 'A', a);
  newPool(stack, 'B', b);
};

it('a domain that goes from one pool to another is an error, unless a deployment without it is in between', () => {
  expect(synth(pools('shop'))).toBe('');
  expect(synth(pools(undefined, 'shop'))).toMatch(
    /\[S\/B] lockFile, domains is "shop", which is the domain of S\/A in \S+: CloudFormation creates it for the new pool first, and Cognito rejects it, because the other has it\. Leave it with S\/A; or deploy once without it: .*; or, if it was never deployed, remove "ADomain\w+" from domains of "\*\/\*\/S\/A\w+" in /,
  );
  expect(synth(pools())).toBe('');
  expect(synth(pools(undefined, 'shop'))).toBe('');
});

it('so is one that a new pool has', () => {
  const alone = (app: App) => newPool(new Stack(app, 'S'), 'A', 'shop');
  expect(synth(alone)).toBe('');
  expect(synth(pools(undefined, 'shop'))).toContain('which is the domain of S/A in ');
  expect(synth(pools('other', 'shop'))).toContain('which is the domain of S/A in ');
});

it('one that the first pool still has is not', () => {
  synth(pools('shop'));
  expect(synth(pools('shop', 'shop'))).not.toContain('which is the domain of');
});

it('neither is one in another region, or in another stage, which may be in one', () => {
  const regions = (eu?: string, us?: string) => (app: App) => {
    newPool(new Stack(app, 'Eu', { env: { region: 'eu-west-1' } }), 'A', eu);
    newPool(new Stack(app, 'Us', { env: { region: 'us-east-1' } }), 'A', us);
  };
  expect(synth(regions('shop'))).toBe('');
  expect(synth(regions(undefined, 'shop'))).toBe('');
  const stages = (dev?: string, prod?: string) => (app: App) => {
    newPool(new Stack(new Stage(app, 'Dev'), 'S'), 'B', dev);
    newPool(new Stack(new Stage(app, 'Prod'), 'S'), 'B', prod);
  };
  const only = (make: (app: App) => void) => synth((app) => [regions(undefined, 'shop')(app), make(app)]);
  expect(only(stages('staged'))).toBe('');
  expect(only(stages(undefined, 'staged'))).toBe('');
});
