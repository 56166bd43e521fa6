"""Importing printjob touches no disk, network, font or process: whatever a module needs, it fetches when it is called.

All modules are imported in a fresh interpreter whose audit hook sees every file opened and every connection made. Python's own import
machinery and what a library does inside its own folder are its business; everything else is a violation.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in (ROOT / "printjob").rglob("*.py")
)

WATCHER = r"""
import importlib, json, os, site, sys, sysconfig

LIBRARIES = tuple({os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
MACHINE = ("/proc/", "/sys/", "/dev/", "/etc/")  # how many cores, which locale: libraries ask the machine
FORBIDDEN = {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir", "os.rename", "os.remove",
             "os.rmdir", "sqlite3.connect", "shutil.copyfile", "tempfile.mkstemp", "tempfile.mkdtemp"}
PACKAGE = os.path.join(os.getcwd(), "printjob") + os.sep
seen = []

def who():
    # The innermost file that is ours or a library's: the one that asked.
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PACKAGE) or "site-packages" in name:
            return name
        frame = frame.f_back
    return ""

def watch(event, arguments):
    if event in FORBIDDEN:
        seen.append(f"{event} {arguments[:1]} by {who()}")
    if event != "open" or not isinstance(arguments[0], (str, bytes)):
        return
    path = os.path.realpath(os.fsdecode(arguments[0]))
    writes = isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    source = path.endswith((".py", ".pyc", ".so")) or ".so." in path
    font = path.lower().endswith((".ttf", ".otf", ".ttc", ".pfb"))
    by_library = "site-packages" in who()
    own = path.startswith((*LIBRARIES, *MACHINE, os.path.expanduser("~/.config/dask")))
    library = by_library and (own or not os.path.exists(path))  # a library may look for settings of its own that are not there
    if font or not (source or (library and not writes)):
        seen.append(f"open {path} by {who()}")

for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
"""
RUN = "{watcher}\nprint(json.dumps(seen))"
HOOKED = RUN.format(watcher=WATCHER.replace("\nfor name in", "\nsys.addaudithook(watch)\nsys.dont_write_bytecode = True\nfor name in"))


def violations(modules: list[str], cwd: Path) -> list[str]:
    """What importing the modules, in a fresh interpreter started in ``cwd``, touched."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, '')\n{HOOKED}", json.dumps(modules)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_importing_every_module_is_quiet() -> None:
    assert violations(MODULES, ROOT) == []


def test_the_watcher_sees_a_module_that_is_not(tmp_path: Path) -> None:
    (tmp_path / "printjob").mkdir()
    loud = "from pathlib import Path\nTEXT = (Path(__file__).parent / 'settings.yaml').read_text()\n"
    (tmp_path / "printjob" / "__init__.py").write_text(loud, encoding="utf-8")
    (tmp_path / "printjob" / "settings.yaml").write_text("a: 1\n", encoding="utf-8")
    found = violations(["printjob"], tmp_path)
    assert len(found) == 1
    assert "settings.yaml" in found[0]
