"""The data API, put together. Its description stands at /api/openapi.json."""

from __future__ import annotations

from importlib import import_module

from ninja import NinjaAPI

from linli.faces.api.data import places
from linli.faces.api.data.auth import StrictParser, TokenInHeader, answer_refusals
from linli.faces.api.offers import offers

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
for offer in offers():
    for module in offer.routers:
        api.add_router("", import_module(module).router)
api.add_router("", places.router)
answer_refusals(api)
