import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { isInStage, onCompletion } from '../../lib/files/app-completion';

it('a construct is in a stage of the app, or in the app itself', () => {
  const app = new App();
  expect(isInStage(new Stack(new Stage(app, 'Prod'), 'S'))).toBe(true);
  expect(isInStage(new Stack(app, 'S'))).toBe(false);
  expect(isInStage(new Stack(undefined, 'Alone'))).toBe(false);
  expect(isInStage(new Construct(undefined as never, 'Root'))).toBe(false);
});

it('each task is done after the stages, and its problems are those of the app', () => {
  const done: string[] = [];
  const synth = (problem?: string) => {
    done.length = 0;
    const app = new App();
    const stage = new Stage(app, 'Prod');
    new Construct(new Stack(stage, 'S'), 'C').node.addValidation({ validate: () => (done.push('stage'), []) });
    for (const name of ['a', 'b']) {
      onCompletion(app, {
        check: (problems) => {
          done.push(`check ${name}`);
          if (problem) problems.add({ where: name, given: problem, outcome: 'x', remedy: 'y' });
        },
        finish: () => done.push(`finish ${name}`),
      });
    }
    app.synth();
  };
  synth();
  expect(done).toEqual(['stage', 'check a', 'check b', 'finish a', 'finish b']);
  expect(() => synth('wrong')).toThrow(/\[UserAuthCompletion] a is wrong: x\. y\.[^]*b is wrong/);
  expect(done).toEqual(['stage', 'check a', 'check b']);
});

it('no task is finished if a stack that is created later can not be synthesized', () => {
  const done: string[] = [];
  const synth = (count: number) => {
    const app = new App();
    onCompletion(app, { check: () => done.push('check'), finish: () => done.push('finish') });
    const stack = new Stack(app, 'S');
    for (let n = 0; n < count; n++) new CfnResource(stack, `R${n}`, { type: 'AWS::SNS::Topic' });
    app.synth({ force: true });
    app.synth({ force: true });
  };
  expect(() => synth(501)).toThrow('allowed maximum of 500');
  expect(done).toEqual(['check']);
  synth(1);
  expect(done.slice(1)).toEqual(['check', 'finish', 'check', 'finish']);
});
