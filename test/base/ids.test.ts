import { Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { idOnBehalfOf } from '../../lib/base/ids';
import { newApp } from '../support/synth';

describe('idOnBehalfOf', () => {
  const app = newApp();
  const [here, there] = ['Here', 'There'].map((id) => new Stack(app, id)) as [Stack, Stack];

  it('leaves out what two constructs of one stack have in common', () => {
    expect(idOnBehalfOf(new Construct(new Construct(here, 'A'), 'B'), here)).toBe('A.B');
  });

  it('tells apart two constructs that have one path in two stacks', () => {
    expect(idOnBehalfOf(new Construct(here, 'X'), here)).toBe('X');
    expect(idOnBehalfOf(new Construct(there, 'X'), here)).toBe('other:There.X');
  });

  it('tells apart what has the same names by another way', () => {
    const nested = new Construct(new Construct(here, 'There'), 'X');
    const ids = [nested, new Construct(here, 'There.X'), new Construct(here, 'other:There'), there.node.findChild('X')];
    expect(new Set(ids.map((each) => idOnBehalfOf(each, here))).size).toBe(4);
  });

  it('is the same in every stage', () => {
    const ids = ['Beta', 'Prod'].map((name) => {
      const stage = new Stage(app, name);
      return idOnBehalfOf(new Construct(new Stack(stage, 'There'), 'X'), new Stack(stage, 'Here'));
    });
    expect(ids).toEqual(['other:There.X', 'other:There.X']);
  });
});
