"""Every hostile token is refused, whatever python-jose makes of it (its list of faults: ADR 0005)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwt
from pydantic import SecretStr

from opora.core.problems import Unauthenticated
from opora.identity.keys import derived_key
from opora.identity.tokens import AUDIENCE, KEY_ID, TYPE, Tokens
from opora.settings import Settings

SETTINGS = Settings(secret=SecretStr("a secret of the tests, long enough to be one"), public_url="https://opora.test")
OTHER = Settings(secret=SecretStr("another secret of the tests, long enough too"), public_url="https://opora.test")
TOKENS = Tokens(SETTINGS)
KEY = derived_key(SETTINGS, "access tokens 1")
CLIENT = UUID("01936f00-0000-7000-8000-000000000001")
ASSIGNMENT = UUID("01936f00-0000-7000-8000-000000000002")
SCOPES = frozenset({"orgs:read"})
HEADER = {"alg": "HS256", "typ": TYPE, "kid": KEY_ID}
_DROP = object()


def b64(data: bytes | str) -> str:
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).decode().rstrip("=")


def signed(header: bytes | str, payload: bytes | str, key: bytes = KEY, digest: str = "sha256") -> str:
    """A token with a correct signature over whatever is given."""
    body = f"{b64(header)}.{b64(payload)}"
    return f"{body}.{b64(hmac.digest(key, body.encode(), digest))}"


def claims(**changes: Any) -> str:
    now = int(time.time())
    good = {
        "iss": "https://opora.test", "aud": AUDIENCE, "sub": str(CLIENT), "assignment": str(ASSIGNMENT),
        "scope": "orgs:read", "iat": now, "exp": now + 600, "jti": "1",
    }  # fmt: skip
    return json.dumps({k: v for k, v in (good | changes).items() if v is not _DROP})


def with_claims(**changes: Any) -> Callable[[], str]:
    return lambda: signed(json.dumps(HEADER), claims(**changes))


def with_header(**changes: Any) -> Callable[[], str]:
    return lambda: signed(json.dumps({k: v for k, v in (HEADER | changes).items() if v is not _DROP}), claims())


def raw(header: bytes | str = json.dumps(HEADER), payload: bytes | str | None = None) -> Callable[[], str]:
    return lambda: signed(header, claims() if payload is None else payload)


def tampered(part: int) -> Callable[[], str]:
    def make() -> str:
        parts = signed(json.dumps(HEADER), claims()).split(".")
        parts[part] = ("B" if parts[part][5] != "B" else "C").join((parts[part][:5], parts[part][6:]))
        return ".".join(parts)

    return make


def asymmetric(algorithm: str) -> str:
    key = rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return jwt.encode(json.loads(claims()), pem.decode(), algorithm, headers={"typ": TYPE, "kid": KEY_ID})  # type: ignore[no-any-return]


def by_public_key(encoding: serialization.Encoding) -> str:
    """CVE-2024-33663: a public key, which everybody knows, used as the secret of an HMAC."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    known = public.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    return signed(json.dumps(HEADER), claims(), known)


def now(shift: float) -> int:
    return int(time.time() + shift)


HOSTILE: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "a word": lambda: "token",
    "two parts": lambda: "a.b",
    "five parts, as JWE has": lambda: ".".join([b64('{"alg":"dir","enc":"A256GCM","zip":"DEF"}'), "", "a", "a", "a"]),
    "not base64": lambda: "%%%.%%%.%%%",
    "not ASCII": lambda: "токен.токен.токен",
    "longer than 4 kB": with_claims(padding="x" * 5000),
    "a line break at its end": lambda: signed(json.dumps(HEADER), claims()) + "\n",
    "alg none, unsigned": lambda: f"{b64(json.dumps(HEADER | {'alg': 'none'}))}.{b64(claims())}.",
    "alg none, signed": with_header(alg="none"),
    "alg None in capitals": with_header(alg="NONE"),
    "alg HS512": lambda: signed(json.dumps(HEADER | {"alg": "HS512"}), claims(), digest="sha512"),
    "alg absent": with_header(alg=_DROP),
    "alg an object": with_header(alg={"a": 1}),
    "alg a list": with_header(alg=["HS256"]),
    "alg null": with_header(alg=None),
    "RS256 by a key of one's own": lambda: asymmetric("RS256"),
    "ES256 by a key of one's own": lambda: asymmetric("ES256"),
    "HMAC with a public key in PEM": lambda: by_public_key(serialization.Encoding.PEM),
    "HMAC with a public key in DER": lambda: by_public_key(serialization.Encoding.DER),
    "HMAC with an empty secret": lambda: signed(json.dumps(HEADER), claims(), b""),
    "HMAC with a secret of one byte": lambda: signed(json.dumps(HEADER), claims(), b"0"),
    "HMAC with the installation's secret itself": lambda: signed(
        json.dumps(HEADER), claims(), SETTINGS.secret.get_secret_value().encode()
    ),
    "another installation": lambda: Tokens(OTHER).issue(ASSIGNMENT, CLIENT, SCOPES),
    "signature cut off": lambda: signed(json.dumps(HEADER), claims()).rpartition(".")[0] + ".",
    "signature cut short": lambda: signed(json.dumps(HEADER), claims())[:-4],
    "signature changed": tampered(2),
    "payload changed": tampered(1),
    "header changed": tampered(0),
    "crit": with_header(crit=["exp"]),
    "crit unknown": with_header(crit=["urn:opora:nothing"], **{"urn:opora:nothing": True}),
    "kid another": with_header(kid="access-2"),
    "kid a path": with_header(kid="../../etc/passwd"),
    "kid absent": with_header(kid=_DROP),
    "jwk in the header": with_header(jwk={"kty": "oct", "k": b64(KEY)}),
    "jku in the header": with_header(jku="https://attacker.test/keys"),
    "x5u in the header": with_header(x5u="https://attacker.test/cert"),
    "typ JWT, as an id token has": with_header(typ="JWT"),
    "typ absent": with_header(typ=_DROP),
    "header nested a thousand deep": raw("[" * 1000),
    "header a list": raw("[]"),
    "header a number": raw("1"),
    "header null": raw("null"),
    "header not UTF-8": raw(b'{"alg":"\xff\xfe"}'),
    "header empty": raw(""),
    "payload nested a thousand deep": raw(payload="[" * 1000),
    "payload a deep object": raw(payload='{"a":' * 900 + "1" + "}" * 900),
    "payload a list": raw(payload="[]"),
    "payload a string": raw(payload='"text"'),
    "payload null": raw(payload="null"),
    "payload empty": raw(payload=""),
    "payload not UTF-8": raw(payload=b'{"sub":"\xff"}'),
    "payload with a huge number": raw(payload=claims().replace('"jti"', '"n": ' + "9" * 3000 + ', "jti"')),
    "exp absent": with_claims(exp=_DROP),
    "exp past": with_claims(iat=now(-1000), exp=now(-400)),
    "exp Infinity": with_claims(exp=float("inf")),
    "exp NaN": with_claims(exp=float("nan")),
    "exp -Infinity": with_claims(exp=float("-inf")),
    "exp beyond every calendar": with_claims(exp=10**30),
    "exp a string": with_claims(exp=str(now(600))),
    "exp a fraction": with_claims(exp=now(600) + 0.5),
    "exp true": with_claims(exp=True),
    "exp a list": with_claims(exp=[now(600)]),
    "exp null": with_claims(exp=None),
    "exp before iat": with_claims(iat=now(5), exp=now(2)),
    "life longer than a quarter of an hour": with_claims(exp=now(3600)),
    "iat absent": with_claims(iat=_DROP),
    "iat in an hour": with_claims(iat=now(3600), exp=now(4000)),
    "iat a string": with_claims(iat="now"),
    "nbf in an hour": with_claims(nbf=now(3600)),
    "nbf an object": with_claims(nbf={}),
    "iss absent": with_claims(iss=_DROP),
    "iss another": with_claims(iss="https://attacker.test"),
    "iss a list": with_claims(iss=["https://opora.test"]),
    "aud absent": with_claims(aud=_DROP),
    "aud another": with_claims(aud="other-api"),
    "aud a list": with_claims(aud=[AUDIENCE, "other-api"]),
    "aud an object": with_claims(aud={AUDIENCE: 1}),
    "sub absent": with_claims(sub=_DROP),
    "sub no UUID": with_claims(sub="admin"),
    "sub a number": with_claims(sub=1),
    "jti absent": with_claims(jti=_DROP),
    "jti a number": with_claims(jti=1),
    "assignment absent": with_claims(assignment=_DROP),
    "assignment no UUID": with_claims(assignment="' or 1=1 --"),
    "assignment a number": with_claims(assignment=5),
    "assignment a list": with_claims(assignment=[str(ASSIGNMENT)]),
    "scope absent": with_claims(scope=_DROP),
    "scope a list": with_claims(scope=["orgs:read"]),
    "scope unknown": with_claims(scope="orgs:read everything"),
}


def test_a_genuine_token_says_what_was_issued() -> None:
    genuine = (TOKENS.issue(ASSIGNMENT, CLIENT, SCOPES), signed(json.dumps(HEADER), claims()))  # the table's own basis
    for token in genuine:
        said = TOKENS.verify(token)
        assert said == (CLIENT, ASSIGNMENT, SCOPES)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_token_is_refused_and_nothing_else_comes_out(name: str) -> None:
    with pytest.raises(Unauthenticated):
        TOKENS.verify(HOSTILE[name]())


def test_the_key_is_long_and_of_one_purpose() -> None:
    assert len(KEY) == hashlib.sha256().digest_size
    assert derived_key(SETTINGS, "something else") != KEY
    assert derived_key(OTHER, "access tokens 1") != KEY
