# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.6.0",
# ]
# ///
"""Raises "Torch not compiled with CUDA enabled" in a PyTorch for the CPU, and runs each fix.

    python tools/repro/run.py content/guides/torch-no-cuda/repro.py --out OUT --timeout 900

On PyPI the wheels for Linux on x86-64 are built for CUDA, so the message needs another build. The
runs took Debian's: in Debian 13, `apt install python3-torch python3-pip python3-venv`, then
`--python /usr/bin/python3`. Any other CPU build will do, such as the one of
https://download.pytorch.org/whl/cpu. Run `check-build/cuda` and `extra-no-driver` with a PyTorch
for CUDA, on a machine without an NVIDIA driver: they need PyTorch 2.11 and are not run otherwise.

What installs something does it in a virtual environment of the scenario. There pip installs the
CPU build from a wheel that the scenario packs from the installed one, since Debian's has no list
of files and pip could not remove it. fix-linux-pypi downloads 2.6 GB.
"""

import base64
import hashlib
import importlib.metadata
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from repro.scenario import check, scenario

MESSAGE = "Torch not compiled with CUDA enabled"
CPU = ["linux", "torch<2.11"]
ONLINE = ["linux", "torch<2.11", "network"]
CUDA = ["linux", "torch>=2.11"]


def run(*command, fails=False, **variables):
    """Run a command and return what it says; `fails` is whether it must end with an error."""
    done = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    print("$", *command[1:], "\n", (done.stdout + done.stderr)[-1500:])
    if bool(done.returncode) != fails:
        raise RuntimeError(f"{command} ended with status {done.returncode}")
    return done.stdout + done.stderr


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def pack_wheel():
    """A wheel with the files of the PyTorch that runs this, as it was built."""
    import torch

    site = Path(torch.__file__).parents[1]
    installed = importlib.metadata.distribution("torch")
    name = f"torch-{installed.version}"
    python = f"cp3{sys.version_info.minor}"
    wheel = Path(f"{name}-{python}-{python}-linux_x86_64.whl")
    rows = []
    with zipfile.ZipFile(wheel, "w") as archive:

        def put(path, content):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            rows.append(f"{path},sha256={digest.decode()},{len(content)}")
            archive.writestr(path, content)

        for top in ("torch", "torchgen", "functorch"):
            for path in sorted((site / top).rglob("*")):
                inside = path.relative_to(site)
                if path.is_file() and not {"__pycache__", "include", "test"} & {*inside.parts}:
                    put(inside.as_posix(), path.read_bytes())
        metadata = installed.read_text("METADATA") or installed.read_text("PKG-INFO")
        put(f"{name}.dist-info/METADATA", metadata.encode())
        tag = f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {python}-{python}-linux_x86_64\n"
        put(f"{name}.dist-info/WHEEL", tag.encode())
        rows.append(f"{name}.dist-info/RECORD,,")
        archive.writestr(f"{name}.dist-info/RECORD", "\n".join(rows) + "\n")
    return str(wheel)


def environment():
    """A virtual environment where pip has installed the CPU build, first on PATH; its Python."""
    os.environ.pop("PYTHONPATH", None)
    run(sys.executable, "-m", "venv", "--without-pip", "env")
    python = os.path.abspath("env/bin/python")  # not resolved: it is a link
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "pip", "numpy")
    run(python, "-m", "pip", "install", "--quiet", pack_wheel())
    os.environ["PATH"] = os.path.dirname(python) + os.pathsep + os.environ["PATH"]
    return python


def build_of(python):
    """PyTorch's version and its CUDA, in that environment."""
    said = run(python, "-c", "import torch; print(torch.__version__, torch.version.cuda)")
    return said.splitlines()[-1].split()


def on_gpu(python):
    """How the line of the message ends in that environment, on this machine without a GPU."""
    return run(python, "-c", "import torch; torch.ones(2).cuda()", fails=True)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error",
    reproduces="current",
    expect="AssertionError: Torch not compiled with CUDA enabled",
    needs=CPU,
)
def error():
    # region: error
    import torch

    model = torch.nn.Linear(2, 2).to("cuda")
    # endregion
    print(model)


@scenario(
    "error/index",
    reproduces="current",
    expect="AssertionError: Torch not compiled with CUDA enabled",
    needs=CPU,
)
def error_index():
    """No word says CUDA in this line: the first GPU's name."""
    import torch

    torch.cuda.get_device_name(0)


@scenario(
    "error/set-device",
    reproduces="set-device",
    expect="AttributeError: module 'torch._C' has no attribute '_cuda_setDevice'",
    needs=CPU,
)
def error_set_device():
    import torch

    torch.cuda.set_device(0)


@scenario(
    "error/device-context",
    reproduces="device-context",
    expect="RuntimeError: PyTorch was compiled without CUDA support",
    needs=CPU,
)
def error_device_context():
    import torch

    with torch.cuda.device(0):
        pass


@scenario(
    "error/tensor-type",
    reproduces="tensor-type",
    expect=(
        "TypeError: type torch.cuda.FloatTensor not available. "
        "Torch not compiled with CUDA enabled."
    ),
    needs=CPU,
)
def error_tensor_type():
    import torch

    torch.cuda.FloatTensor(2)


@scenario(
    "error/event",
    reproduces="dummy-class",
    expect="RuntimeError: Tried to instantiate dummy base class Event",
    needs=CPU,
)
def error_event():
    import torch

    torch.cuda.Event(enable_timing=True)


@scenario(
    "error/not-linked",
    reproduces="not-linked",
    expect="RuntimeError: PyTorch is not linked with support for cuda devices",
    needs=CPU,
)
def error_not_linked():
    import torch

    torch.Stream(device="cuda")


@scenario(
    "error/number",
    reproduces="no-accelerator",
    expect="RuntimeError: Cannot access accelerator device when none is available.",
    needs=CPU,
)
def error_number():
    """A device that is only a number, as in device_map={"": 0}."""
    import torch

    torch.nn.Linear(2, 2).to(0)


@scenario(
    "error/nvtx",
    reproduces="nvtx",
    expect="RuntimeError: NVTX functions not installed. Are you sure you have a CUDA build?",
    needs=CPU,
)
def error_nvtx():
    import torch

    torch.cuda.nvtx.range_push("step")


# ------------------------------------------------------------------------------------ probe


@scenario("check-build", needs=CPU)
def check_build():
    # region: check-build
    import shutil
    import sys

    import torch

    smi = "yes" if shutil.which("nvidia-smi") else "no"
    print(f"torch: {torch.__version__} | CUDA: {torch.version.cuda}", end=" | ")
    print(f"ROCm: {torch.version.hip} | GPU seen: {torch.cuda.is_available()} | nvidia-smi: {smi}")
    print(sys.executable)
    # endregion
    check("it is no build for CUDA", torch.version.cuda is None)
    check("the binding that the message asks for is missing", not torch.backends.cuda.is_built())
    check("it does not raise here", torch.cuda.device_count() == 0)


@scenario("check-build/cuda", needs=CUDA)
def check_build_cuda():
    """What the same lines print with a PyTorch for CUDA."""
    source = Path(__file__).read_text(encoding="utf-8").split("# region: check-build\n")[1]
    lines = source.split("    # endregion")[0].splitlines()
    Path("probe.py").write_text("\n".join(line[4:] for line in lines), encoding="utf-8")
    said = run(sys.executable, "probe.py")
    check("it names a CUDA version", "| CUDA: 13.0 | ROCm: None | GPU seen: False |" in said)


@scenario(
    "extra-no-driver",
    expect="RuntimeError: Found no NVIDIA driver on your system.",
    needs=CUDA,
)
def extra_no_driver():
    """A PyTorch for CUDA without a driver says something else."""
    import torch

    check("it is a build for CUDA", bool(torch.version.cuda))
    check("is_available is False there as well", not torch.cuda.is_available())
    torch.nn.Linear(2, 2).to("cuda")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-linux-pypi", needs=ONLINE)
def fix_linux_pypi():
    """The commands of the page, with PyTorch 2.11 for what they would take today."""
    python = environment()
    check("the error is there", MESSAGE in on_gpu(python))
    Path("constraints.txt").write_text("torch==2.11.0\n", encoding="utf-8")
    lines = commands("fix-linux-pypi")
    run("bash", "-euc", lines, PIP_CONSTRAINT=os.path.abspath("constraints.txt"))
    check("it is a build for CUDA", build_of(python) == ["2.11.0+cu130", "13.0"])
    after = on_gpu(python)
    check("the message is gone", MESSAGE not in after)
    check("now it asks for the driver", "Found no NVIDIA driver on your system" in after)


@scenario("fix-right-python", needs=ONLINE)
def fix_right_python():
    """Two environments, one command: each tells which one it is."""
    python = environment()
    said = run("bash", "-euc", commands("fix-right-python"))
    version = importlib.metadata.version("torch")
    check("the interpreter of this environment", f"{python} {version} None" in said)
    check("its pip", os.path.abspath("env/lib") in said)
    other = run(sys.executable, "-c", "import sys, torch; print(sys.executable)")
    check("another interpreter answers with another path", python not in other)


@scenario("fix-keep", needs=ONLINE)
def fix_keep():
    """The commands of the page keep the build, and fail rather than replace it."""
    python = environment()
    build = build_of(python)
    Path("requirements.txt").write_text("lion-pytorch==0.2.5\n", encoding="utf-8")
    run("bash", "-euc", commands("fix-keep"))
    print(Path("torch-constraints.txt").read_text(encoding="utf-8"))
    check("the build is the same", build_of(python) == build)
    Path("requirements.txt").write_text("torch>=2.7\n", encoding="utf-8")
    said = run("bash", "-euc", commands("fix-keep"), fails=True)
    check("a requirement that does not fit is refused", "ResolutionImpossible" in said)
    check("and nothing was replaced", build_of(python) == build)


@scenario("fix-device", needs=CPU)
def fix_device():
    import torch

    torch.manual_seed(0)
    model, batch = torch.nn.Linear(2, 1), torch.ones(4, 2)
    # region: fix-device
    if torch.cuda.is_available():
        device = "cuda"
    elif torch.backends.mps.is_available():
        device = "mps"
    else:
        device = "cpu"
    model, batch = model.to(device), batch.to(device)
    # endregion
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(5):
        loss = model(batch).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(device, losses)
    check("it trains without CUDA", device == "cpu" and losses[-1] < losses[0])


# ------------------------------------------------------------- what does not help, and why it stays


@scenario("extra-kept", needs=ONLINE)
def extra_kept():
    """pip keeps the CPU build: the part of the version after + satisfies any request."""
    python = environment()
    build = build_of(python)
    public = build[0].split("+")[0]
    for request in (["torch"], [f"torch=={public}"], ["-U", f"torch=={public}"]):
        said = run(python, "-m", "pip", "install", *request)
        check(f"{request} is satisfied", "Requirement already satisfied: torch" in said)
    check("nothing has changed", build_of(python) == build)


@scenario("extra-uv-kept", needs=ONLINE)
def extra_uv_kept():
    """uv keeps it as well, whatever backend is asked for."""
    python = environment()
    run(python, "-m", "pip", "install", "--quiet", "uv==0.13.9")
    backend = ["--torch-backend=cu130", "torch"]
    said = run("env/bin/uv", "pip", "install", "--dry-run", "--python", python, *backend)
    check("no change", "Would make no changes" in said)


@scenario("extra-replaced", needs=ONLINE)
def extra_replaced():
    """One line of a requirements file is enough to replace the build."""
    python = environment()
    said = run(python, "-m", "pip", "install", "--dry-run", "--no-deps", "torch>=2.7")
    check("PyPI's would come instead", "Would install torch-2." in said)


@scenario("extra-order", needs=["packaging"])
def extra_order():
    """How pip ranks builds: the release first, then that there is a part after +."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    check("a CPU build satisfies ==", SpecifierSet("==2.11.0").contains("2.11.0+cpu"))
    check("unless the build is named", not SpecifierSet("==2.11.0+cu130").contains("2.11.0+cpu"))
    check("of one release +cu130 wins", Version("2.11.0+cu130") > Version("2.11.0"))
    check("a newer release wins over it", Version("2.15.0") > Version("2.11.0+cu128"))


@scenario(
    "extra-silenced",
    expect="RuntimeError: PyTorch is not linked with support for cuda devices",
    needs=CPU,
)
def extra_silenced():
    """Without the check the next one stops: the code for CUDA is not in the library."""
    import torch

    torch.cuda._lazy_init = lambda: None
    torch.cuda.is_available = lambda: True
    torch.nn.Linear(2, 2).to("cuda")
