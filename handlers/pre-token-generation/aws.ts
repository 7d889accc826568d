import { Environment } from '../environment';
import { ReadParameter } from './clients';
import { Aws } from './hook';
import { Invoke } from './user-hook';

/** How long a read may take. Cognito waits 5 seconds for the whole hook. */
const READ_MS = 2_000;

/**
 * Calls AWS. Loading the SDK takes longer than all else in this function, so what the environment needs of it loads at
 * once, while the instance starts, and what it doesn't need is never loaded.
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
    const answer = parse(Payload);
    if (FunctionError === undefined) return answer;
    const message = (answer as { errorMessage?: unknown } | null | undefined)?.errorMessage;
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
      .catch(hideDetails('the ids of the app clients could not be read'));
    return Parameter?.Value;
  };
}

/** A failure to load the SDK is that of the call that needs it, not an unhandled rejection at the start. */
function ignoreUntilCalled(sdk: Promise<unknown>): void {
  sdk.catch(() => {});
}

function parse(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString());
  } catch {
    return undefined;
  }
}

/** Cognito shows an error's message to whoever signs in. The SDK's names account, role and resource: it is only logged. */
function hideDetails(outcome: string) {
  return (error: Error): never => {
    console.error(`${outcome}: ${error.name}: ${error.message}`);
    throw new Error(`${outcome}: ${error.name}`);
  };
}
