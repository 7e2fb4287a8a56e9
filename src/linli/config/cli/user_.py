"""linli user: people who log in, and the posts they hold."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from linli.config.cli.language import gettext as _
from linli.config.cli.parser import Parser
from linli.config.stop import Stop

if TYPE_CHECKING:
    from linli.accounts.models import User
    from linli.registry.models import Place


def add_arguments(parser: Parser) -> None:
    parser.describe(
        _("People who log in, and the posts they hold."),
        "  linli user list\n"
        "  linli user add chen --name 陈书记 --role secretary --at 清溪家园社区\n"
        "  linli user appoint chen --role grid_worker --at 清溪家园社区\n"
        "  linli user password chen",
        _("In an empty house, --found makes the community first:"),
        "  linli user add chen --name 陈书记 --role secretary --at 清溪家园社区 --found 清溪街道",
    )
    parts = parser.add_subparsers(
        dest="part", metavar="list | add | appoint | password", required=True
    )
    parts.add_parser("list", help=_("who logs in, with which posts"))
    add = parts.add_parser("add", help=_("open a log-in and give it a post"))
    appoint = parts.add_parser("appoint", help=_("give somebody one more post"))
    password = parts.add_parser("password", help=_("give somebody a new password"))
    for part in (add, appoint, password):
        part.add_argument("username", metavar=_("USERNAME"))
    for part in (add, password):
        part.add_argument(
            "--ask", action="store_true", help=_("type a password; else one is made up")
        )
    add.add_argument("--name", required=True, metavar=_("NAME"), help=_("as residents see it"))
    add.add_argument("--phone", default="", metavar=_("PHONE"), help=_("shown to residents"))
    add.add_argument(
        "--found", metavar=_("STREET_OFFICE"), help=_("make the community, below this one")
    )
    for part in (add, appoint):
        part.add_argument(
            "--role", required=True, metavar=_("ROLE"), help=_("secretary, grid_worker, steward …")
        )
        part.add_argument("--at", required=True, metavar=_("PLACE"), help=_("name, label or code"))
        part.add_argument("--company", default="", metavar=_("COMPANY"),
                          help=_("for property_staff: whom they work for"))  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from linli.config.cli import terminal

    terminal.start()
    works = {"list": _list, "add": _add, "appoint": _appoint, "password": _password}
    return works[options.part](options)


def _list(options: argparse.Namespace) -> int:
    from linli.accounts.models import User

    for user in User.objects.order_by("username").prefetch_related("posts__place"):
        posts = [
            f"{post.get_role_display()} ({post.place})"
            for post in user.posts.all()
            if post.ended_on is None
        ]
        closed = "" if user.is_active else f" [{_('closed')}]"
        print(f"{user.username}  {user}{closed}  {', '.join(posts) or '–'}")
    return 0


def _add(options: argparse.Namespace) -> int:
    from django.db import transaction

    from linli.registry.access import SYSTEM
    from linli.registry.actions.accounts import open_account

    typed = _typed_password() if options.ask else ""
    with transaction.atomic():
        if options.found:
            _found(options.at, below=options.found)
        place = _place(options.at, role=options.role)
        user, given = open_account(
            options.username,
            place=place,
            display_name=options.name,
            by=SYSTEM,
            phone=options.phone,
            password=typed,
        )
        _give_post(user, options, place=place)
    _say_post(_("%(name)s may log in as %(role)s of %(place)s."), user, options, place)
    if not typed:
        print(_("Password: %(password)s") % {"password": given})
    return 0


def _appoint(options: argparse.Namespace) -> int:
    user = _user(options.username)
    place = _place(options.at, role=options.role)
    _give_post(user, options, place=place)
    _say_post(_("%(name)s is %(role)s of %(place)s."), user, options, place)
    return 0


def _say_post(sentence: str, user: User, options: argparse.Namespace, place: Place) -> None:
    print(sentence % {"name": user.username, "role": options.role, "place": place})


def _password(options: argparse.Namespace) -> int:
    from linli.registry.access import SYSTEM
    from linli.registry.actions.accounts import set_password

    user = _user(options.username)
    post = user.posts.filter(ended_on=None).select_related("place").first()
    if post is None:
        held = _("%(name)s holds no post. Appoint them first.")
        raise Stop(held % {"name": user.username})
    typed = _typed_password() if options.ask else ""
    given = set_password(user.pk, place=post.place, by=SYSTEM, password=typed)
    made = _("Password: %(password)s") % {"password": given}
    print(_("The password has been changed.") if typed else made)
    return 0


def _give_post(user: User, options: argparse.Namespace, *, place: Place) -> None:
    from linli.registry.access import SYSTEM
    from linli.registry.actions.posts import appoint
    from linli.registry.models import Organisation, Post

    if options.role not in Post.Role.values:
        raise Stop(
            _("There is no role %(role)s. Choose: %(choices)s.")
            % {"role": options.role, "choices": ", ".join(Post.Role.values)}
        )
    company = None
    if options.company:
        company = Organisation.objects.filter(
            community=place.community_id, name=options.company
        ).first()
        if company is None:
            absent = _("%(company)s is not entered. Enter it in the settings first.")
            raise Stop(absent % {"company": options.company})
    appoint(
        options.role,
        place_id=place.pk,
        holder=str(user),
        by=SYSTEM,
        user_id=user.pk,
        organisation_id=company.pk if company else None,
        phone=user.phone,
    )


def _user(username: str) -> User:
    from linli.accounts.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        nobody = _("Nobody logs in as %(name)s. See linli user list.")
        raise Stop(nobody % {"name": username})
    return user


def _place(typed: str, *, role: str) -> Place:
    """Return the one place of this name, label, code or number where the role may stand."""
    from django.db.models import Q

    from linli.registry.actions.posts import ROLE_PLACES
    from linli.registry.models import Place

    named = Q(name=typed) | Q(label=typed) | Q(code=typed)
    if typed.isdigit():
        named |= Q(pk=int(typed))
    rows = list(
        Place.objects.filter(named, is_active=True, kind__in=ROLE_PLACES.get(role, ()))[:6]
        if role in ROLE_PLACES
        else Place.objects.filter(named, is_active=True)[:6]
    )
    if not rows:
        raise Stop(
            _("No place is called %(name)s at which a %(role)s could stand.")
            % {"name": typed, "role": role}
        )
    if len(rows) > 1:
        choices = ", ".join(f"{place.code} ({place.community or place})" for place in rows)
        raise Stop(
            _("Several places are called %(name)s. Name one by its code: %(choices)s.")
            % {"name": typed, "choices": choices}
        )
    return rows[0]


def _found(name: str, *, below: str) -> None:
    """Make a community below a street office, which is made too if it is not there."""
    from linli.registry.access import SYSTEM
    from linli.registry.actions.places import add_place
    from linli.registry.models import Place

    office = Place.objects.filter(kind="street_office", name=below).first()
    if office is None:
        office = add_place("street_office", name=below, parent_id=None, by=SYSTEM)
    if not Place.objects.filter(kind="community", name=name, parent=office).exists():
        add_place("community", name=name, parent_id=office.pk, by=SYSTEM)


def _typed_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(_("New password: "))
