"""Signing in and out, one's own account, and a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from vrn_web.accounts import actions
from vrn_web.accounts.forms import PasswordForm, SignInForm
from vrn_web.accounts.throttling import TooManySignInsError
from vrn_web.guard import person_of, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(GET_OR_POST)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for address and password, and leads on to the page that was asked for."""
    onward = _onward(request)
    if person_of(request) is not None and request.method != "POST":
        return redirect(onward)
    form = SignInForm(request.POST or None)
    is_wrong = False
    if request.method == "POST" and form.is_valid():
        try:
            if actions.sign_in(request=request, **form.cleaned_data) is not None:
                return redirect(onward)
        except TooManySignInsError:
            return _busy(request)
        is_wrong = True
    found = {"form": form, "next": onward, "is_wrong": is_wrong, "made_up_people": _shows_hint()}
    return render(request, "accounts/sign_in.html", found)


@never_cache
@require_http_methods(GET_OR_POST)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and leads to the start; the address alone only asks whether to."""
    actor = person_of(request)
    if actor is not None and request.method != "POST":
        return render(request, "accounts/sign_out.html")
    if actor is not None:
        actions.sign_out(request=request, actor=actor)
    return redirect("home")


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what one may do."""
    return render(request, "accounts/account.html")


@sensitive_post_parameters("current", "new", "again")
@require_http_methods(GET_OR_POST)
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password."""
    actor = person_of(request)
    form = PasswordForm(request.POST or None, person=actor)
    if request.method == "POST":
        try:
            if form.is_valid():
                new = form.cleaned_data["new"]
                actions.change_password(request=request, actor=actor, password=new)
                return redirect(f"{reverse('account')}?changed=yes")
        except TooManySignInsError:
            return _busy(request)
    return render(request, "accounts/password.html", {"form": form})


def _onward(request: HttpRequest) -> str:
    """Where the reader wanted to go: an address of this site, or the start."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and asked.startswith("/") else reverse("home")


def _busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "accounts/busy.html", status=503)
    response["Retry-After"] = "5"
    return response


def _shows_hint() -> bool:
    """Whether the page may say where the demonstration's sign-ins are written down."""
    from vrn_web.accounts.demonstration import sign_ins_path
    from vrn_web.site import current_site

    site = current_site()
    return site.made_up and sign_ins_path(site.folder).is_file()
