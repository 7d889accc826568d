import { Stack, Stage } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { findAround } from '../../lib/template/tree';
import { newApp } from '../support/synth';

const isPool = (node: unknown): node is cognito.CfnUserPool => cognito.CfnUserPool.isCfnUserPool(node);

describe('findAround', () => {
  it('finds what is of a kind in all stacks', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const pools = [new cognito.CfnUserPool(one, 'Pool'), new cognito.CfnUserPool(other, 'Pool')];
    expect(findAround(one, isPool)).toEqual(pools);
  });

  it('does not look into another stage', () => {
    const app = newApp();
    const [beta, prod] = ['Beta', 'Prod'].map((id) => new Stack(new Stage(app, id), 'Stack')) as [Stack, Stack];
    const pool = new cognito.CfnUserPool(beta, 'Pool');
    new cognito.CfnUserPool(prod, 'Pool');
    expect(findAround(beta, isPool)).toEqual([pool]);
  });
});
