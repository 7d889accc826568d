import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, IHostedZone } from 'aws-cdk-lib/aws-route53';
import { HostedUi, UserAuthPool } from 'cdk-user-auth-pool';
import { Construct } from 'constructs';

const domainName = 'auth.example.com';

/** The certificate of the domain, in the one region from which Cognito takes it. */
class CertificateStack extends Stack {
  public readonly hostedZone: IHostedZone;
  public readonly certificate: ICertificate;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.hostedZone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
      zoneName: 'example.com',
    });
    this.certificate = new Certificate(this, 'Certificate', {
      domainName,
      validation: CertificateValidation.fromDns(this.hostedZone),
    });
  }
}

interface UsersStackProps extends StackProps {
  readonly hostedZone: IHostedZone;
  readonly certificate: ICertificate;
}

/** Users sign in at a domain of your own. */
class UsersStack extends Stack {
  constructor(scope: Construct, id: string, { hostedZone, certificate, ...props }: UsersStackProps) {
    super(scope, id, props);

    const pool = new UserAuthPool(this, 'Pool', {
      hostedUi: HostedUi.customDomain({ domainName, certificate, hostedZone }),
      client: { callbackUrls: ['https://app.example.com/'] },
    });

    new CfnOutput(this, 'SignIn', { value: pool.client.signInUrl });
  }
}

const app = new App();
const crossRegionReferences = true;
const { hostedZone, certificate } = new CertificateStack(app, 'Certificate', {
  env: { region: 'us-east-1' },
  crossRegionReferences,
});
new UsersStack(app, 'Users', { env: { region: 'eu-west-1' }, crossRegionReferences, hostedZone, certificate });
