import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { constructsIn } from '../../lib/base/constructs-in';

const pathsIn = (construct: Construct) => constructsIn(construct).map(({ node }) => node.path);

it('has everything in a construct but what is in the stages of it', () => {
  const app = new App({ treeMetadata: false });
  const own = new Stack(app, 'Own');
  const inOwn = new Construct(own, 'A');
  const stage = new Stage(app, 'Prod');
  new Construct(new Stack(stage, 'Other'), 'B');
  new Stage(inOwn, 'Nested');
  expect(pathsIn(app)).toEqual(['', 'Own', 'Own/A']);
  expect(pathsIn(stage)).toEqual(['Prod', 'Prod/Other', 'Prod/Other/B']);
});
