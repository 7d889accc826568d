import { CfnElement } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A part of a template as it was written, like the CDK's first `CfnInclude`, which has no types any more. */
export class Included extends CfnElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly template: object,
  ) {
    super(scope, id);
  }

  public _toCloudFormation(): object {
    return this.template;
  }
}
