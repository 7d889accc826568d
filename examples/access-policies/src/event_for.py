"""Creates the event of a route for unit tests of a function written in Python, as eventFor does in JavaScript."""

import json
import re
from typing import Any, Mapping, Optional, Sequence
from urllib.parse import urlencode

EPOCH = 1767225600  # every event is of the same moment, so that tests always see the same
DOMAIN = "example.execute-api.us-east-1.amazonaws.com"


def event_for(
    route: str,
    caller: Optional[Mapping[str, Any]] = None,
    authorizer: str = "jwt",
    required_scopes: Sequence[str] = (),
    path_parameters: Optional[Mapping[str, str]] = None,
    query: Optional[Mapping[str, str]] = None,
    headers: Optional[Mapping[str, str]] = None,
    body: Any = None,
) -> dict[str, Any]:
    """The event that API Gateway sends for a route such as "POST /posts".

    The caller may have subject, username, groups, scopes, client_id, user_pool_id, person and claims, each with a
    default; without a caller, the route is one that anyone may call. The authorizer is "jwt" for policies in the token
    and scopes, and "lambda" for policies at the request. The body is text as it is, or anything else as JSON with
    a header that says so.
    """
    method, path = ("GET", "/") if route == "$default" else route.split(" ")
    # API Gateway sends every parameter of the path.
    parameters = {name: (path_parameters or {}).get(name, name) for name in re.findall(r"{([^}+]+)\+?}", path)}
    raw_path = re.sub(r"{([^}+]+)\+?}", lambda match: parameters[match[1]], path)
    text = body if body is None or isinstance(body, str) else _json(body)
    sent = {"user-agent": "test", **{name.lower(): value for name, value in (headers or {}).items()}}
    event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": raw_path,
        "rawQueryString": urlencode(query or {}),
        "headers": {
            "accept": "*/*",
            "content-length": str(len((text or "").encode())),
            **({} if text is body else {"content-type": "application/json"}),
            "host": DOMAIN,
            "x-amzn-trace-id": "Root=1-6955b900-555555555555555555555555",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
            **({} if caller is None else {"authorization": "Bearer token"}),
            **sent,
        },
        "requestContext": {
            "accountId": "111111111111",
            "apiId": "example",
            "domainName": DOMAIN,
            "domainPrefix": "example",
            "http": {
                "method": "GET" if method == "ANY" else method,
                "path": raw_path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": sent["user-agent"],
            },
            "requestId": "ExampleRequest=",
            "routeKey": route,
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": EPOCH * 1000,
        },
        "isBase64Encoded": False,
    }
    # API Gateway omits what is empty.
    if query:
        event["queryStringParameters"] = dict(query)
    if parameters:
        event["pathParameters"] = parameters
    if text is not None:
        event["body"] = text
    if caller is not None:
        event["requestContext"]["authorizer"] = _authorizer(authorizer, caller, required_scopes)
    return event


def _authorizer(kind: str, caller: Mapping[str, Any], required_scopes: Sequence[str]) -> dict[str, Any]:
    person = caller.get("person", True)
    client_id = caller.get("client_id", "1example23456789")
    subject = caller.get("subject", "11111111-2222-4333-8444-555555555555" if person else client_id)
    username = caller.get("username", subject) if person else None
    groups = list(caller.get("groups", [])) if person else []
    scopes = list(caller.get("scopes", required_scopes))
    pool_id = caller.get("user_pool_id", "us-east-1_Example12")
    if kind == "lambda":
        context = {
            "subject": subject,
            "username": username,
            "groups": groups,
            "scopes": scopes,
            "clientId": client_id,
            "userPoolId": pool_id,
            "person": person,
        }
        return {"lambda": {name: value for name, value in context.items() if value is not None}}
    claims = {
        "auth_time": EPOCH,
        "client_id": client_id,
        "cognito:groups": groups or None,
        "event_id": "33333333-2222-4333-8444-555555555555" if person else None,
        "exp": EPOCH + 3600,
        "iat": EPOCH,
        "iss": f"https://cognito-idp.{pool_id.split('_')[0]}.amazonaws.com/{pool_id}",
        "jti": "22222222-2222-4333-8444-555555555555",
        "origin_jti": "44444444-2222-4333-8444-555555555555" if person else None,
        "scope": " ".join(scopes) or None,
        "sub": subject,
        "token_use": "access",
        "username": username,
        "version": 2,
        **caller.get("claims", {}),
    }
    texts = {name: _claim(value) for name, value in claims.items() if value is not None}
    # API Gateway lists all scopes of the token, but only if the route requires some.
    return {"jwt": {"claims": texts, "scopes": scopes if required_scopes else None}}


def _claim(value: Any) -> str:
    """A claim as API Gateway writes it, where a list is "[a b]"."""
    if isinstance(value, (list, tuple)):
        return f"[{' '.join(map(_claim, value))}]"
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
