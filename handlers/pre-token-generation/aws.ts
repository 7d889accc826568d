import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ReadParameter } from './clients';
import { Invoke } from './user-hook';

/** How long a read may take. Cognito waits 5 seconds for the whole hook. */
const READ_MS = 2_000;

// The AWS SDK is loaded at the first call: most pools need none of it, and loading takes longer than all else here.
let lambda: LambdaClient | undefined;

export const invoke: Invoke = async (functionArn, event) => {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  lambda ??= new LambdaClient({});
  const { FunctionError, Payload } = await lambda
    .send(new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) }))
    .catch(hideDetails('the hook could not be called'));
  const answer = parse(Payload);
  if (FunctionError === undefined) return answer;
  const message = (answer as { errorMessage?: unknown } | null | undefined)?.errorMessage;
  throw new Error(`the hook failed: ${typeof message === 'string' ? message : FunctionError}`);
};

export const readParameter: ReadParameter = async (name) => {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const { Parameter } = await new SSMClient({})
    .send(new GetParameterCommand({ Name: name }), { abortSignal: AbortSignal.timeout(READ_MS) })
    .catch(hideDetails('the ids of the app clients could not be read'));
  return Parameter?.Value;
};

function parse(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString());
  } catch {
    return undefined;
  }
}

/** Cognito shows the message of an error to whoever signs in. The SDK's names the account, the role and the resource: it goes to the log only. */
function hideDetails(outcome: string) {
  return (error: Error): never => {
    console.error(`${outcome}: ${error.name}: ${error.message}`);
    throw new Error(`${outcome}: ${error.name}`);
  };
}
