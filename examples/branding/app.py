import json

from aws_cdk import App, CfnOutput, Stack
from cdk_user_auth_pool import (
    Branding,
    HostedUi,
    ManagedLoginAsset,
    ManagedLoginAssetCategory,
    ManagedLoginColorMode,
    TermsDocument,
    TermsDocuments,
    TermsLanguage,
    TermsTranslation,
    UserAuthClientOptions,
    UserAuthPool,
)
from constructs import Construct


def settings(file: str) -> dict:
    with open(f"look/{file}", encoding="utf-8") as content:
        return json.load(content)


def logo(file: str, color_mode: ManagedLoginColorMode) -> ManagedLoginAsset:
    return ManagedLoginAsset.from_file(
        f"look/{file}", category=ManagedLoginAssetCategory.FORM_LOGO, color_mode=color_mode
    )


class BrandingStack(Stack):
    """A shop and its administration share their users, but each has sign-in pages that look like it."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        light = logo("logo-light.svg", ManagedLoginColorMode.LIGHT)
        dark = logo("logo-dark.svg", ManagedLoginColorMode.DARK)

        pool = UserAuthPool(
            self,
            "Pool",
            hosted_ui=HostedUi.cognito_domain(
                branding=Branding.managed_login(
                    settings=settings("shop.json"),
                    assets=[light, dark],
                    # The sign-up page links to them.
                    terms=TermsDocuments(
                        terms_of_use=TermsDocument(
                            url="https://shop.example.com/terms",
                            translations=[
                                TermsTranslation(
                                    language=TermsLanguage.FRENCH, url="https://shop.example.com/fr/terms"
                                )
                            ],
                        ),
                        privacy_policy=TermsDocument(url="https://shop.example.com/privacy"),
                    ),
                )
            ),
            client=UserAuthClientOptions(callback_urls=["https://shop.example.com/"]),
        )
        admin = pool.add_client(
            "Admin",
            callback_urls=["https://admin.example.com/"],
            branding=Branding.managed_login(settings=settings("admin.json"), assets=[dark]),
        )

        CfnOutput(self, "ShopSignIn", value=pool.client.sign_in_url)
        CfnOutput(self, "AdminSignIn", value=admin.sign_in_url)


app = App()
BrandingStack(app, "Branding")
app.synth()
