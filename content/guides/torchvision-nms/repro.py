# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.16.0",
#   "peft==0.21.2",
# ]
# ///
"""Imports torchvision releases that were built for another PyTorch, and runs each way out.

    python tools/repro/run.py content/guides/torchvision-nms/repro.py --out OUT

It needs Linux, Python 3.10 to 3.13, PyTorch 2.11 without torchvision beside it, and a package index:
each scenario installs its torchvision into a folder or an environment of its own. No GPU is needed,
the import fails before one is asked for. For `error/wrapped` run it with an older transformers, too.
"""

import importlib
import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

OTHER = "torchvision==0.25.0"  # built for PyTorch 2.10
FITS = "0.26.0"  # built for PyTorch 2.11
OLD = ["torchvision==0.16.2", "requests", "urllib3", "idna", "certifi", "charset-normalizer"]
NMS = "RuntimeError: operator torchvision::nms does not exist"
AGAIN = (
    "AttributeError: partially initialized module 'torchvision' has no attribute 'extension' "
    "(most likely due to a circular import)"
)
CHAINED = (
    "RuntimeError: operator torchvision::nms does not exist{rest}"
    "ModuleNotFoundError: Could not import module 'Trainer'. "
    "Are this object's requirements defined correctly?"
)
WRAPPED = (
    "RuntimeError: Failed to import transformers.models.llama.modeling_llama because of the "
    "following error (look up to see its traceback):\noperator torchvision::nms does not exist"
)
NO_OPS = "RuntimeError: Couldn't load custom C++ ops. This can happen if your PyTorch and torchvision"
IMAGE = "UserWarning: Failed to load image Python extension: 'Could not load this library: {path}image.so'"
REQUIRES = (
    "torchvision 0.25.0 requires torch==2.10.0, but you have torch 2.11.0 which is incompatible."
)
HAS = "torchvision 0.25.0 has requirement torch==2.10.0, but you have torch 2.11.0."
TORCH = ["linux", "torch>=2.11", "torch<2.12", "network"]
TRANSFORMERS = ["linux", "torch>=2.11", "torch<2.12", "network", "transformers>=4.52"]
OLDER = ["linux", "torch>=2.11", "torch<2.12", "network", "transformers<4.52"]
TRAINING = ["linux", "torch>=2.11", "network", "transformers>=4.52", "trl", "peft"]
for variable in ("PYTHONPATH", "PYTHONNOUSERSITE"):
    os.environ.pop(variable, None)


class CommandFailed(Exception):
    """A command ended with an error; the text is what it wrote to standard error."""


def run(*command, **variables):
    """Run a command, print the end of what it says, and carry its error unchanged if it fails."""
    done = subprocess.run(
        command,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout[-1500:])
    if done.returncode:
        raise CommandFailed(done.stderr or done.stdout)
    print(done.stderr[-1500:])
    return done.stdout + done.stderr


def fails(*command, **variables):
    """The error of a command that must fail."""
    try:
        run(*command, **variables)
    except CommandFailed as error:
        print(str(error)[-1500:])
        return str(error)
    return ""


def beside(*packages, folder="other"):
    """Install into a folder that this process searches first."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
    run(*pip, *packages, "pillow")
    sys.path.insert(0, os.path.abspath(folder))
    importlib.invalidate_caches()


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def shell(region, **variables):
    return run("bash", "-euo", "pipefail", "-c", commands(region), **variables)


def region_of_this_file(name):
    """The lines of one region here, as a reader has them."""
    source = Path(__file__).read_text(encoding="utf-8").split(f"# region: {name}\n")[1]
    return "\n".join(line[4:] for line in source.split("    # endregion")[0].splitlines())


def environment(*packages):
    """A virtual environment that sees this one's PyTorch, first on PATH."""
    run(sys.executable, "-m", "venv", "--without-pip", "env")  # it sees this one's pip, too
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    os.environ["PATH"] = str(Path("env/bin").resolve()) + os.pathsep + os.environ["PATH"]
    if packages:
        run("python", "-m", "pip", "install", "--quiet", "--no-deps", *packages, "pillow")


def installed(package):
    """The version of a package in the environment."""
    code = f"from importlib.metadata import version; print(version('{package}'))"
    return run("python", "-c", code).strip()


# ----------------------------------------------------------------------------------- errors


@scenario("error/import", reproduces="nms", expect=NMS, needs=TORCH)
def error_import():
    beside(OTHER)
    print("torch", version("torch"), "| torchvision", version("torchvision"))
    # region: error/import
    import torchvision  # noqa: F401
    # endregion


@scenario("error/newer", reproduces="nms", expect=NMS, needs=TORCH)
def error_newer():
    """A torchvision that is too new, with the stable ABI; the message is the same."""
    beside("torchvision==0.29.2")
    import torchvision  # noqa: F401


@scenario("error/second-import", reproduces="partially", expect=AGAIN, needs=TORCH)
def error_second_import():
    """The cell was run a second time."""
    beside(OTHER)
    # region: error/second-import
    try:
        import torchvision
    except RuntimeError as error:
        print(error)
    import torchvision  # noqa: F401
    # endregion


@scenario(
    "error/transformers", reproduces="could-not-import", expect=CHAINED, needs=TRANSFORMERS
)
def error_transformers():
    """A text model needs nothing of torchvision; transformers imports it all the same."""
    beside(OTHER)
    code = "from transformers import Trainer"
    raise CommandFailed(fails(sys.executable, "-c", code, PYTHONPATH=os.path.abspath("other")))


@scenario(
    "error/wrapped",
    reproduces="failed-to-import",
    expect=WRAPPED,
    needs=OLDER,
)
def error_wrapped():
    """The wording of older releases of transformers."""
    beside(OTHER)
    from transformers import LlamaForCausalLM  # noqa: F401


@scenario("error/pip", reproduces="pip-requires", expect=REQUIRES, needs=TORCH)
def error_pip():
    """What pip says, and goes on, whenever it touches a package that torchvision needs."""
    environment(OTHER)
    raise CommandFailed(run("python", "-m", "pip", "install", "pillow<13"))


@scenario("error/pip-check", reproduces="pip-check", expect=HAS, needs=TORCH)
def error_pip_check():
    environment(OTHER)
    raise CommandFailed(fails("python", "-m", "pip", "check"))


@scenario("error/old-image", reproduces="image-extension", expect=IMAGE, needs=TORCH)
def error_old_image():
    """Before 0.17 the import only warned."""
    beside(*OLD)
    other = os.path.abspath("other")
    raise CommandFailed(run(sys.executable, "-c", "import torchvision", PYTHONPATH=other))


@scenario("error/old-ops", reproduces="no-ops", expect=NO_OPS, needs=TORCH)
def error_old_ops():
    """... and the first use of an operator failed."""
    beside(*OLD)
    import torch
    from torchvision.ops import nms

    nms(torch.tensor([[0.0, 0.0, 1.0, 1.0]]), torch.tensor([1.0]), 0.5)


@scenario("error/stale", reproduces="nms", expect=NMS, needs=TORCH)
def error_stale():
    """The right torchvision is on the disk by now, but this process met the wrong one first."""
    beside(OTHER)
    try:
        import torchvision  # noqa: F401
    except RuntimeError as error:
        print(error)
    beside(f"torchvision=={FITS}", folder="right")
    check("the disk has the right pair", version("torchvision") == FITS)
    import torchvision  # noqa: F401, F811


@scenario("error/two-copies", reproduces="nms", expect=NMS, needs=TORCH)
def error_two_copies():
    """pip's pair is right, but another folder comes first."""
    environment(f"torchvision=={FITS}")
    beside(OTHER)
    other = os.path.abspath("other")
    raise CommandFailed(fails("python", "-c", "import torchvision", PYTHONPATH=other))


# ------------------------------------------------------------------------------------ probe


@scenario("check-torchvision", needs=TORCH)
def check_torchvision():
    beside(OTHER)
    # region: check-torchvision
    import re
    from importlib.metadata import distributions, requires, version
    from pathlib import Path

    import torch

    def numbers(text):
        return [int(part) for part in re.findall(r"\d+", text)[:3]]

    found = {str(found.locate_file("torchvision")) for found in distributions(name="torchvision")}
    wants = next(line for line in requires("torchvision") if line.startswith("torch"))
    have, wanted = numbers(version("torch")), numbers(wants)
    fits = have == wanted if "==" in wants else have >= wanted
    loads = build = "no"
    for library in Path(next(iter(found))).glob("_C*.[sp][oy]*"):
        try:
            torch.ops.load_library(library)
            loads, build = "yes", torch.ops.torchvision._cuda_version()
        except OSError as error:
            print(error.__cause__ or error)
    same = numbers(torch.__version__) == have
    print(f"torch: {version('torch')} same: {same} CUDA: {torch.version.cuda}", end=" | ")
    print(f"torchvision: {version('torchvision')} fits: {fits} copies: {len(found)}", end=" | ")
    print(f"loads: {loads} build: {build}")
    # endregion
    check("it does not fit", not fits)
    check("it does not load", loads == "no")


@scenario("extra-probe", needs=TORCH)
def extra_probe():
    """What the probe prints where the pair fits."""
    beside(f"torchvision=={FITS}")
    Path("probe.py").write_text(region_of_this_file("check-torchvision"), encoding="utf-8")
    said = run(sys.executable, "probe.py", PYTHONPATH=os.path.abspath("other"))
    check("the pair fits", f"torchvision: {FITS} fits: True copies: 1 | loads: yes" in said)
    check("built for the same CUDA", said.strip().endswith("build: 13000"))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-match", needs=TRANSFORMERS)
def fix_match():
    environment(OTHER)
    before = installed("torch")
    check("it fails before", NMS in fails("python", "-c", "import torchvision"))
    shell("fix-match")
    check("the torchvision for this torch", installed("torchvision") == FITS)
    check("torch is the same", installed("torch") == before)
    check("the line of the page names both", FITS in shell("check-pair"))
    run("python", "-c", "from transformers import Trainer")


@scenario("fix-uninstall", needs=TRAINING)
def fix_uninstall():
    environment(OTHER)
    check("it fails before", NMS in fails("python", "-c", "import torchvision"))
    shell("fix-uninstall")
    printed = run("python", "-c", STEP)
    check("a text model trains a step", float(printed.split("loss ")[-1].split()[0]) > 0)


STEP = """
import torch
from peft import LoraConfig
from transformers import AutoProcessor, Qwen3Config, Qwen3ForCausalLM, Trainer, pipeline
from trl import SFTTrainer

config = Qwen3Config(vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=1,
                     num_attention_heads=2, num_key_value_heads=2, head_dim=16)
model = Qwen3ForCausalLM(config)
tokens = torch.arange(2, 18)[None]
loss = model(input_ids=tokens, labels=tokens).loss
loss.backward()
print("loss", float(loss))
"""


@scenario("fix-restart", needs=TORCH)
def fix_restart():
    """The state of error/stale, and a new process."""
    environment(OTHER)
    lines = [
        "import subprocess, sys",
        "try:\n    import torchvision",
        "except RuntimeError as error:\n    print(error)",
        f"pip = [sys.executable, '-m', 'pip', 'install', '-q', '--no-deps', 'torchvision=={FITS}']",
        "subprocess.run(pip, check=True)",
        "import torchvision",
    ]
    check("the old process still fails", NMS in fails("python", "-c", "\n".join(lines)))
    check("a new one does not", FITS in shell("check-pair"))


@scenario("fix-one-copy", needs=TORCH)
def fix_one_copy():
    environment(f"torchvision=={FITS}")
    beside(OTHER)
    other = os.path.abspath("other")
    check("it fails before", NMS in fails("python", "-c", "import torchvision", PYTHONPATH=other))
    printed = shell("fix-one-copy", PYTHONPATH=other)
    check("the copy of the environment is used", str(Path("env").resolve()) in printed)


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-define", needs=TORCH)
def extra_define():
    """The operator declared by hand: the import passes, the operators are still not there."""
    beside(OTHER)
    import torch

    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision

    print("imported", torchvision.__version__)
    said = ""
    try:
        torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)
    except RuntimeError as error:
        said = str(error)
        print(said)
    check("nothing was repaired", said.startswith("Couldn't load custom C++ ops"))


@scenario("extra-upgrade", needs=TORCH)
def extra_upgrade():
    """What the newest torchvision wants: with an older torch, pip has to replace that."""
    from importlib.metadata import requires

    beside("torchvision==0.29.2")
    wants = [line for line in requires("torchvision") if line.startswith("torch")]
    print(wants)
    check("a newer torch", wants == ["torch (>=2.14.0)"])


@scenario("extra-loader-words", scope="mechanism", needs=TORCH)
def extra_loader_words():
    """What torchvision does not say: the system's loader names what is missing."""
    import warnings

    beside("torchvision==0.29.2")
    os.environ["TORCHVISION_WARN_WHEN_EXTENSION_LOADING_FAILS"] = "1"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            import torchvision  # noqa: F401
        except RuntimeError as error:
            print(error)
    said = " ".join(str(warning.message) for warning in caught)
    print(said)
    check("the variable names the library", "Failed to load '_C_stable' extension" in said)


@scenario("extra-image-processor", needs=TRANSFORMERS)
def extra_image_processor():
    """The cost of going without: image processors fall back to Pillow."""
    environment("pillow")
    said = run("python", "-c", "from transformers import CLIPImageProcessor as C; C()")
    check("another class takes its place", "falling back to `CLIPImageProcessorPil`" in said)


@scenario("extra-torchaudio", needs=TORCH)
def extra_torchaudio():
    """The sibling: it names its library, but no reason."""
    beside("torchaudio==2.10.0")
    other = os.path.abspath("other")
    said = fails(sys.executable, "-c", "import torchaudio", PYTHONPATH=other)
    check("its own message", "OSError: Could not load this library:" in said)
    beside("torchaudio==2.11.0", folder="right")
    run(sys.executable, "-c", "import torchaudio", PYTHONPATH=os.path.abspath("right"))


@scenario("extra-no-fit", needs=TORCH)
def extra_no_fit():
    """Why the page writes a lower bound: the oldest releases accept any torch."""
    from importlib.metadata import requires

    beside("torchvision==0.2.0")
    wants = [line for line in requires("torchvision") if line.startswith("torch")]
    print(wants)
    check("any torch", wants == ["torch"])
