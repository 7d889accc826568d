"""Reads the caller of a route from the event of a function written in Python, as callerOf does in JavaScript."""

import json
import re
from typing import Any, NamedTuple, Optional

ISSUER = re.compile(r"https://(?:issuer-)?cognito-idp\.[^/]+/([a-z]+(?:-[a-z]+)+-\d+_[0-9A-Za-z]+)", re.ASCII)


class Caller(NamedTuple):
    subject: str  # the ID of the user, or of the client of a machine
    username: Optional[str]  # machines have none
    groups: list[str]
    scopes: list[str]
    client_id: str
    user_pool_id: str
    person: bool  # rather than a machine
    claims: dict[str, str]  # empty where a policy is enforced at the request


def caller_of(event: Any) -> Optional[Caller]:
    """The caller, or None if no authorizer of a Cognito user pool has verified one."""
    authorizer = _at(_at(event, "requestContext"), "authorizer")
    return _from_jwt(_at(authorizer, "jwt")) or _from_lambda(_at(authorizer, "lambda"))


def _from_jwt(jwt: Any) -> Optional[Caller]:
    raw = _at(jwt, "claims")
    if not isinstance(raw, dict):
        return None
    claims = {name: _text_of(value) for name, value in raw.items() if value is not None}
    is_id = claims.get("token_use") == "id"
    subject, client_id = claims.get("sub"), claims.get("aud" if is_id else "client_id")
    issuer = ISSUER.fullmatch(claims.get("iss", ""))
    if not subject or not client_id or not issuer:
        return None
    username = claims.get("cognito:username" if is_id else "username")
    scope = claims.get("scope")
    return Caller(
        subject=subject,
        username=username,
        groups=_list_of(raw.get("cognito:groups")),
        scopes=_strings_of(_at(jwt, "scopes")) if scope is None else [each for each in scope.split(" ") if each],
        client_id=client_id,
        user_pool_id=issuer.group(1),
        person=is_id or (username is not None and subject != client_id),
        claims=claims,
    )


def _from_lambda(context: Any) -> Optional[Caller]:
    names = ("subject", "clientId", "userPoolId")
    if not all(isinstance(_at(context, name), str) for name in names) or not isinstance(_at(context, "person"), bool):
        return None
    username = context.get("username")
    return Caller(
        subject=context["subject"],
        username=username if isinstance(username, str) else None,
        groups=_strings_of(context.get("groups")),
        scopes=_strings_of(context.get("scopes")),
        client_id=context["clientId"],
        user_pool_id=context["userPoolId"],
        person=context["person"],
        claims={},
    )


def _at(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _list_of(value: Any) -> list[str]:
    """API Gateway writes a list as "[a b]"; a local AWS may send a JSON list."""
    if not isinstance(value, str):
        return _strings_of(value)
    is_list = len(value) > 1 and value.startswith("[") and value.endswith("]")
    return [each for each in value[1:-1].split(" ") if each] if is_list else [value]


def _strings_of(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _text_of(value: Any) -> str:
    """A claim as API Gateway writes it."""
    if isinstance(value, list):
        return f"[{' '.join(map(_text_of, value))}]"
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
