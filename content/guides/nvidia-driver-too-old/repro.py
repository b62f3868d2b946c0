# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises "The NVIDIA driver on your system is too old" with real driver libraries, without a GPU.

    python tools/repro/run.py content/guides/nvidia-driver-too-old/repro.py --out OUT --timeout 1800

The CUDA runtime in PyTorch asks libcuda, the part of the driver that programs load, for its version
before it looks for a card. So NVIDIA's own libcuda of an old driver, out of the packages of Debian
and Ubuntu, is enough to be refused. No kernel driver and no card are involved: where the versions
agree, the next thing that PyTorch says here is "No CUDA GPUs are available". Hence "mechanism".

It needs Linux on x86-64, dpkg-deb, and the package archives; or, in NVIDIA_LIBCUDA, a folder with
450/libcuda.so.1, 470/libcuda.so.1 and so on. One fix downloads a PyTorch of 3 GB.
"""

import ctypes
import hashlib
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from repro.scenario import check, scenario

#: NVIDIA's libcuda by driver branch: the CUDA release it reports, the package, its SHA-256.
DEBIAN = "https://deb.debian.org/debian/pool/non-free/n/nvidia-graphics-drivers"
UBUNTU = "http://archive.ubuntu.com/ubuntu/pool/restricted/n/nvidia-graphics-drivers"
DRIVERS = {
    "450": (
        11000,
        DEBIAN + "-tesla-450/libnvidia-tesla-450-cuda1_450.248.02-7~deb11u1_amd64.deb",
        "d2999eed13256afc50398cbe02638aa979f974c8e488a1a77de40c5d57d3d74f",
    ),
    "470": (
        11040,
        DEBIAN + "-tesla-470/libnvidia-tesla-470-cuda1_470.256.02-1~deb12u1_amd64.deb",
        "0ef309cde7850f977b54e9914346a8a258fb716b474f76bb61539c239b492858",
    ),
    "535": (
        12020,
        DEBIAN + "/libcuda1_535.261.03-1_amd64.deb",
        "de1e9ca34164a5983b3f752e6699cf1ad924790f1a843b7d582bab6f99206e1e",
    ),
    "550": (
        12040,
        DEBIAN + "/libcuda1_550.163.01-2_amd64.deb",
        "8feff97aac61d6f27ded96a3c25b9e68025a680476e6072ff7eaf10623509135",
    ),
    "580": (
        13000,
        UBUNTU + "-580-server/libnvidia-compute-580-server_580.126.20-0ubuntu3_amd64.deb",
        "cc322ddc517ca73514576ec520a4cbdd43c116f0292d36970cddeac4aeab6e72",
    ),
}
TOO_OLD = (
    "RuntimeError: The NVIDIA driver on your system is too old (found version {version}). Please "
    "update your GPU driver by downloading and installing a new version from the URL: "
    "http://www.nvidia.com/Download/index.aspx Alternatively, go to: https://pytorch.org to "
    "install a PyTorch version that has been compiled with your version of the CUDA driver."
)
WARNS = (
    "UserWarning: CUDA initialization: The NVIDIA driver on your system is too old (found version "
    "12020)."
)
INSUFFICIENT = (
    "AcceleratorError: CUDA error: CUDA driver version is insufficient for CUDA runtime version"
)
#: What PyTorch says of a driver that is new enough, on a machine without a card.
ACCEPTED = "No CUDA GPUs are available"
ONLINE = ["linux", "network"]
CUDA_13 = ["linux", "network", "torch>=2.11"]
CUDA_12 = ["linux", "network", "torch>=2.8", "torch<2.11"]
CUDA_11 = ["linux", "network", "torch>=2.0", "torch<2.1"]
#: One line: the CUDA that PyTorch was built for, and what it says of the driver.
ASK = """
import torch, warnings
warnings.simplefilter("ignore")
try:
    torch.zeros(1).cuda()
except RuntimeError as error:
    print(torch.__version__, "for CUDA", torch.version.cuda, "|", str(error)[:70])
"""
for variable in ("PIP_FIND_LINKS", "LD_LIBRARY_PATH"):
    os.environ.pop(variable, None)


def run(*command, **variables):
    """What a command prints; it must succeed."""
    done = subprocess.run(
        command,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout[-1500:], done.stderr[-1500:])
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}")
    return done.stdout + done.stderr


def folder_of(branch):
    """The folder with libcuda.so.1 of a driver branch."""
    if os.environ.get("NVIDIA_LIBCUDA"):
        return Path(os.environ["NVIDIA_LIBCUDA"], branch)
    _, address, digest = DRIVERS[branch]
    package, target = Path(f"{branch}.deb"), Path(branch)
    if not target.is_dir():
        with urllib.request.urlopen(address, timeout=120) as answer:
            package.write_bytes(answer.read())
        if hashlib.sha256(package.read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{address} is not the file of 2026-11-30")
        run("dpkg-deb", "--extract", str(package), str(target))
    return next(target.resolve().rglob("libcuda.so.1")).parent


def with_driver(branch):
    """Load libcuda of a driver branch here, as the dynamic linker does where it is installed."""
    ctypes.CDLL(str(folder_of(branch) / "libcuda.so.1"), mode=ctypes.RTLD_GLOBAL)


def ask(branch, python=sys.executable):
    """What PyTorch says of a driver branch, in a process of its own."""
    return run(python, "-c", ASK, LD_LIBRARY_PATH=str(folder_of(branch)))


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def new_environment():
    """An empty virtual environment, first on PATH; its interpreter."""
    run(sys.executable, "-m", "venv", "env")
    os.environ["PATH"] = os.path.abspath("env/bin") + os.pathsep + os.environ["PATH"]
    return os.path.abspath("env/bin/python")


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/exception",
    scope="mechanism",
    reproduces="too-old",
    expect=TOO_OLD,
    needs=CUDA_13,
)
def error_exception():
    """PyTorch for CUDA 13 with the libcuda of driver 535, which knows CUDA 12.2."""
    with_driver("535")
    # region: error/exception
    import torch

    torch.zeros(1, device="cuda")
    # endregion


@scenario(
    "error/warning",
    scope="mechanism",
    reproduces="warning",
    expect=WARNS,
    needs=CUDA_13,
)
def error_warning():
    """The same, asked politely: a warning, raised here to be seen."""
    import warnings

    with_driver("535")
    import torch

    warnings.simplefilter("error")
    torch.cuda.is_available()


@scenario(
    "error/insufficient",
    scope="mechanism",
    reproduces="insufficient",
    expect=INSUFFICIENT,
    needs=CUDA_13,
)
def error_insufficient():
    """Calls that do not initialise PyTorch's CUDA first carry the runtime's own words."""
    with_driver("535")
    import torch

    torch.cuda.CUDAGraph()


@scenario(
    "error/cuda-12-build",
    scope="mechanism",
    reproduces="too-old",
    expect=TOO_OLD,
    needs=CUDA_12,
)
def error_cuda_12_build():
    """PyTorch for CUDA 12 with the libcuda of driver 470, which knows CUDA 11.4."""
    with_driver("470")
    import torch

    torch.zeros(1, device="cuda")


# ------------------------------------------------------------------------------------ probe


@scenario("check-driver", scope="mechanism", needs=ONLINE)
def check_driver():
    with_driver("535")
    # region: check-driver
    import ctypes
    import os
    import re

    import torch

    driver, library, kernel = ctypes.c_int(), "none", "none"
    try:
        cuda = ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
        cuda.cuDriverGetVersion(ctypes.byref(driver))
        maps = open("/proc/self/maps").read()
        library = re.search(r"/\S*libcuda\.so\S*", maps)[0]
        kernel = re.search(r"Module.*? (\d+\.\S+)", open("/proc/driver/nvidia/version").read())[1]
    except OSError:
        pass
    built = int((torch.version.cuda or "0").split(".")[0])
    major = driver.value // 1000
    fits = "yes" if major >= built else "no"
    found, same = re.search(r"libcuda\.so\.(\d\d\d)", library), "unknown"
    if found and kernel != "none":
        older, newer = found[1] < kernel[:3], found[1] > kernel[:3]
        same = "no" if older else "newer" if newer else "yes"
    print(f"libcuda: {library} | kernel: {kernel}")
    print(f"PyTorch: CUDA {built} | driver: {driver.value} | fits: {fits}", end=" | ")
    print(f"major: {major} | same: {same}")
    # endregion
    check("the number of the message", driver.value == 12020)
    check("the library that was loaded", library.endswith("libcuda.so.535.261.03"))
    check("it fits only PyTorch for CUDA 12 and older", fits == ("no" if built > 12 else "yes"))


# ------------------------------------------------------------------------------------ fixes


@scenario(
    "fix-cuda12-torch",
    scope="mechanism",
    needs=CUDA_13,
)
def fix_cuda12_torch():
    """The command of the page, in an environment of its own: 3 GB from the package index."""
    check("PyTorch of this environment is refused", "found version 12020" in ask("535"))
    python = new_environment()
    run("bash", "-ec", commands("fix-cuda12-torch"))
    said = ask("535", python)
    check("it was built for CUDA 12.8", "for CUDA 12.8 |" in said)
    check("the runtime 12.8 accepts a driver for 12.2", ACCEPTED in said)
    check("it refuses a driver for 11.4", "found version 11040" in ask("470", python))


@scenario(
    "fix-library-path",
    scope="mechanism",
    needs=CUDA_13,
)
def fix_library_path():
    """An old libcuda in a folder of LD_LIBRARY_PATH stands before the one of the new driver."""
    Path("cuda").mkdir()
    Path("cuda/compat").symlink_to(folder_of("535"))
    before = f"{os.path.abspath('cuda/compat')}:{folder_of('580')}"
    said = run(sys.executable, "-c", ASK, LD_LIBRARY_PATH=before)
    check("the old one counts", "found version 12020" in said)
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    shell = commands("fix-library-path") + '\necho "left: $LD_LIBRARY_PATH"'
    said = run("bash", "-ec", shell, LD_LIBRARY_PATH=before)
    check("the new one is left", f"left: {folder_of('580')}\n" in said)
    check("the message is gone", "too old" not in said)
    check("PyTorch looks for a card now", ACCEPTED in ask("580"))


@scenario("fix-same-major", scope="mechanism", needs=ONLINE)
def fix_same_major():
    """cuda-bindings 13 beside a driver for CUDA 12, whatever PyTorch was built for."""
    python = new_environment()
    run(python, "-m", "pip", "install", "--quiet", "cuda-bindings==13.0.3")
    question = "from cuda.bindings import runtime as r; print(int(r.cudaGetDeviceCount()[0]))"
    libcuda = str(folder_of("535"))
    said = run(python, "-c", question, LD_LIBRARY_PATH=libcuda)
    check("35, cudaErrorInsufficientDriver", said.strip() == "35")
    run("bash", "-ec", commands("fix-same-major"))
    said = run(python, "-c", question, LD_LIBRARY_PATH=libcuda)
    check("100, cudaErrorNoDevice: it looks for a card", said.strip() == "100")


# ------------------------------------------------------- what does not help, and what comes next


@scenario("extra-new-driver", scope="mechanism", needs=CUDA_13)
def extra_new_driver():
    """With the libcuda of driver 580, in place of 535, the same PyTorch has nothing to object."""
    check("535 is refused", "found version 12020" in ask("535"))
    check("580 is accepted", ACCEPTED in ask("580"))


@scenario("extra-on-cpu", scope="mechanism", needs=CUDA_13)
def extra_on_cpu():
    """After the warning the Trainer takes the CPU, and only bf16 stops it."""
    with_driver("535")
    from transformers import TrainingArguments

    arguments = TrainingArguments("out", report_to=[])
    check("the device is the CPU", str(arguments.device) == "cpu")
    arguments = TrainingArguments("out", report_to=[], fp16=True)
    check("with fp16 too", str(arguments.device) == "cpu")
    try:
        TrainingArguments("out", report_to=[], bf16=True)
    except ValueError as error:
        print(error)
        check("bf16 is refused", "Your setup doesn't support bf16/gpu." in str(error))
    else:
        check("bf16 is refused", False)


@scenario("extra-toolkit", scope="mechanism", needs=CUDA_13)
def extra_toolkit():
    """A toolkit of the right release, as pip has it, changes nothing."""
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", "toolkit"),
        "nvidia-cuda-runtime==13.0.96",
        "nvidia-cuda-nvcc==13.0.88",
    )
    root = os.path.abspath("toolkit/nvidia/cu13")
    check("nvcc and the runtime are there", Path(root, "bin/nvcc").is_file())
    path = f"{root}/lib:{folder_of('535')}"
    said = run(sys.executable, "-c", ASK, LD_LIBRARY_PATH=path, CUDA_HOME=root)
    check("the number stays", "found version 12020" in said)


@scenario("extra-torchaudio", scope="mechanism", needs=CUDA_12)
def extra_torchaudio():
    """torchaudio 2.11 names no torch, so pip keeps it beside torch 2.10, where it does not load."""
    question = "import torch, torchaudio; print('loaded', torchaudio.__version__)"
    pip = (*(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"), "--target")
    for wanted in ("torchaudio==2.11.0", "torchaudio==2.10.0"):
        folder = os.path.abspath(wanted[-6:])
        run(*pip, folder, wanted)
        asked = subprocess.run(
            [sys.executable, "-c", question],
            env={**os.environ, "PYTHONPATH": folder},
            capture_output=True,
            text=True,
            check=False,
        )
        print(asked.stdout, asked.stderr[-600:])
        if wanted.endswith("2.11.0"):
            check("2.11 wants the runtime of CUDA 13", "libcudart.so.13" in asked.stderr)
        else:
            check("2.10 loads", "loaded 2.10.0" in asked.stdout)


def matrix(built, accepted):
    """Ask one PyTorch about all drivers."""
    for branch, (version, _, _) in DRIVERS.items():
        said = ask(branch)
        check(f"it was built for CUDA {built}", f"for CUDA {built} |" in said)
        if branch in accepted:
            check(f"{branch} is accepted", ACCEPTED in said)
        else:
            check(f"{branch} is refused", f"found version {version}" in said)


@scenario("extra-matrix-cuda-13", scope="mechanism", needs=CUDA_13)
def extra_matrix_cuda_13():
    matrix("13.0", ["580"])


@scenario("extra-matrix-cuda-12", scope="mechanism", needs=CUDA_12)
def extra_matrix_cuda_12():
    matrix("12.8", ["535", "550", "580"])


@scenario("extra-matrix-cuda-11", scope="mechanism", needs=CUDA_11)
def extra_matrix_cuda_11():
    matrix("11.7", ["450", "470", "535", "550", "580"])
