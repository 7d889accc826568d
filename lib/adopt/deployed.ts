/** Properties as CloudFormation names them. */
export type Properties = Readonly<Record<string, unknown>>;

export const PREFIX = 'AWS::Cognito::';

/** A resource that hangs on the pool, or the pool itself. */
export interface DeployedResource {
  readonly type: string;
  readonly properties: Properties;
}

/** A pool as it is deployed. */
export interface Deployed {
  /** The file that says so. */
  readonly source: string;
  /** Undefined for a pool outside CloudFormation. */
  readonly logicalId?: string;
  readonly properties: Properties;
  readonly schema: readonly Properties[];
  /** The pool and what hangs on it, by logical ID. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
}
