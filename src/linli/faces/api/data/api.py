"""The data API, put together. Its description stands at /api/openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from linli.faces.api.data import cases, places
from linli.faces.api.data.auth import StrictParser, TokenInHeader, answer_refusals

ABOUT = """Matters, places and programmes of the one community below which a token acts.

What is not for the token is 404. Every refusal is `{code, sentence, errors}`; the sentence is in
the language of `Accept-Language` (zh-hans or en)."""

api = NinjaAPI(
    title="Linli",
    version="1",
    description=ABOUT,
    auth=TokenInHeader(),
    docs_url=None,  # its page would fetch scripts from elsewhere
    urls_namespace="data-api",
    parser=StrictParser(),
)
api.add_router("", cases.router)
api.add_router("", places.router)
answer_refusals(api)
