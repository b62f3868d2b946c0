# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "unsloth==2026.8.22",
#   "unsloth_zoo==2026.10.9",
#   "trl==0.24.0",
#   "transformers==4.57.6",
# ]
# ///
"""Lets Unsloth generate its trainer from two packages that do not fit, and runs each way out.

    python tools/repro/run.py content/guides/unsloth-compiled-cache/repro.py --out OUT

CPU only; no model is needed. The two fixes by pip install into a folder of their own, which this
process then searches first, without dependencies: TRL and transformers stay as they are.

Unsloth runs without a GPU if UNSLOTH_ALLOW_CPU=1, but then leaves TRL as it is, so `generate` makes
the call that its import makes for each trainer where there is a GPU.
"""

import ctypes
import importlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from repro.scenario import check, scenario

ANCHOR = (
    "RuntimeError: Unsloth: source anchor not found (sft_prepare_dataset pack_dataset call); "
    "the patched function is out of sync with this TRL / unsloth_zoo version. "
    "Please file a bug report."
)
APART = ["unsloth==2026.8.22", "unsloth_zoo==2026.10.9", "trl==0.24.0", "transformers<5"]
ONLINE = [
    "unsloth==2026.8.22",
    "unsloth_zoo==2026.10.9",
    "trl==0.24.0",
    "transformers<5",
    "network",
]
LINUX = ["linux", "unsloth==2026.8.22", "unsloth_zoo==2026.10.9", "trl==0.24.0", "transformers<5", "network"]
GKD = (
    "RuntimeError: Direct module loading failed for UnslothGKDTrainer: "
    "{words} (UnslothGKDTrainer.py, line {line})"
)
LOCKS = "RuntimeError: PermissionError: [Errno 13] Permission denied: '{path}unsloth_compiled_cache/.locks'"
FILE = "UnslothSFTTrainer.py"


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def install(region):
    """Run a region that installs, into a folder that this process searches first."""
    settings = {"PIP_TARGET": "fixed", "PIP_NO_DEPS": "1", "PIP_QUIET": "1", "PYTHONPATH": ""}
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(region)],
        env={**os.environ, **settings},
        check=True,
    )
    sys.path.insert(0, os.path.abspath("fixed"))
    importlib.invalidate_caches()


def import_unsloth():
    """Unsloth on a machine without a GPU."""
    os.environ["UNSLOTH_ALLOW_CPU"] = "1"
    import unsloth  # noqa: F401

    os.environ.pop("UNSLOTH_ALLOW_CPU")
    for package in ("unsloth", "unsloth_zoo", "transformers", "trl"):
        print(package, version(package))
    print("UNSLOTH_COMPILE_DISABLE:", os.environ.get("UNSLOTH_COMPILE_DISABLE"))


def generate(trainer="sft_trainer"):
    """What the import does for a trainer, without the handler that turns the error to a warning."""
    from unsloth.models.rl import _patch_trl_rl_trainers_impl

    _patch_trl_rl_trainers_impl(trainer)


def in_a_fork(function):
    """Run in a copy of this process, in which TRL is as it was; whether it ended well."""
    child = os.fork()
    if child:
        return child
    try:
        function()
    except BaseException as error:  # noqa: BLE001
        print("in the copy:", repr(error), flush=True)
        os._exit(1)
    os._exit(0)


def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def patched():
    """Generate, and fail unless TRL's class is Unsloth's afterwards."""
    generate()
    import trl

    print("the trainer is", trl.SFTTrainer, flush=True)
    if not trl.SFTTrainer.__name__.startswith("Unsloth"):
        raise AssertionError("TRL's own trainer")


def check_patched():
    generate()
    import trl

    check("the trainer is Unsloth's", trl.SFTTrainer.__name__ == "UnslothSFTTrainer")


def stamps(folder="unsloth_compiled_cache"):
    """The versions in the first lines of the generated file."""
    return Path(folder, FILE).read_text(encoding="utf-8").splitlines()[1:5]


# ----------------------------------------------------------------------------------- errors


@scenario("error/pair", scope="mechanism", reproduces="anchor", expect=ANCHOR, needs=APART)
def error_pair():
    """pip accepts this pair, and there is no folder yet; torch.compile is off."""
    os.environ["UNSLOTH_COMPILE_DISABLE"] = "1"
    import_unsloth()
    check("there is no file", not os.path.exists("unsloth_compiled_cache/" + FILE))
    check("torch.compile is off", os.environ["UNSLOTH_COMPILE_DISABLE"] == "1")
    generate()


@scenario("error/old-trl", scope="mechanism", reproduces="direct", expect=GKD, needs=ONLINE)
def error_old_trl():
    """TRL 0.11.4, the newest that asks for no newer datasets than 2.16.1."""
    subprocess.run(
        ["pip", "install", "--quiet", "--no-deps", "--target", "old", "trl==0.11.4"],
        env={**os.environ, "PYTHONPATH": ""},
        check=True,
    )
    sys.path.insert(0, os.path.abspath("old"))
    importlib.invalidate_caches()
    import_unsloth()
    check("TRL is old", version("trl") == "0.11.4")
    generate("gkd_trainer")


def without_root_rights():
    """Root may write everywhere; from here on this process may not."""

    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    class Data(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]

    libc = ctypes.CDLL(None, use_errno=True)
    header, data = Header(0x20080522, 0), (Data * 2)()
    libc.capget(ctypes.byref(header), data)
    data[0].effective &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc.capset(ctypes.byref(header), data)


@scenario("error/unwritable", scope="mechanism", reproduces="unwritable", expect=LOCKS, needs=LINUX)
def error_unwritable():
    """Neither the working directory nor the folder in the temporary one can be written."""
    install("fix-upgrade")
    os.environ["TMPDIR"] = os.path.abspath("tmp")
    os.makedirs("tmp/unsloth_compiled_cache")
    os.makedirs("here")
    os.chdir("here")
    for folder in (".", "../tmp/unsloth_compiled_cache"):
        os.chmod(folder, 0o555)
    without_root_rights()
    import_unsloth()
    generate()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-pair", scope="mechanism", needs=ONLINE)
def fix_pair():
    install("fix-pair")
    import_unsloth()
    check("the zoo is the older one", version("unsloth_zoo") == "2026.8.17")
    check_patched()


@scenario("fix-upgrade", scope="mechanism", needs=ONLINE)
def fix_upgrade():
    install("fix-upgrade")
    import_unsloth()
    check("Unsloth is newer", version("unsloth") != "2026.8.22")
    check_patched()
    generate("gkd_trainer")
    import trl

    check("with TRL in its range GKDTrainer is Unsloth's too", trl.GKDTrainer.__name__ == "UnslothGKDTrainer")
    check_versions()


def take_it_out():
    # region: fix-overwrite
    import os  # above "import unsloth"

    os.environ.pop("UNSLOTH_COMPILE_OVERWRITE", None)
    # endregion


@scenario("fix-overwrite", scope="mechanism", needs=ONLINE)
def fix_overwrite():
    """A file whose first lines name another Unsloth, kept and then renewed."""
    install("fix-pair")
    import_unsloth()
    check("generated", ended(in_a_fork(patched)))
    now = stamps()
    path = Path("unsloth_compiled_cache", FILE)
    fresh = path.read_text(encoding="utf-8")
    stale = fresh.replace("2026.8.22", "2026.8.21", 1) + "\nSTALE = True\n"
    path.write_text(stale, encoding="utf-8")
    os.environ["UNSLOTH_COMPILE_OVERWRITE"] = "0"
    check("with the variable it loads", ended(in_a_fork(patched)))
    print("with UNSLOTH_COMPILE_OVERWRITE=0:", stamps())
    check("and the old file is kept", path.read_text(encoding="utf-8") == stale)
    take_it_out()
    check("without the variable it loads", ended(in_a_fork(patched)))
    print("without:", stamps())
    check("and the file is new, though nobody deleted it", path.read_text(encoding="utf-8") == fresh)
    check("with the installed versions", stamps() == now)


def own_folder():
    # region: fix-location
    import os, tempfile  # above "import unsloth"

    os.environ["UNSLOTH_COMPILE_LOCATION"] = tempfile.mkdtemp(prefix="unsloth-")
    # endregion


@scenario("fix-location", scope="mechanism", needs=LINUX)
def fix_location():
    """Two processes at the same time, where the usual two folders cannot be written."""
    install("fix-upgrade")
    os.environ["TMPDIR"] = os.path.abspath("tmp")
    os.makedirs("tmp/unsloth_compiled_cache")
    os.makedirs("here")
    os.chdir("here")
    for folder in (".", "../tmp/unsloth_compiled_cache"):
        os.chmod(folder, 0o555)
    without_root_rights()

    def alone():
        own_folder()
        import_unsloth()
        patched()
        print("generated in", os.environ["UNSLOTH_COMPILE_LOCATION"], flush=True)

    children = [in_a_fork(alone), in_a_fork(alone)]
    check("both processes have Unsloth's trainer", all([ended(one) for one in children]))
    made = sorted(Path("../tmp").glob(f"unsloth-*/{FILE}"))
    check("each has a file in a folder of its own", len(made) == 2)
    check("of the installed version", all(stamps(one.parent)[1] == version("unsloth") for one in made))
    check("and none in the working directory", not os.listdir("."))
    check("nor in the temporary folder of that name", not os.listdir("../tmp/unsloth_compiled_cache"))


# ------------------------------------------------------------------------------------ probes


def check_versions():
    # region: check-versions
    from importlib.metadata import requires, version
    from packaging.requirements import Requirement

    for package in ("unsloth", "unsloth_zoo"):
        print(package, version(package))
        for need in map(Requirement, requires(package)):
            if need.name in ("unsloth_zoo", "trl", "transformers", "torch") and "extra" not in str(need.marker):
                fits = need.specifier.contains(version(need.name), prereleases=True)
                print("  ", need.name, version(need.name), "fits" if fits else f"needs {need.specifier}")
    # endregion


@scenario("check-versions", needs=["unsloth", "unsloth_zoo", "trl", "transformers", "network"])
def check_versions_alone():
    """What the installed packages ask for, with one that does not fit."""
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        check_versions()
    print(said.getvalue())
    check("TRL fits", "trl 0.24.0 fits" in said.getvalue())
    subprocess.run(
        ["pip", "install", "--quiet", "--no-deps", "--target", "other", "trl==1.16.0"],
        env={**os.environ, "PYTHONPATH": ""},
        check=True,
    )
    sys.path.insert(0, os.path.abspath("other"))
    importlib.invalidate_caches()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        check_versions()
    print(said.getvalue())
    check("a newer TRL does not", "trl 1.16.0 needs " in said.getvalue())


@scenario("check-trainer", needs=["unsloth"])
def check_trainer():
    """TRL's own class, where Unsloth's import has not replaced it."""
    # region: check-trainer
    import trl

    print(trl.SFTTrainer.__name__)  # UnslothSFTTrainer, or TRL's own SFTTrainer
    # endregion
    check("TRL's own", trl.SFTTrainer.__name__ == "SFTTrainer")
