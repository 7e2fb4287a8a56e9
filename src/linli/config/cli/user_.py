"""People who log in, and the posts they hold.

  linli user list
  linli user add chen --name 陈书记 --role secretary --at 清溪家园社区
  linli user appoint chen --role grid_worker --at 清溪家园社区
  linli user password chen

In an empty house, --found makes the community first:
  linli user add chen --name 陈书记 --role secretary --at 清溪家园社区 --found 清溪街道
"""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.registry.models import Place, User


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(
        dest="part", metavar="list | add | appoint | password", required=True
    )
    parts.add_parser("list", help="who logs in, with which posts")
    add = parts.add_parser("add", help="open a log-in and give it a post")
    appoint = parts.add_parser("appoint", help="give somebody one more post")
    password = parts.add_parser("password", help="give somebody a new password")
    for part in (add, appoint, password):
        part.add_argument("username")
    for part in (add, password):
        part.add_argument("--ask", action="store_true", help="type a password; else one is made up")
    add.add_argument("--name", required=True, help="as residents see it")
    add.add_argument("--phone", default="", help="shown to residents")
    add.add_argument("--found", metavar="STREET_OFFICE", help="make the community, below this one")
    for part in (add, appoint):
        part.add_argument("--role", required=True, help="secretary, grid_worker, steward …")
        part.add_argument("--at", required=True, metavar="PLACE", help="name, label or code")
        part.add_argument("--company", default="", help="for property_staff: whom they work for")


def run(options: argparse.Namespace) -> int:
    from linli.config import cli

    cli.start()
    works = {"list": _list, "add": _add, "appoint": _appoint, "password": _password}
    return works[options.part](options)


def _list(options: argparse.Namespace) -> int:
    from linli.registry.models import User

    for user in User.objects.order_by("username").prefetch_related("posts__place"):
        posts = [
            f"{post.get_role_display()} ({post.place})"
            for post in user.posts.all()
            if post.ended_on is None
        ]
        closed = "" if user.is_active else " [closed]"
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
    print(f"{user.username} may log in as {options.role} of {place}.")
    if not typed:
        print(f"Password: {given}")
    return 0


def _appoint(options: argparse.Namespace) -> int:
    user = _user(options.username)
    place = _place(options.at, role=options.role)
    _give_post(user, options, place=place)
    print(f"{user.username} is {options.role} of {place}.")
    return 0


def _password(options: argparse.Namespace) -> int:
    from linli.config import cli
    from linli.registry.access import SYSTEM
    from linli.registry.actions.accounts import set_password

    user = _user(options.username)
    post = user.posts.filter(ended_on=None).select_related("place").first()
    if post is None:
        raise cli.Stop(f"{user.username} holds no post. Appoint them first.")
    typed = _typed_password() if options.ask else ""
    given = set_password(user, place=post.place, by=SYSTEM, password=typed)
    print("The password has been changed." if typed else f"Password: {given}")
    return 0


def _give_post(user: User, options: argparse.Namespace, *, place: Place) -> None:
    from linli.config import cli
    from linli.registry.access import SYSTEM
    from linli.registry.actions.posts import appoint
    from linli.registry.models import Organisation, Post

    if options.role not in Post.Role.values:
        raise cli.Stop(f"There is no role {options.role}. Choose: {', '.join(Post.Role.values)}.")
    company = None
    if options.company:
        company = Organisation.objects.filter(
            community=place.community_id, name=options.company
        ).first()
        if company is None:
            raise cli.Stop(f"{options.company} is not entered. Enter it in the settings first.")
    appoint(
        options.role,
        place=place,
        holder=str(user),
        by=SYSTEM,
        user=user,
        organisation=company,
        phone=user.phone,
    )


def _user(username: str) -> User:
    from linli.config import cli
    from linli.registry.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise cli.Stop(f"Nobody logs in as {username}. See linli user list.")
    return user


def _place(typed: str, *, role: str) -> Place:
    """Return the one place of this name, label, code or number where the role may stand."""
    from django.db.models import Q

    from linli.config import cli
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
        raise cli.Stop(f"No place is called {typed} at which a {role} could stand.")
    if len(rows) > 1:
        choices = ", ".join(f"{place.code} ({place.community or place})" for place in rows)
        raise cli.Stop(f"Several places are called {typed}. Name one by its code: {choices}.")
    return rows[0]


def _found(name: str, *, below: str) -> None:
    """Make a community below a street office, which is made too if it is not there."""
    from linli.registry.access import SYSTEM
    from linli.registry.actions.places import add_place
    from linli.registry.models import Place

    office = Place.objects.filter(kind="street_office", name=below).first()
    if office is None:
        office = add_place("street_office", name=below, parent=None, by=SYSTEM)
    if not Place.objects.filter(kind="community", name=name, parent=office).exists():
        add_place("community", name=name, parent=office, by=SYSTEM)


def _typed_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("New password: ")
