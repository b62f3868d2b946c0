# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
# ]
# ///
"""Compiles with an nvcc of another version than PyTorch's, and runs each fix.

    python tools/repro/run.py content/guides/cuda-version-mismatch-build/repro.py --out OUT

It needs Debian or Ubuntu, g++ and the network; no GPU, since compiling needs none. The wrong nvcc is
the distribution's own (the package nvidia-cuda-toolkit, unpacked and not installed), the right one
comes from NVIDIA's wheels. `error/torch-2-6` and `extra-unchecked` want PyTorch 2.6, in an
environment of their own; everything else a PyTorch for CUDA 13.0.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

MISMATCH = (
    "RuntimeError: ('The detected CUDA version (%s) mismatches the version that was used to "
    "compilePyTorch (%s). Please make sure to use the same CUDA versions.', '{found}', '13.0')"
)
BEFORE_2_8 = (
    "The detected CUDA version (13.0) mismatches the version that was used to compile\n"
    "PyTorch (12.4). Please make sure to use the same CUDA versions."
)
FROM_ISOLATION = (
    "The detected CUDA version (13.0) mismatches the version that was used to compile{rest}"
    "PyTorch (12.4). Please make sure to use the same CUDA versions."
)
DEEPSPEED = (
    "deepspeed.ops.op_builder.builder.CUDAMismatchException: >- DeepSpeed Op Builder: Installed "
    "CUDA version {found} does not match the version torch was compiled with 13.0, unable to "
    "compile cuda/cpp extensions without a matching cuda version."
)
DEEPSPEED_MINOR = (
    "CUDAMismatchException: >- DeepSpeed Op Builder: Installed CUDA version 13.2 does not match "
    "the version torch was compiled with 13.0, unable to compile cuda/cpp extensions"
)
ONLINE = ["linux", "torch>=2.11", "network"]
#: Compiled for one architecture, whatever the machine has.
os.environ["TORCH_CUDA_ARCH_LIST"] = "9.0"
for variable in ("CUDA_HOME", "CUDA_PATH", "PIP_FIND_LINKS"):
    os.environ.pop(variable, None)

#: Put after commands of the page, whose exports end with their shell.
KEEP = '\necho "$CUDA_HOME" > variables; echo "$PATH" >> variables'
KERNEL = """
#include <cuda_runtime.h>
__global__ void twice(float *p) { p[threadIdx.x] *= 2; }
extern "C" void launch(float *p) { twice<<<1, 32>>>(p); }
extern "C" int runtime_version() { int v = 0; cudaRuntimeGetVersion(&v); return v; }
"""
BINDING = """
#include <Python.h>
extern "C" int runtime_version();
static PyObject *version(PyObject *, PyObject *) { return PyLong_FromLong(runtime_version()); }
static PyMethodDef methods[] = {{"runtime_version", version, METH_NOARGS, ""}, {}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "tiny", nullptr, -1, methods};
PyMODINIT_FUNC PyInit_tiny() { return PyModule_Create(&module); }
"""
SETUP = """
from setuptools import setup
from torch.utils.cpp_extension import BuildExtension, CUDAExtension

tiny = CUDAExtension("tiny", ["binding.cpp", "kernel.cu"])
setup(name="tiny", version="1", ext_modules=[tiny], cmdclass={"build_ext": BuildExtension})
"""
PYPROJECT = """
[build-system]
requires = ["setuptools<81", "torch==2.6.0"]
build-backend = "setuptools.build_meta"
"""
JIT = """
from torch.utils.cpp_extension import load

print(load("tiny", ["kernel.cu", "binding.cpp"]).runtime_version())
"""
CPU_ADAM = """
import torch
from deepspeed.ops.adam import DeepSpeedCPUAdam

DeepSpeedCPUAdam([torch.nn.Parameter(torch.zeros(4))])
"""
#: What building the operation asks, without the minutes of compiling it.
CPU_ADAM_FLAGS = """
from deepspeed.accelerator import get_accelerator

builder = get_accelerator().create_op_builder("CPUAdamBuilder")
print(type(builder).__module__, builder.cxx_args() != [])
"""


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


def pip(*arguments, python=sys.executable, **variables):
    return run(python, "-m", "pip", *arguments, **variables)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def environment():
    """A virtual environment that sees this one's PyTorch, first on PATH; its interpreter."""
    run(sys.executable, "-m", "venv", "env")
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    os.environ["PATH"] = str(Path("env/bin").resolve()) + os.pathsep + os.environ["PATH"]
    os.environ.pop("PYTHONPATH", None)
    # A user has one environment: NVIDIA's headers that came with PyTorch and the compiler meet.
    shutil.copytree(Path(lent, "nvidia/cu13/include"), Path(site, "nvidia/cu13/include"))
    Path(site, "nvidia/cu13/lib").mkdir()
    for library in Path(lent, "nvidia/cu13/lib").iterdir():
        Path(site, "nvidia/cu13/lib", library.name).symlink_to(library)
    return os.path.abspath("env/bin/python")  # not resolved: it is a link


def distribution_toolkit():
    """The nvcc that `apt install nvidia-cuda-toolkit` brings; its root and its release."""
    run("apt-get", "download", "nvidia-cuda-toolkit")
    run("dpkg-deb", "-x", str(next(Path().glob("nvidia-cuda-toolkit_*.deb"))), "unpacked")
    root = os.path.abspath("unpacked/usr/lib/nvidia-cuda-toolkit")
    release = re.search(r"release (\d+\.\d+)", run(f"{root}/bin/nvcc", "-V")).group(1)
    check("it is of another major", release.split(".")[0] != "13")
    return root, release


def toolkit(folder, release):
    """Compiler and headers of one release of CUDA 13, from NVIDIA's wheels; the root."""
    whole = f"cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]=={release}"
    pip("install", "--quiet", "--target", "wheels", whole)
    Path("wheels/nvidia/cu13").rename(folder)
    root = Path(folder).resolve()
    Path(root, "lib", "libcudart.so").symlink_to("libcudart.so.13")
    return str(root)


def take_over_variables():
    """What the shell of the page has exported; CUDA_HOME."""
    home, path = Path("variables").read_text(encoding="utf-8").splitlines()
    os.environ.update(CUDA_HOME=home, PATH=path)
    return home


def write_extension(folder="."):
    """An extension with one kernel: setup.py and its two sources."""
    os.makedirs(folder, exist_ok=True)
    for name, text in (("kernel.cu", KERNEL), ("binding.cpp", BINDING), ("setup.py", SETUP)):
        Path(folder, name).write_text(text, encoding="utf-8")


def build_extension(python=sys.executable, **variables):
    """Build it and import it; what the build said."""
    write_extension()
    said = run(python, "setup.py", "build_ext", "--inplace", **variables)
    version = run(python, "-c", "import torch, tiny; print(tiny.runtime_version())")
    check("it runs with the CUDA runtime of PyTorch", version.strip() == "13000")
    return said


def try_deepspeed(**variables):
    """Compile an operation of DeepSpeed beforehand, as far as setup.py; taken for a GPU machine."""
    return pip(
        *("install", "--no-build-isolation", "--no-deps", "--dry-run", "--no-cache-dir"),
        "deepspeed==0.19.8",
        DS_ACCELERATOR="cuda",
        DS_BUILD_FUSED_ADAM="1",
        **variables,
    )


# ----------------------------------------------------------------------------------- errors


@scenario("error/extension", reproduces="mismatch-unfilled", expect=MISMATCH, needs=ONLINE)
def error_extension():
    """PyTorch for CUDA 13.0 and the distribution's nvcc."""
    root, _ = distribution_toolkit()
    build_extension(CUDA_HOME=root)


@scenario(
    "error/torch-2-6",
    reproduces="mismatch",
    expect=BEFORE_2_8,
    needs=["linux", "torch<2.8", "network"],
)
def error_torch_2_6():
    """The older wording: PyTorch 2.6 for CUDA 12.4 and nvcc 13.0."""
    build_extension(CUDA_HOME=toolkit("cuda-13.0", "13.0.2"))


@scenario("error/isolation", reproduces="mismatch", expect=FROM_ISOLATION, needs=ONLINE)
def error_isolation():
    """nvcc fits the PyTorch that is installed; the build gets another one."""
    root = toolkit("cuda-13.0", "13.0.2")
    write_extension("my-package")
    Path("my-package/pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    installer = ["uv", "pip", "install", "--python", sys.executable, "--target", "site"]
    if not shutil.which("uv"):
        installer = [sys.executable, "-m", "pip", "install", "--target", "site"]
    run(*installer, "--no-deps", "./my-package", CUDA_HOME=root)


@scenario(
    "error/deepspeed",
    scope="mechanism",
    reproduces="deepspeed",
    expect=DEEPSPEED,
    needs=ONLINE,
)
def error_deepspeed():
    """The optimizer of CPU offload, in 0.19.5; DeepSpeed takes the machine for one with a GPU."""
    python = environment()
    pip("install", "--quiet", "deepspeed==0.19.5", python=python)
    root, _ = distribution_toolkit()
    run(python, "-c", CPU_ADAM, CUDA_HOME=root, DS_ACCELERATOR="cuda")


@scenario(
    "error/deepspeed-minor",
    scope="mechanism",
    reproduces="deepspeed",
    expect=DEEPSPEED_MINOR,
    needs=ONLINE,
)
def error_deepspeed_minor():
    """nvcc 13.2 with a PyTorch for 13.0: the same major, and not in DeepSpeed's list."""
    try_deepspeed(CUDA_HOME=toolkit("cuda-13.2", "13.2.1"))


# ------------------------------------------------------------------------------------ probe


@scenario("check-versions", needs=ONLINE)
def check_versions():
    # region: check-versions
    import glob
    import os
    import subprocess
    import sysconfig

    import torch
    from torch.utils.cpp_extension import CUDA_HOME

    def release(home):
        try:
            said = subprocess.run([f"{home}/bin/nvcc", "-V"], capture_output=True, text=True)
        except OSError:
            return "none"
        return said.stdout.split("release ")[-1].split(",")[0]

    built, found = str(torch.version.cuda), release(CUDA_HOME)
    pair = "equal" if found == built else "other-minor"
    if found.split(".")[0] != built.split(".")[0]:
        pair = "no-nvcc" if found == "none" else "other-major"
    places = glob.glob("/usr/local/cuda*") + [os.environ.get("CONDA_PREFIX", "/opt/cuda")]
    places += glob.glob(os.path.join(sysconfig.get_paths()["purelib"], "nvidia/cu*"))
    fits = [home for home in places if release(home) == built] or ["nowhere"]
    print(f"torch: {built} | nvcc: {found} | {pair} | CUDA_HOME: {CUDA_HOME} | fits: {fits[0]}")
    # endregion
    check("there is no nvcc here", (found, pair) == ("none", "no-nvcc"))


@scenario("extra-probe", needs=ONLINE)
def extra_probe():
    """What the probe prints for a wrong toolkit, without and beside the right one, and for it."""
    source = Path(__file__).read_text(encoding="utf-8").split("# region: check-versions\n")[1]
    lines = source.split("    # endregion")[0].splitlines()
    Path("probe.py").write_text("\n".join(line[4:] for line in lines), encoding="utf-8")
    wrong, release = distribution_toolkit()
    right = toolkit("cuda-13.0", "13.0.2")
    said = run(sys.executable, "probe.py", CUDA_HOME=wrong)
    check("another major", f"torch: 13.0 | nvcc: {release} | other-major |" in said)
    check("and nothing that fits", "fits: nowhere" in said)
    said = run(sys.executable, "probe.py", CUDA_HOME=wrong, CONDA_PREFIX=right)
    check("what fits is found", f"other-major | CUDA_HOME: {wrong} | fits: {right}" in said)
    said = run(sys.executable, "probe.py", CUDA_HOME=right)
    check("equal", "torch: 13.0 | nvcc: 13.0 | equal |" in said)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-point", needs=ONLINE)
def fix_point():
    """Two toolkits; the wrong one is first on PATH."""
    wrong, release = distribution_toolkit()
    right = toolkit("cuda-13.0", "13.0.2")
    os.makedirs("first/bin")  # nvcc alone, as in /usr/bin: the folder has compilers of its own
    os.symlink(f"{wrong}/bin/nvcc", "first/bin/nvcc")
    before = [os.path.abspath("first/bin"), os.path.dirname(sys.executable)]
    os.environ["PATH"] = os.pathsep.join([*before, os.environ["PATH"]])
    try:
        build_extension()
    except CommandFailed as error:
        check("the wrong one is taken", f"'{release}', '13.0')" in str(error))
    else:
        check("the build with the wrong one fails", False)
    lines = commands("fix-point").replace("/usr/local/cuda-13.0", right)
    said = run("bash", "-euc", lines + KEEP)
    check("both say 13.0", "release 13.0" in said and f"{right} 13.0" in said)
    check("the variable is set", take_over_variables() == right)
    build_extension()


@scenario("fix-pip-toolkit", needs=["linux", "torch>=2.11", "network", "cuda-toolkit>=13"])
def fix_pip_toolkit():
    """The distribution's nvcc is there; the one of PyTorch's release is put before it."""
    wrong, release = distribution_toolkit()
    os.makedirs("first/bin")  # nvcc alone, as in /usr/bin: the folder has compilers of its own
    os.symlink(f"{wrong}/bin/nvcc", "first/bin/nvcc")
    os.environ["PATH"] = os.path.abspath("first/bin") + os.pathsep + os.environ["PATH"]
    python = environment()
    try:
        build_extension(python)
    except CommandFailed as error:
        check("the wrong one is taken", f"'{release}', '13.0')" in str(error))
    else:
        check("the build with the wrong one fails", False)
    said = run("bash", "-euc", commands("fix-pip-toolkit") + KEEP)
    check("nvcc has the release of PyTorch", "release 13.0" in said)
    check("it is in the environment", take_over_variables().startswith(os.path.abspath("env")))
    build_extension(python)


@scenario("fix-no-isolation", needs=ONLINE)
def fix_no_isolation():
    """The package of error/isolation, built against the PyTorch that is installed."""
    os.environ["CUDA_HOME"] = toolkit("cuda-13.0", "13.0.2")
    python = environment()
    write_extension("my-package")
    Path("my-package/pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    run("bash", "-euc", commands("fix-no-isolation"))
    version = run(python, "-c", "import torch, tiny; print(tiny.runtime_version())")
    check("it runs with the CUDA runtime of PyTorch", version.strip() == "13000")


@scenario("fix-no-compile", scope="mechanism", needs=ONLINE)
def fix_no_compile():
    """With the same wrong nvcc, the newer DeepSpeed asks nothing of it for CPU offload."""
    python = environment()
    root, _ = distribution_toolkit()
    os.environ.update(CUDA_HOME=root, DS_ACCELERATOR="cuda")
    pip("install", "--quiet", "deepspeed==0.19.5", python=python)
    try:
        run(python, "-c", CPU_ADAM_FLAGS)
    except CommandFailed as error:
        check("0.19.5 refuses", "CUDAMismatchException: >- DeepSpeed Op" in str(error))
    else:
        check("0.19.5 refuses", False)
    run("bash", "-euc", commands("fix-no-compile"))
    said = run(python, "-c", CPU_ADAM_FLAGS)
    check("the builder is the one for CPUs", "deepspeed.ops.op_builder.cpu.cpu_adam True" in said)


@scenario("fix-same-major", scope="mechanism", needs=ONLINE)
def fix_same_major():
    """The pair of error/deepspeed-minor passes, and an extension compiled with it runs."""
    root = toolkit("cuda-13.2", "13.2.1")
    variable, value = commands("fix-same-major").removeprefix("export ").split("=")
    python = environment()
    pip("install", "--quiet", "wheel", python=python)
    said = try_deepspeed(python=python, CUDA_HOME=root, **{variable: value})
    check("DeepSpeed goes on", "Would install deepspeed-0.19.8" in said)
    said = build_extension(CUDA_HOME=root)
    check("PyTorch only warns", "(13.2) has a minor version mismatch with the version" in said)


# ------------------------------------------------------- what does not help, and what comes next


@scenario("extra-skip-major", scope="mechanism", expect=MISMATCH, needs=ONLINE)
def extra_skip_major():
    """DeepSpeed's variable does not bind PyTorch, which stops the same build."""
    python = environment()
    root, _ = distribution_toolkit()
    pip("install", "--quiet", "setuptools<81", "wheel", "ninja", "psutil", "py-cpuinfo", python=python)
    pip(
        *("install", "--no-build-isolation", "--no-deps", "--no-cache-dir", "deepspeed==0.19.8"),
        python=python,
        CUDA_HOME=root,
        DS_ACCELERATOR="cuda",
        DS_BUILD_FUSED_ADAM="1",
        DS_SKIP_CUDA_CHECK="1",
    )


@scenario(
    "extra-unchecked",
    expect="ImportError: libcudart.so.13: cannot open shared object file: No such file or directory",
    needs=["linux", "torch<2.8", "network"],
)
def extra_unchecked():
    """`load` compiles at run time and checks no version: nvcc 13.0 with PyTorch 2.6 for 12.4."""
    root = toolkit("cuda-13.0", "13.0.2")
    write_extension()
    Path("jit.py").write_text(JIT, encoding="utf-8")
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    run(sys.executable, "jit.py", CUDA_HOME=root, TORCH_EXTENSIONS_DIR=os.path.abspath("extensions"))
