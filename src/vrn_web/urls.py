"""Every address of the site."""

from __future__ import annotations

from django.urls import path, register_converter

from vrn_web import pages
from vrn_web.addresses import (
    EditionConverter,
    FigureConverter,
    KeyConverter,
    MeasureConverter,
    ReceiptConverter,
)
from vrn_web.figures import dashboard, downloads, measures, trace
from vrn_web.papers import views as papers

register_converter(FigureConverter, "figure")
register_converter(MeasureConverter, "measure")
register_converter(EditionConverter, "edition")
register_converter(KeyConverter, "key")
register_converter(ReceiptConverter, "receipt")

urlpatterns = [
    path("", pages.home, name="home"),
    path("profile/", papers.profile, name="profile"),
    path("profile/files/<edition:edition>/<str:name>", papers.file, name="profile_file"),
    path("profile/editions/<edition:edition>/", papers.edition, name="profile_edition"),
    path("profile/parts/<key:key>/", papers.part, name="profile_part"),
    path("profile/<key:key>/", papers.section, name="profile_section"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("cubes/<measure:measure>.csv", downloads.cube_csv, name="cube_csv"),
    path("figures/<figure:figure_id>/", trace.figure, name="figure"),
    path("figures/<figure:figure_id>.json", downloads.figure_json, name="figure_json"),
    path("figures/<figure:figure_id>.csv", downloads.figure_csv, name="figure_csv"),
    path("supplies/<receipt:receipt>/", trace.supply, name="supply"),
    path("methods/", measures.methods, name="methods"),
    path("methods/<measure:measure>/", measures.method, name="method"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("health", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("brand.css", pages.brand, name="brand"),
    path("icon.svg", pages.icon, name="icon"),
]

handler400 = pages.bad_request
handler404 = pages.not_found
handler500 = pages.server_error
