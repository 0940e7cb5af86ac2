"""The site refuses to start where its settings are wrong, and says which and what to do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.made_up_folder import write_text
from vrn.partnership.folder import PartnershipError
from vrn_web import front
from vrn_web.serving import check_front
from vrn_web.settings import SettingsError, build_settings
from vrn_web.site import read_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def built(folder: Path, environ: Mapping[str, str], bind: str = "127.0.0.1") -> dict[str, object]:
    return build_settings(read_site(folder), bind=bind, environ=environ)


def test_people_are_our_own_and_nothing_is_shown_of_a_fault(released_folder: Path) -> None:
    settings = built(released_folder, {})
    assert settings["AUTH_USER_MODEL"] == "accounts.User"
    assert settings["DEBUG"] is False
    assert not any("admin" in str(app) for app in settings["INSTALLED_APPS"])  # type: ignore[attr-defined]


def test_the_folder_keeps_the_key_of_its_sessions(released_folder: Path) -> None:
    first, second = (built(released_folder, {})["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(str(first)) >= 50
    kept = released_folder / "site" / "secret.key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    given = "k" * 40
    assert built(released_folder, {"VRN_SECRET_KEY": given})["SECRET_KEY"] == given


def test_cookies_are_kept_from_scripts_and_from_other_sites(released_folder: Path) -> None:
    for environ, is_https in (({}, False), ({"VRN_HTTPS": "yes"}, True)):
        settings = built(released_folder, environ)
        for cookie in ("SESSION", "CSRF"):
            assert settings[f"{cookie}_COOKIE_HTTPONLY"] is True
            assert settings[f"{cookie}_COOKIE_SAMESITE"] in {"Lax", "Strict"}
            assert settings[f"{cookie}_COOKIE_SECURE"] is is_https
            assert str(settings[f"{cookie}_COOKIE_NAME"]).startswith("__Host-") is is_https


def test_where_others_reach_the_site_it_must_be_said_how(released_folder: Path) -> None:
    with pytest.raises(SettingsError, match="VRN_HTTPS=yes"):
        built(released_folder, {}, bind="0.0.0.0")
    for said in ("yes", "no"):
        assert built(released_folder, {"VRN_HTTPS": said}, bind="0.0.0.0")


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"VRN_SECRET_KEY": "short"}, "shorter than 32 characters"),
        ({"VRN_HOSTS": "*"}, "name the hosts"),
        ({"VRN_HTTPS": "perhaps"}, "yes or no"),
        ({"VRN_LARGEST_FILE_MB": "2 GB"}, "whole number"),
        ({"VRN_LARGEST_FILE_MB": "0"}, "whole number"),
    ],
)
def test_a_wrong_environment_is_refused(
    released_folder: Path, environ: Mapping[str, str], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        built(released_folder, environ)


def test_the_site_answers_to_its_own_names_alone(released_folder: Path) -> None:
    environ = {"VRN_HOSTS": "vrn.example, www.vrn.example", "VRN_HTTPS": "yes"}
    hosts = built(released_folder, environ, bind="0.0.0.0")
    assert {"localhost", "127.0.0.1", "vrn.example", "www.vrn.example"} <= set(
        hosts["ALLOWED_HOSTS"]  # type: ignore[call-overload]
    )
    assert not {"*", "0.0.0.0", ""} & set(hosts["ALLOWED_HOSTS"])  # type: ignore[call-overload]


def test_a_folder_that_is_no_partnership_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartnershipError, match=r"holds no partnership\.toml"):
        read_site(tmp_path)


def test_a_folder_without_the_public_key_is_refused(tmp_path: Path) -> None:
    write_text(tmp_path)
    with pytest.raises(PartnershipError, match=r"release\.pub"):
        read_site(tmp_path)


@pytest.mark.parametrize("colour", ["blue", "#12436", "#FFDD00", "#7a7a7a"])
def test_a_brand_colour_that_cannot_be_read_is_refused(
    released_folder: Path, tmp_path: Path, colour: str
) -> None:
    shutil.copy(released_folder / "release.pub", tmp_path)
    write_text(tmp_path, brand_colour=colour)
    with pytest.raises(PartnershipError, match="brand_colour"):
        read_site(tmp_path)


def test_an_edited_text_shows_without_a_restart(
    site_of, released_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(released_folder, folder)
    client = site_of(folder)
    assert "#12436D" in client.get("/brand.css").content.decode()
    write_text(folder, brand_colour="#801650")
    assert "#801650" in client.get("/brand.css").content.decode()


def test_a_stylesheet_that_was_not_built_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(front, "BUILT", tmp_path)
    with pytest.raises(SettingsError, match="make front"):
        check_front()
