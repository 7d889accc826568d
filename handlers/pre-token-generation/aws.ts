import { jsonIn } from '../../lib/base/json';
import { Environment } from '../environment';
import { ReadParameter } from './clients';
import { Aws } from './hook';
import { Invoke } from './user-hook';

/** How long a read may take. Cognito waits 5 seconds for the whole hook. */
const READ_MS = 2_000;

/**
 * Calls AWS. Nothing in this function takes longer than loading the SDK, so the parts that the environment needs load
 * at once, while the instance starts, and the others never.
 */
export function newAws({ USER_HOOK, CLIENTS_PARAMETER }: Environment): Aws {
  return {
    invoke: USER_HOOK === undefined ? notConfigured : newInvoke(),
    readParameter: CLIENTS_PARAMETER === undefined ? notConfigured : newReadParameter(),
  };
}

const notConfigured = () => Promise.reject(new Error('This function is not configured to call AWS.'));

function newInvoke(): Invoke {
  const sdk = import('@aws-sdk/client-lambda').then(({ InvokeCommand, LambdaClient }) => ({
    InvokeCommand,
    client: new LambdaClient({}),
  }));
  ignoreUntilCalled(sdk);
  return async (functionArn, event) => {
    const { InvokeCommand, client } = await sdk;
    const { FunctionError, Payload } = await client
      .send(new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) }))
      .catch(hideDetails('the hook could not be called'));
    const result = jsonIn(Buffer.from(Payload ?? []).toString());
    if (FunctionError === undefined) return result;
    const message = (result as { errorMessage?: unknown } | null | undefined)?.errorMessage;
    throw new Error(`the hook failed: ${typeof message === 'string' ? message : FunctionError}`);
  };
}

function newReadParameter(): ReadParameter {
  const sdk = import('@aws-sdk/client-ssm').then(({ GetParameterCommand, SSMClient }) => ({
    GetParameterCommand,
    client: new SSMClient({}),
  }));
  ignoreUntilCalled(sdk);
  return async (name) => {
    const { GetParameterCommand, client } = await sdk;
    const { Parameter } = await client
      .send(new GetParameterCommand({ Name: name }), { abortSignal: AbortSignal.timeout(READ_MS) })
      .catch(hideDetails('the IDs of the app clients could not be read'));
    return Parameter?.Value;
  };
}

/** A failure to load the SDK is that of the call that needs it, not an unhandled rejection at the start. */
function ignoreUntilCalled(sdk: Promise<unknown>): void {
  sdk.catch(() => {});
}

/** Cognito shows messages to whoever signs in. The SDK's name account, role and resource, so they are only logged. */
function hideDetails(outcome: string) {
  return (error: Error): never => {
    console.error(`${outcome}: ${error.name}: ${error.message}`);
    throw new Error(`${outcome}: ${error.name}`);
  };
}
