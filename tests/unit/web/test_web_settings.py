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


def test_there_is_no_database_session_or_sign_in(released_folder: Path) -> None:
    settings = built(released_folder, {})
    assert settings["DATABASES"] == {}
    assert settings["DEBUG"] is False
    for name in ("sessions", "auth", "admin", "contenttypes"):
        assert not any(name in str(app) for app in settings["INSTALLED_APPS"])  # type: ignore[attr-defined]
        assert not any(f".{name}." in str(one) for one in settings["MIDDLEWARE"])  # type: ignore[attr-defined]


def test_a_secret_key_is_drawn_at_each_start(released_folder: Path) -> None:
    first, second = (built(released_folder, {})["SECRET_KEY"] for _ in range(2))
    assert first != second
    assert len(str(first)) >= 50
    given = "k" * 40
    assert built(released_folder, {"VRN_SECRET_KEY": given})["SECRET_KEY"] == given


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"VRN_SECRET_KEY": "short"}, "shorter than 32 characters"),
        ({"VRN_HOSTS": "*"}, "name the hosts"),
    ],
)
def test_a_wrong_environment_is_refused(
    released_folder: Path, environ: Mapping[str, str], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        built(released_folder, environ)


def test_the_site_answers_to_its_own_names_alone(released_folder: Path) -> None:
    hosts = built(released_folder, {"VRN_HOSTS": "vrn.example, www.vrn.example"}, bind="0.0.0.0")
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
