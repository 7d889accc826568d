/* A stack on a local AWS, deployed from a template that a test has made in its own process. */
import {
  CloudFormationClient,
  CloudFormationClientConfig,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { setTimeout as sleep } from 'node:timers/promises';

const ENV = { account: '000000000000', region: 'us-east-1' };

/** The template of a stack without assets. */
export function renderStack(name: string, make: (stack: Stack) => void): string {
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(new App(), name, { env: ENV, synthesizer });
  make(stack);
  return JSON.stringify(Template.fromStack(stack).toJSON());
}

export class DeployedStack {
  private readonly client: CloudFormationClient;
  private exists = false;

  constructor(
    private readonly name: string,
    { clientConfig }: { clientConfig: CloudFormationClientConfig },
  ) {
    this.client = new CloudFormationClient(clientConfig);
  }

  /** Creates or updates the stack. Rejects with what went wrong. */
  public async deploy(template: string): Promise<Record<string, string>> {
    const input = { StackName: this.name, TemplateBody: template, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
    await this.client.send(this.exists ? new UpdateStackCommand(input) : new CreateStackCommand(input));
    this.exists = true;
    for (;;) {
      const { Stacks = [] } = await this.client.send(new DescribeStacksCommand({ StackName: this.name }));
      const { StackStatus: status = '', StackStatusReason: reason, Outputs = [] } = Stacks[0] ?? {};
      if (/^(?:CREATE|UPDATE)_COMPLETE$/.test(status)) {
        return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
      }
      if (!status.endsWith('_IN_PROGRESS')) throw new Error(`${this.name}: ${status}: ${reason}`);
      await sleep(20);
    }
  }
}
