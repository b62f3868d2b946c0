# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
# ]
# ///
"""Raises "CUDA_HOME environment variable is not set" in four ways, and runs each fix.

    python tools/repro/run.py content/guides/cuda-home-not-set/repro.py --out OUT

It needs Linux, g++, a PyTorch for CUDA 13, and a machine without nvcc and without /usr/local/cuda:
PyTorch looks there, and no variable turns that off. No GPU is needed to compile. The real source
archives of flash-attn and DeepSpeed and NVIDIA's wheels come from the package index; they are
installed into folders and environments of the scenario alone.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

FLASH_ATTN = "flash-attn==2.8.3.post2"
OLD_DEEPSPEED = "deepspeed==0.18.9"
NEW_DEEPSPEED = "deepspeed==0.19.8"
NOT_SET = "CUDA_HOME environment variable is not set. Please set it to your CUDA install root."
IN_METADATA = (
    "OSError: CUDA_HOME environment variable is not set. Please set it to your CUDA install root."
    "{rest}metadata-generation-failed"
)
MISSING_CUDA = "MissingCUDAException: CUDA_HOME does not exist, unable to compile CUDA op(s)"
NO_FILE = "FileNotFoundError: [Errno 2] No such file or directory: '{home}/bin/nvcc'"
OTHER_MINOR = (
    "CUDAMismatchException: >- DeepSpeed Op Builder: Installed CUDA version 13.2 does not match "
    "the version torch was compiled with 13.0"
)
#: What setup.py of flash-attn says first.
WARNED = "flash_attn was requested, but nvcc was not found.  Are you sure"
HERE = ["linux", "torch"]
ONLINE = ["linux", "torch", "network"]
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
setup(name="tiny", ext_modules=[tiny], cmdclass={"build_ext": BuildExtension})
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


def toolkit(folder, *packages):
    """A CUDA toolkit in a folder of its own, from NVIDIA's wheels; its root."""
    pip("install", "--quiet", "--target", "wheels", *packages)
    Path("wheels/nvidia/cu13").rename(folder)
    root = Path(folder).resolve()
    Path(root, "lib", "libcudart.so").symlink_to("libcudart.so.13")
    return str(root)


def take_over_variables():
    """What the shell of the page has exported; CUDA_HOME."""
    home, path = Path("variables").read_text(encoding="utf-8").splitlines()
    os.environ.update(CUDA_HOME=home, PATH=path)
    return home


def whole_toolkit(folder):
    """Compiler and headers of CUDA 13.0, as PyTorch 2.11 was built with."""
    return toolkit(folder, "cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]==13.0.2")


def write_extension():
    """An extension with one kernel: setup.py and its two sources."""
    for name, text in (("kernel.cu", KERNEL), ("binding.cpp", BINDING), ("setup.py", SETUP)):
        Path(name).write_text(text, encoding="utf-8")


def build_extension(python=sys.executable, **variables):
    """Build it and import it; what the build said."""
    write_extension()
    said = run(python, "setup.py", "build_ext", "--inplace", **variables)
    version = run(python, "-c", "import torch, tiny; print(tiny.runtime_version())")
    check("it runs with the CUDA runtime of PyTorch", version.strip() == "13000")
    return said


def try_flash_attn(python=sys.executable, **variables):
    """What pip does before it builds flash-attn: run its setup.py for the metadata."""
    return pip(
        *("install", "--no-build-isolation", "--no-deps", "--dry-run", "--no-cache-dir"),
        FLASH_ATTN,
        python=python,
        **variables,
    )


def try_deepspeed(release, **variables):
    """The same for DeepSpeed, which takes the machine for one with a GPU."""
    return pip(
        *("install", "--no-build-isolation", "--no-deps", "--dry-run", "--no-cache-dir"),
        release,
        DS_ACCELERATOR="cuda",
        **variables,
    )


# ----------------------------------------------------------------------------------- errors


@scenario("error/extension", reproduces="cuda-home", expect=NOT_SET, needs=HERE)
def error_extension():
    # region: error/extension
    from torch.utils.cpp_extension import CUDAExtension

    CUDAExtension("my_kernels", ["kernels.cu"])
    # endregion


@scenario("error/jit", reproduces="cuda-home", expect=NOT_SET, needs=HERE)
def error_jit():
    """Compiled at run time instead of at installation."""
    from torch.utils.cpp_extension import load_inline

    os.environ["TORCH_EXTENSIONS_DIR"] = os.path.abspath("extensions")
    load_inline("jit", cpp_sources="", cuda_sources="__global__ void nothing() {}", functions=[])


@scenario(
    "error/flash-attn",
    reproduces="cuda-home",
    expect=IN_METADATA,
    needs=ONLINE,
)
def error_flash_attn():
    """While pip asks for the metadata, so before anything looks for a prebuilt wheel."""
    try_flash_attn()


@scenario("error/warning", reproduces="nvcc-not-found", expect=WARNED, needs=ONLINE)
def error_warning():
    """The same run: the warning that comes first."""
    try_flash_attn()


@scenario(
    "error/runtime-only",
    reproduces="nvcc-missing-file",
    expect=NO_FILE,
    needs=ONLINE,
)
def error_runtime_only():
    """CUDA_HOME leads to the libraries that came with PyTorch: no compiler."""
    import torch

    libraries = Path(torch.__file__).parents[1] / "nvidia" / "cu13"
    check("the libraries are there", Path(libraries, "lib").is_dir())
    try_flash_attn(CUDA_HOME=str(libraries))


@scenario(
    "error/runtime-only-extension",
    reproduces="nvcc-not-found-at",
    expect="nvcc not found at '{nvcc}'. Ensure CUDA path '{home}' is correct.",
    needs=HERE,
)
def error_runtime_only_extension():
    """The same, said by PyTorch."""
    os.makedirs("runtime/lib64")
    build_extension(CUDA_HOME=os.path.abspath("runtime"))


@scenario(
    "error/colon",
    reproduces="nvcc-missing-file",
    expect="FileNotFoundError: [Errno 2] No such file or directory: ':/opt/cuda/bin/nvcc'",
    needs=ONLINE,
)
def error_colon():
    """CUDA_HOME written as if it were a search path."""
    try_flash_attn(CUDA_HOME=":/opt/cuda")


@scenario(
    "error/deepspeed",
    scope="mechanism",
    reproduces="deepspeed",
    expect=MISSING_CUDA,
    needs=ONLINE,
)
def error_deepspeed():
    """In the environment that has PyTorch, an older setup.py asks for the release of nvcc."""
    try_deepspeed(OLD_DEEPSPEED)


@scenario(
    "error/deepspeed-import",
    reproduces="nvcc-missing-file",
    expect=NO_FILE,
    needs=["cuda", "deepspeed<0.19.5"],
)
def error_deepspeed_import():
    """With a GPU, the import alone asks every operation whether it could be compiled."""
    os.makedirs("runtime/lib64")
    os.environ["CUDA_HOME"] = os.path.abspath("runtime")
    import deepspeed  # noqa: F401


# ------------------------------------------------------------------------------------ probe


@scenario("check-nvcc", needs=HERE)
def check_nvcc():
    # region: check-nvcc
    import glob
    import os
    import subprocess
    import sysconfig

    import torch
    from torch.utils.cpp_extension import CUDA_HOME

    places = ["/usr/local/cuda*", "/opt/cuda*", "/usr", os.environ.get("CONDA_PREFIX", "/opt")]
    places.append(os.path.join(sysconfig.get_paths()["purelib"], "nvidia/cu*"))
    found = [nvcc for place in places for nvcc in glob.glob(place + "/bin/nvcc")] or ["nowhere"]
    release = "missing"
    if CUDA_HOME and os.path.exists(CUDA_HOME + "/bin/nvcc"):
        said = subprocess.run([CUDA_HOME + "/bin/nvcc", "-V"], capture_output=True, text=True)
        release = said.stdout.split("release ")[-1].split(",")[0]
    print(f"CUDA of torch: {torch.version.cuda} | CUDA_HOME: {CUDA_HOME}", end=" | ")
    print(f"its nvcc: {release} | found: {found[0]}")
    # endregion
    check("PyTorch is one for CUDA", bool(torch.version.cuda))
    check("it found no toolkit, and there is none", (CUDA_HOME, found) == (None, ["nowhere"]))


@scenario("extra-probe", needs=ONLINE)
def extra_probe():
    """What the probe prints with a toolkit that PyTorch sees, and with one that it does not."""
    source = Path(__file__).read_text(encoding="utf-8").split("# region: check-nvcc\n")[1]
    lines = source.split("    # endregion")[0].splitlines()
    Path("probe.py").write_text("\n".join(line[4:] for line in lines), encoding="utf-8")
    root = whole_toolkit("cuda-13.0")
    seen = run(sys.executable, "probe.py", CUDA_HOME=root)
    check("the release of nvcc", f"CUDA_HOME: {root} | its nvcc: 13.0 |" in seen)
    unseen = run(sys.executable, "probe.py", CONDA_PREFIX=root)
    check("found, but not by PyTorch", f"None | its nvcc: missing | found: {root}/bin" in unseen)
    os.makedirs("runtime")
    wrong = run(sys.executable, "probe.py", CUDA_HOME=os.path.abspath("runtime"))
    check("a folder without nvcc", "runtime | its nvcc: missing |" in wrong)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-prebuilt", needs=ONLINE)
def fix_prebuilt():
    # region: fix-prebuilt
    import platform
    import sys

    import torch

    release = "2.8.3"  # its wheels are for PyTorch 2.4 to 2.8
    cuda = torch.version.cuda.split(".")[0]
    pytorch = ".".join(torch.__version__.split(".")[:2])
    abi = str(torch.compiled_with_cxx11_abi()).upper()
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    print(
        f"https://github.com/Dao-AILab/flash-attention/releases/download/v{release}/"
        f"flash_attn-{release}+cu{cuda}torch{pytorch}cxx11abi{abi}"
        f"-{python}-{python}-linux_{platform.machine()}.whl"
    )
    # endregion
    said = pip(  # flash-attn says which wheel it looks for
        *("wheel", "-v", "--no-build-isolation", "--no-deps", "--no-cache-dir", FLASH_ATTN),
        FLASH_ATTENTION_SKIP_CUDA_BUILD="TRUE",
    )
    print(*(line for line in said.splitlines() if "Guessing wheel URL" in line))
    other = FLASH_ATTN.split("==")[1]
    wheel = f"flash_attn-{other}+cu{cuda}torch{pytorch}cxx11abi{abi}-{python}-{python}-"
    check("it looks for one of this name", f"/v{other}/{wheel}linux_{platform.machine()}" in said)


@scenario("fix-without", needs=["transformers", "torch"])
def fix_without():
    make_model_folder()
    # region: fix-without
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", dtype="auto", attn_implementation="sdpa"
    )
    # endregion
    import torch

    check("the model uses PyTorch's attention", model.config._attn_implementation == "sdpa")
    check("flash-attn is not installed", find_spec("flash_attn") is None)
    input_ids = torch.arange(2, 34)[None]
    loss = model(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("it trains", bool(torch.isfinite(loss)))


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, so nothing is downloaded."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
    )
    Qwen3ForCausalLM(config).save_pretrained("Qwen/Qwen3-0.6B")


@scenario("fix-pip-toolkit", needs=["linux", "torch", "network", "cuda-toolkit>=13"])
def fix_pip_toolkit():
    """The commands of the page, then flash-attn's metadata and a real compilation."""
    python = environment()
    said = run("bash", "-euc", commands("fix-pip-toolkit") + KEEP)
    check("nvcc has the release of PyTorch", "release 13.0" in said)
    home = take_over_variables()
    check("it is in the environment", home.startswith(os.path.abspath("env")))
    check("flash-attn can be built", "Would install flash_attn" in try_flash_attn(python))
    build_extension(python)


@scenario("fix-point", needs=ONLINE)
def fix_point():
    """A toolkit that is on the machine, where PyTorch does not look."""
    root = whole_toolkit("cuda-13.0")
    try:
        try_flash_attn()
    except CommandFailed as error:
        check("it is not seen", NOT_SET in str(error))
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    lines = commands("fix-point").replace("/usr/local/cuda-13.0", root)
    said = run("bash", "-euc", lines + KEEP)
    check("PyTorch sees it", f"{root} 13.0" in said and "release 13.0" in said)
    check("the variable is set", take_over_variables() == root)
    check("flash-attn can be built", "Would install flash_attn" in try_flash_attn())
    build_extension()


@scenario("fix-point/path", needs=ONLINE)
def fix_point_path():
    """nvcc on PATH is enough for PyTorch, and PATH is asked before /usr/local/cuda."""
    root = whole_toolkit("cuda-13.0")
    build_extension(PATH=f"{root}/bin:" + os.environ["PATH"])


@scenario("fix-deepspeed", scope="mechanism", needs=ONLINE)
def fix_deepspeed():
    """The command of the page, and the import, both taking the machine for one with a GPU."""
    python = environment()
    os.environ["DS_ACCELERATOR"] = "cuda"
    run("bash", "-euc", commands("fix-deepspeed"))
    said = run(python, "-c", "import deepspeed; print('imported', deepspeed.__version__)")
    check("it is imported", "imported 0." in said)


@scenario("fix-deepspeed/import", needs=["cuda", "deepspeed>=0.19.5"])
def fix_deepspeed_import():
    """The error of error/deepspeed-import does not come."""
    os.makedirs("runtime/lib64")
    os.environ["CUDA_HOME"] = os.path.abspath("runtime")
    import deepspeed

    print(deepspeed.__version__)
    check("it is imported", hasattr(deepspeed, "initialize"))


@scenario("fix-deepspeed/isolated", scope="mechanism", needs=ONLINE)
def fix_deepspeed_isolated():
    """In pip's build environment there is no PyTorch, so even the old setup.py asks nothing."""
    said = pip(
        *("install", "--use-pep517", "--no-deps", "--dry-run", "--no-cache-dir", OLD_DEEPSPEED),
        DS_ACCELERATOR="cuda",
    )
    check("it would be installed", "Would install deepspeed-0.18.9" in said)


# ------------------------------------------------------- what does not help, and what comes next


@scenario("extra-cu12-wheel", needs=ONLINE)
def extra_cu12_wheel():
    """nvidia-cuda-nvcc-cu12 has ptxas, and no nvcc."""
    pip("install", "--quiet", "--no-deps", "--target", "wheels", "nvidia-cuda-nvcc-cu12==12.8.93")
    programs = sorted(path.name for path in Path("wheels/nvidia/cuda_nvcc/bin").iterdir())
    print(programs)
    check("ptxas is there", "ptxas" in programs)
    check("nvcc is not", not list(Path("wheels").rglob("nvcc")))


@scenario(
    "extra-nvcc-alone",
    expect="RuntimeError: Error compiling objects for extension",
    needs=ONLINE,
)
def extra_nvcc_alone():
    """nvidia-cuda-nvcc names no release of its own parts; newer ones come, which do not fit."""
    root = toolkit("cuda-13.0", "nvidia-cuda-nvcc==13.0.88", "nvidia-cuda-cccl==13.0.85")
    print(sorted(path.name for path in Path("wheels").glob("*.dist-info")))
    write_extension()
    compiled = subprocess.run(
        [f"{root}/bin/nvcc", "-c", "kernel.cu"], capture_output=True, text=True, check=False
    )
    print(compiled.stderr)
    check("ptxas does not know the newer PTX", "Unsupported .version 9.5" in compiled.stderr)
    build_extension(CUDA_HOME=root)


@scenario("extra-no-link", expect="cannot find -lcudart", needs=ONLINE)
def extra_no_link():
    """Without the link of fix-pip-toolkit the compiler works and the linker does not."""
    root = whole_toolkit("cuda-13.0")
    Path(root, "lib", "libcudart.so").unlink()
    build_extension(CUDA_HOME=root)


@scenario("extra-other-minor", needs=ONLINE)
def extra_other_minor():
    """nvcc 13.2 with a PyTorch for 13.0: PyTorch warns and compiles."""
    root = toolkit("cuda-13.2", "cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]==13.2.1")
    said = build_extension(CUDA_HOME=root)
    check("it warns", "The detected CUDA version (13.2) has a minor version mismatch" in said)


@scenario(
    "extra-other-minor-deepspeed",
    scope="mechanism",
    expect=OTHER_MINOR,
    needs=ONLINE,
)
def extra_other_minor_deepspeed():
    """DeepSpeed refuses the same pair."""
    root = toolkit("cuda-13.2", "cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]==13.2.1")
    try_deepspeed(NEW_DEEPSPEED, DS_BUILD_FUSED_ADAM="1", CUDA_HOME=root)


@scenario("extra-skip-build", needs=ONLINE)
def extra_skip_build():
    """FLASH_ATTENTION_SKIP_CUDA_BUILD: the error goes, and without a wheel nothing is built."""
    pip(
        *("install", "--no-build-isolation", "--no-deps", "--no-cache-dir", "--target", "site"),
        FLASH_ATTN,
        FLASH_ATTENTION_SKIP_CUDA_BUILD="TRUE",
        FLASH_ATTENTION_FORCE_BUILD="TRUE",  # as where no wheel is found
    )
    check("it is installed", Path("site/flash_attn/__init__.py").is_file())
    check("it has no compiled part", not list(Path("site").rglob("*.so")))


@scenario("extra-ignore-detection", needs=["cuda", "deepspeed<0.19.5"])
def extra_ignore_detection():
    """A variable of DeepSpeed skips the question of error/deepspeed-import."""
    os.makedirs("runtime/lib64")
    os.environ.update(CUDA_HOME=os.path.abspath("runtime"), DS_IGNORE_CUDA_DETECTION="1")
    import deepspeed

    check("it is imported", hasattr(deepspeed, "initialize"))
