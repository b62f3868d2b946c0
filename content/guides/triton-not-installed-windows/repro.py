# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "liger-kernel==0.8.5",
# ]
# ///
"""Raises what libraries say without a Triton that fits, and runs the fixes.

    python tools/repro/run.py content/guides/triton-not-installed-windows/repro.py --out OUT

Three environments, each *without* Triton (`pip uninstall triton` after the installation): the one
of the metadata; torch 2.6.0, for error/newer, error/older and fix-pair/older-torch; torch 2.3.0,
for error/common. All three need setuptools, pip, numpy and g++. A scenario brings the Triton that
it speaks of, up to 240 MB a download.

Nothing runs on Windows or on a GPU. What torch.compile says for a GPU is raised in Inductor for a
fake tensor; what pip finds for Windows is asked with --platform.
"""

import importlib
import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

os.environ["PIP_NO_CACHE_DIR"] = "1"
os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
os.environ.pop("PYTHONPATH", None)

NO_TRITON = "ModuleNotFoundError: No module named 'triton'"
NO_OPS = "ModuleNotFoundError: No module named 'triton.ops'"
NO_LANGUAGE = "ModuleNotFoundError: No module named 'triton.language'; 'triton' is not a package"
NO_JIT = "AttributeError: module 'triton' has no attribute 'jit'"
NO_ATTRS = (
    "ImportError: cannot import name 'AttrsDescriptor' from 'triton.compiler.compiler' ({path})"
)
NO_KEY = "ImportError: cannot import name 'triton_key' from 'triton.compiler.compiler' ({path})"
MISSING = (
    "InductorError: TritonMissing: Cannot find a working triton installation. "
    "Either the package is not installed or it is too old."
)
NEW = ["linux", "torch>=2.11", "torch<2.12"]
ONLINE = ["linux", "torch>=2.11", "torch<2.12", "network"]
TRAINING = ["linux", "torch>=2.11", "torch<2.12", "transformers>=5", "liger-kernel", "accelerate"]
TORCH_26 = ["linux", "torch>=2.6", "torch<2.7", "network"]
COMPILE = """
import torch

@torch.compile
def scaled_tanh(x):
    return torch.tanh(x) * 2

print(scaled_tanh(torch.ones(4)))
"""


class CommandFailed(Exception):
    """A command ended with an error; the text is what it wrote to standard error."""


def run(*command, **variables):
    """Run a command, print the end of what it says, and carry its error unchanged if it fails."""
    done = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
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


def beside(*packages):
    """Install into a folder that this process, and those that it starts, search first."""
    check("this environment has no Triton", find_spec("triton") is None)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", "other"]
    run(*pip, *packages)
    os.environ["PYTHONPATH"] = os.path.abspath("other")
    sys.path.insert(0, os.path.abspath("other"))
    importlib.invalidate_caches()


def environment(*packages):
    """A virtual environment that sees this one's PyTorch, first on PATH."""
    check("this environment has no Triton", find_spec("triton") is None)
    run(sys.executable, "-m", "venv", "--without-pip", "env")  # it sees this one's pip, too
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    os.environ["PATH"] = str(Path("env/bin").resolve()) + os.pathsep + os.environ["PATH"]
    for package in packages:
        run("python", "-m", "pip", "install", "--quiet", "--no-deps", package)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def shell(region, **variables):
    return run("bash", "-euo", "pipefail", "-c", commands(region), **variables)


def own_cache():
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.abspath("inductor-cache")


def tiny_model():
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    return LlamaForCausalLM(config)


def tiny_data():
    import torch

    return [{"input_ids": torch.arange(8), "labels": torch.arange(8)}] * 8


# ----------------------------------------------------------------------------------- errors


@scenario("error", reproduces="no-module", expect=NO_TRITON, needs=TRAINING)
def error():
    model, train_dataset = tiny_model(), tiny_data()
    check("this environment has no Triton", find_spec("triton") is None)
    # region: error
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments("out", max_steps=1, use_liger_kernel=True)
    Trainer(model, args, train_dataset=train_dataset).train()
    # endregion


@scenario(
    "error/compile", scope="mechanism", reproduces="missing", expect=MISSING, needs=NEW
)
def error_compile():
    """Inductor's own check for a GPU, with a fake tensor of an Intel GPU; no GPU is there."""
    own_cache()
    check("this environment has no Triton", find_spec("triton") is None)
    import torch
    from torch._inductor.compile_fx import compile_fx_inner
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.fx.experimental.proxy_tensor import make_fx

    with FakeTensorMode():
        x = torch.empty(8, device="xpu:0")
        graph = make_fx(lambda x: (torch.tanh(x) * 2,))(x)
        compile_fx_inner(graph, [x])


@scenario(
    "error/windows",
    reproduces="pip-none",
    expect="No matching distribution found for triton",
    needs=ONLINE,
)
def error_windows():
    """What pip finds on PyPI for Windows, asked from here."""
    raise CommandFailed(fails(*for_platform("win_amd64"), "triton"))


def for_platform(platform):
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--target", "x"]
    return [*pip, "--platform", platform, "--python-version", "3.12", "--only-binary=:all:"]


@scenario(
    "error/windows-liger",
    reproduces="pip-liger",
    expect="liger-kernel 0.8.5 depends on triton>=2.3.1",
    needs=ONLINE,
)
def error_windows_liger():
    """Liger names triton as a dependency, also where there is none."""
    pip = [part for part in for_platform("win_amd64") if part != "--no-deps"]
    pip.append("liger-kernel>=0.8,<=0.8.5")
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    _, found, conflicts = done.stdout.partition("The conflict is caused by:")  # no error output
    raise CommandFailed(found + conflicts + done.stderr)


@scenario("error/ops", reproduces="ops", expect=NO_OPS, needs=ONLINE)
def error_ops():
    """A bitsandbytes of 2024 beside a Triton of 2026."""
    beside("bitsandbytes==0.45.0", "triton==3.6.0")
    # region: error/ops
    import bitsandbytes  # noqa: F401
    # endregion


@scenario("error/newer", reproduces="attrs", expect=NO_ATTRS, needs=TORCH_26)
def error_newer():
    """torch 2.6 wants Triton 3.2; 3.3 no longer has what it imports."""
    own_cache()
    beside("triton==3.3.1")
    print("torch", version("torch"), "| triton", version("triton"))
    raise CommandFailed(fails(sys.executable, "-c", compile_program()))


@scenario("error/older", reproduces="triton-key", expect=NO_KEY, needs=TORCH_26)
def error_older():
    """torch 2.6 with Triton 2.3, which does not have yet what it imports."""
    own_cache()
    beside("triton==2.3.0")
    print("torch", version("torch"), "| triton", version("triton"))
    raise CommandFailed(fails(sys.executable, "-c", compile_program()))


def compile_program():
    """torch.compile on the CPU, in a file: Dynamo reads the source."""
    Path("compile.py").write_text(COMPILE, encoding="utf-8")
    return "import runpy; runpy.run_path('compile.py')"


@scenario(
    "error/common",
    scope="mechanism",
    reproduces="common",
    expect="ModuleNotFoundError: No module named 'triton.common'",
    needs=["linux", "torch>=2.3", "torch<2.4", "network"],
)
def error_common():
    """torch 2.3 wants Triton 2.3; the function that Inductor calls for a GPU."""
    beside("triton==3.0.0")
    from torch.utils._triton import triton_hash_with_backend

    triton_hash_with_backend()


@scenario("error/own-file", reproduces="language", expect=NO_LANGUAGE, needs=ONLINE)
def error_own_file():
    """A script called triton.py stands before the package."""
    beside("triton==3.6.0")
    Path("triton.py").write_text("import triton.language\n", encoding="utf-8")
    raise CommandFailed(fails(sys.executable, "triton.py"))


@scenario("error/shared-folder", reproduces="no-jit", expect=NO_JIT, needs=ONLINE)
def error_shared_folder():
    """Two packages with one folder: uninstalling the second takes the first one's files."""
    two_packages()
    raise CommandFailed(fails("python", "-c", "import triton; triton.jit"))


def two_packages():
    environment("triton==3.6.0", "pytorch-triton-rocm==2.1.0")
    run("python", "-m", "pip", "uninstall", "-y", "pytorch-triton-rocm")
    said = run("python", "-m", "pip", "install", "--no-deps", "triton==3.6.0")
    check("pip thinks that all is well", "Requirement already satisfied: triton==3.6.0" in said)


# ------------------------------------------------------------------------------------ probe


@scenario("check-triton", needs=ONLINE)
def check_triton():
    beside("triton==3.5.0")
    # region: check-triton
    import platform
    from importlib.metadata import distributions, requires, version

    wants = [line.split(";")[0] for line in requires("torch") if "triton" in line]
    names = [(d.metadata["Name"], d.version) for d in distributions()]
    print(platform.system(), platform.machine(), "torch", version("torch"), "wants", *wants)
    print("installed:", *[f"{name} {number}" for name, number in names if "triton" in name.lower()])
    try:
        import triton

        print("imported:", getattr(triton, "__version__", "no version"), triton.__path__)
    except Exception as error:
        print("imported:", repr(error))
    # endregion
    check("torch wants another one", wants == ["triton==3.6.0"])
    check("which is there", ("triton", "3.5.0") in names)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-pair", needs=ONLINE)
def fix_pair():
    environment()
    check("it fails before", "No module named 'triton'" in fails("python", "-c", "import triton"))
    shell("fix-pair")
    said = shell("check-import")
    check("the Triton of this torch", said.split()[:2] == [version_of("torch"), "3.6.0"])


def version_of(package):
    """With the part after +."""
    return run("python", "-c", f"import {package}; print({package}.__version__)").split()[0]


@scenario("fix-pair/notebook", needs=ONLINE)
def fix_pair_notebook():
    """The same as a cell of a notebook whose Python is that of a virtual environment."""
    environment()
    check("it fails before", "No module named 'triton'" in fails("python", "-c", "import triton"))
    importlib.import_module("sys").executable = os.path.abspath("env/bin/python")
    # region: fix-pair/notebook
    import subprocess
    import sys
    from importlib.metadata import requires

    want = next(line.split(";")[0] for line in requires("torch") if "triton" in line)
    subprocess.run([sys.executable, "-m", "pip", "install", want], check=True)
    # endregion
    check("the Triton of this torch", shell("check-import").split()[1] == "3.6.0")


@scenario("fix-pair/older-torch", needs=TORCH_26)
def fix_pair_older_torch():
    """A Triton that is too new is replaced; torch stays."""
    own_cache()
    environment("triton==3.3.1")
    before = version_of("torch")
    check("it fails before", "AttrsDescriptor" in fails("python", "-c", compile_program()))
    shell("fix-pair")
    said = shell("check-import")
    check("torch is the same, Triton is its own", said.split()[:2] == [before, "3.2.0"])
    check("torch.compile works", "1.5232" in run("python", "-c", compile_program()))


@scenario("fix-caller", needs=ONLINE)
def fix_caller():
    environment("bitsandbytes==0.45.0", "triton==3.6.0")
    before = version_of("torch")
    check("it fails before", NO_OPS in fails("python", "-c", "import bitsandbytes"))
    shell("fix-caller")
    run("python", "-c", "import bitsandbytes; print(bitsandbytes.__version__)")
    said = shell("check-import")
    check("torch and Triton are the same", said.split()[:2] == [before, "3.6.0"])


@scenario("fix-clean", needs=ONLINE)
def fix_clean():
    two_packages()
    check("it fails before", NO_JIT in fails("python", "-c", "import triton; triton.jit"))
    shell("fix-clean", PIP_YES="1")  # for the question that pip asks
    shell("fix-pair")
    run("python", "-c", "import triton; print(triton.jit)")
    check("one Triton, whole", shell("check-import").split()[1] == "3.6.0")


@scenario("fix-clean/own-file", needs=ONLINE)
def fix_clean_own_file():
    beside("triton==3.6.0")
    Path("triton.py").write_text("import triton.language\n", encoding="utf-8")
    check("it fails before", NO_LANGUAGE in fails(sys.executable, "triton.py"))
    Path("triton.py").rename("try_triton.py")
    run(sys.executable, "try_triton.py")
    check("the package is found", find_spec("triton").origin.endswith("triton/__init__.py"))


@scenario("fix-no-triton/trainer", needs=TRAINING)
def fix_no_triton_trainer():
    """The Trainer of the error, without the flag."""
    model, train_dataset = tiny_model(), tiny_data()
    check("this environment has no Triton", find_spec("triton") is None)
    # region: fix-no-triton/trainer
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments("out", max_steps=1, use_liger_kernel=False, torch_compile=False)
    Trainer(model, args, train_dataset=train_dataset).train()
    # endregion
    check("still no Triton", find_spec("triton") is None)


@scenario("fix-no-triton", needs=NEW)
def fix_no_triton():
    """No compiler backend is entered, so nobody asks for Triton; without the variable one is."""
    region = Path(__file__).read_text(encoding="utf-8").split("# region: fix-no-triton\n")[1]
    lines = [line.removeprefix("    ") for line in region.split("    # endregion")[0].splitlines()]
    program = """
def record(graph, inputs):
    print("a backend was asked")
    return graph.forward

@torch.compile(backend=record)
def scaled_tanh(x):
    return torch.tanh(x) * 2

print(scaled_tanh(torch.ones(4)))
"""
    Path("with.py").write_text("\n".join(lines) + program, encoding="utf-8")
    Path("without.py").write_text("import torch\n" + program, encoding="utf-8")
    asked = "a backend was asked"
    check("without the variable a backend is asked", asked in run(sys.executable, "without.py"))
    said = run(sys.executable, "with.py")
    check("with it none is", asked not in said and "1.5232" in said)
    # region: fix-no-triton
    import os

    os.environ["TORCHDYNAMO_DISABLE"] = "1"  # before torch is imported

    import torch
    # endregion
    print(os.name, torch.__version__)


# ------------------------------------------------------------- what PyPI has, and what stays


@scenario("extra-platforms", needs=ONLINE)
def extra_platforms():
    """What pip finds for other systems."""
    none = "from versions: none"
    check("macOS: none", none in fails(*for_platform("macosx_14_0_arm64"), "triton"))
    said = fails(*for_platform("manylinux_2_28_aarch64"), "triton<3.5")
    check("ARM Linux: none before 3.5.0", "(from versions: 3.5.0, 3.5.1, 3.6.0" in said)
    said = run(*for_platform("win_amd64"), "liger-kernel==0.8.5")
    check("Liger for Windows, with --no-deps", "Would install liger_kernel-0.8.5" in said)
    releases = "3.1.0 3.2.0 3.3.1 3.4.0 3.5.1 3.6.0 3.7.1 3.8.0".split()
    bounds = [f"3.{minor}" for minor in range(2, 10)]
    for bound, found in zip(bounds, releases, strict=True):
        said = run(*for_platform("win_amd64"), f"triton-windows<{bound}")
        check(f"Windows, <{bound}", f"Would install triton-windows-{found}" in said)


@scenario("extra-cpu-compile", needs=NEW)
def extra_cpu_compile():
    """Tensors on the CPU need no Triton; the warning stays a warning."""
    own_cache()
    check("this environment has no Triton", find_spec("triton") is None)
    said = run(sys.executable, "-c", compile_program())
    check("torch.compile works", "1.5232" in said)
    said = run(sys.executable, "-c", "import torch.utils.flop_counter")
    check("a warning", "triton not found; flop counting will not work for triton kernels" in said)


@scenario("extra-future-triton", needs=ONLINE)
def extra_newest():
    """`pip install triton` takes the newest, whatever torch wants, and says so in one line."""
    environment("triton==3.6.0")
    said = run("python", "-m", "pip", "install", "-U", "triton<3.8")
    print(said)
    check("pip goes on", "requires triton==3.6.0; platform_system" in said and "Successfully" in said)
