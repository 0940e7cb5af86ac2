"""Every address of the site."""

from __future__ import annotations

from django.urls import path, register_converter

from vrn_web import pages
from vrn_web.accounts import views as accounts
from vrn_web.addresses import (
    AgreementConverter,
    EditionConverter,
    FigureConverter,
    KeyConverter,
    MeasureConverter,
    ReceiptConverter,
    RequestConverter,
)
from vrn_web.figures import dashboard, downloads, measures, supplied, trace
from vrn_web.figures.violence import views as violence
from vrn_web.papers import changed
from vrn_web.papers import views as papers
from vrn_web.papers.editions import PAPERS
from vrn_web.stewardship import (
    agreements,
    editions,
    files,
    history,
    mapping,
    pairs,
    scorecards,
    sending,
    uploading,
)

register_converter(FigureConverter, "figure")
register_converter(MeasureConverter, "measure")
register_converter(EditionConverter, "edition")
register_converter(KeyConverter, "key")
register_converter(ReceiptConverter, "receipt")
register_converter(RequestConverter, "request")
register_converter(AgreementConverter, "agreement")

urlpatterns = [
    path("", pages.home, name="home"),
    *(
        pattern
        for name in PAPERS
        for pattern in (
            path(f"{name}/", papers.contents, {"name": name}, name=name),
            path(
                f"{name}/files/<edition:edition>/<str:file>",
                papers.file,
                {"name": name},
                name=f"{name}_file",
            ),
            path(
                f"{name}/editions/<edition:edition>/",
                papers.edition,
                {"name": name},
                name=f"{name}_edition",
            ),
            path(f"{name}/changed/", changed.changed, {"name": name}, name=f"{name}_changed"),
            path(f"{name}/parts/<key:key>/", papers.part, {"name": name}, name=f"{name}_part"),
            path(f"{name}/<key:key>/", papers.section, {"name": name}, name=f"{name}_section"),
        )
    ),
    path("violence/", violence.violence, name="violence"),
    path("violence/<key:key>.csv", violence.table_csv, name="violence_csv"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("cubes/<measure:measure>.csv", downloads.cube_csv, name="cube_csv"),
    path("figures/<figure:figure_id>/", trace.figure, name="figure"),
    path("figures/<figure:figure_id>.json", downloads.figure_json, name="figure_json"),
    path("figures/<figure:figure_id>.csv", downloads.figure_csv, name="figure_csv"),
    path("supplies/<receipt:receipt>/", trace.supply, name="supply"),
    path("tables/", supplied.tables, name="supplied_tables"),
    path("tables/<agreement:name>/", supplied.table, name="supplied_table"),
    path("tables/<agreement:name>.csv", supplied.table_csv, name="supplied_csv"),
    path("methods/", measures.methods, name="methods"),
    path("methods/<measure:measure>/", measures.method, name="method"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.password, name="password"),
    path("files/", files.files, name="files"),
    path("files/agreements/", agreements.listed, name="agreements"),
    path("files/agreements/<agreement:agreement>/", agreements.one, name="agreement"),
    path("files/scorecards/", scorecards.listed, name="scorecards"),
    path("files/scorecards/<agreement:agreement>/", scorecards.one, name="scorecard"),
    path("files/scorecards/<agreement:agreement>.csv", scorecards.as_csv, name="scorecard_csv"),
    path(
        "files/scorecards/<agreement:agreement>/letter.txt",
        scorecards.as_letter,
        name="scorecard_letter",
    ),
    path("files/send/", sending.choose_agreement, name="choose_agreement"),
    path("files/send/<agreement:agreement>/", sending.send_file, name="send_file"),
    path("files/send/<agreement:agreement>/begin/", uploading.begin, name="begin_upload"),
    path("files/pieces/<request:upload_id>/", uploading.add_piece, name="add_piece"),
    path("files/pieces/<request:upload_id>/finish/", uploading.finish, name="finish_upload"),
    path("files/pieces/<request:upload_id>/drop/", uploading.drop, name="drop_upload"),
    path("files/map/", mapping.choose, name="choose_mapping"),
    path("files/map/<agreement:agreement>/", mapping.map_file, name="map_file"),
    path("files/map/<agreement:agreement>/text/", mapping.as_text, name="mapping_text"),
    path("files/map/asked/<request:request_id>/", mapping.asked, name="map_asked"),
    path("files/pairs/", pairs.choose, name="choose_pairs"),
    path("files/pairs/<agreement:agreement>/ask/", pairs.ask, name="ask_pairs"),
    path("files/pairs/asked/<request:request_id>/", pairs.answer, name="pairs"),
    path("files/pairs/asked/<request:request_id>/finish/", pairs.finish, name="finish_pairs"),
    path("files/history/", history.history, name="history"),
    path("files/receipts/<receipt:receipt>/word/", history.give_word, name="give_word"),
    path("files/requests/<request:request_id>/", files.work_request, name="work_request"),
    path("files/receipts/<receipt:receipt>/", files.receipt, name="receipt"),
    path("files/edition/", editions.make_edition, name="make_edition"),
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
