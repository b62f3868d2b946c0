# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "cuda-toolkit==13.0.2",  # with [nvcc,nvvm,crt,cccl,cudart]
#   "transformers==5.17.0",
#   "setuptools==81.0.0",
#   "ninja==1.13.2",
#   "psutil==7.2.2",
#   "pip==26.3",
# ]
# ///
"""Starts real builds of flash-attn's source archive, as far as the fact in question needs them.

    python tools/repro/run.py content/guides/flash-attn-build-slow-or-fails/repro.py --out OUT

It needs Linux, g++ and the network; no GPU. Nothing is compiled to the end, which would take hours:
a build is stopped when ninja has its commands, or when the first kernel is in nvcc's back end. The
scenarios about C++20 want PyTorch 2.15 and nvcc 13.2, in an environment of their own.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, measure, scenario

VERSION = "2.8.3.post2"
FOLDER = f"flash_attn-{VERSION}"
KILLED = (
    "BuildFailed: {log}subprocess.CalledProcessError: Command '['ninja', '-v', '-j', '1']' "
    "returned non-zero exit status 137."
)
NO_CUTLASS = (
    "BuildFailed: {log}AssertionError: csrc/cutlass is missing, please use source distribution or "
    "git clone"
)
CXX20 = (
    "BuildFailed: {log}error: #error C++20 or later compatible compiler is required to use {name}."
)
BUILD = ["linux", "network", "cuda-toolkit>=13.0", "torch<2.14"]
BUILD_CXX20 = ["linux", "network", "cuda-toolkit>=13.2", "torch>=2.14"]
os.environ["PIP_RESUME_RETRIES"] = "50"
for name in ("CUDA_HOME", "CUDA_PATH", "MAX_JOBS", "NVCC_THREADS", "CC", "CXX"):
    os.environ.pop(name, None)


class BuildFailed(Exception):
    """A build ended with an error; the text is what it wrote."""


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def exports(region):
    """The variables that the region exports or sets before a command."""
    return dict(re.findall(r"\b([A-Z_]{2,})=(\S+)", commands(region)))


def toolkit():
    """nvcc of PyTorch's release, from NVIDIA's wheels in this environment; on PATH and as CUDA_HOME."""
    home = Path(find_spec("torch").origin).parents[1] / "nvidia/cu13"
    link = home / "lib/libcudart.so"
    if not link.exists():
        link.symlink_to("libcudart.so.13")
    here = os.path.dirname(sys.executable)
    os.environ.update(CUDA_HOME=str(home), PATH=f"{here}:{home}/bin:{os.environ['PATH']}")


def source():
    """The source archive of PyPI, unpacked."""
    page = "https://pypi.org/pypi/flash-attn/json"
    with urllib.request.urlopen(page) as answer:
        files = json.load(answer)["releases"][VERSION]
    archive = f"{FOLDER}.tar.gz"
    urllib.request.urlretrieve(urllib.parse.urljoin(page, files[0]["url"]), archive)
    shutil.unpack_archive(archive)
    return FOLDER


def descendants(pid):
    """Command lines and memory (GiB) of the processes below one, by id."""
    import psutil

    found = {}
    for process in psutil.Process(pid).children(recursive=True):
        try:
            rss = process.memory_info().rss / 1024**3
            found[process.pid] = (process.cmdline(), rss)
        except psutil.Error:
            continue
    return found


def stop(started):
    """End a build and all that it started; ninja gives each job a process group of its own."""
    if started.poll() is None:
        below = descendants(started.pid)
        for pid in [started.pid, *below]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        started.wait()


def build(*command, until, folder=".", **variables):
    """Run a build until `until(processes, log)` is true, then stop it; the log so far.

    A build that ends by itself with an error raises it.
    """
    with open("build.log", "w+", encoding="utf-8") as log:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while started.poll() is None:
                text = Path("build.log").read_text(encoding="utf-8", errors="replace")
                if until(descendants(started.pid), text):
                    return text
                time.sleep(0.3)
        finally:
            stop(started)
    text = Path("build.log").read_text(encoding="utf-8", errors="replace")
    if started.returncode:
        raise BuildFailed(text)
    return text


def ninja_command(processes):
    """The command line of ninja, or nothing."""
    for line, _ in processes.values():
        if line and os.path.basename(line[0]) == "ninja" and "-v" in line:
            return " ".join(line)
    return ""


def planned(folder, **variables):
    """What a build would run: ninja's own command line and its file."""
    seen = []

    def until(processes, _):
        seen.append(ninja_command(processes))
        return bool(seen[-1])

    setup = (sys.executable, "setup.py", "build_ext")
    build(*setup, folder=folder, until=until, **variables)
    plan = next(Path(folder).glob("build/temp*/build.ninja")).read_text(encoding="utf-8")
    shutil.rmtree(Path(folder, "build"))
    print(seen[-1], "|", " ".join(re.findall(r"code=sm_\d+|--threads \d+|-ccbin \S+", plan)))
    return seen[-1], plan


# ----------------------------------------------------------------------------------- errors


@scenario("error/killed", scope="mechanism", reproduces="ninja", expect=KILLED, needs=BUILD)
def error_killed():
    """No wheel is found, so it compiles; nvcc's back end gets the signal of a full memory.

    The signal is sent from here, in place of the kernel, which would need a machine without memory.
    """
    toolkit()
    folder = source()

    def until(processes, log):
        for pid, (line, gib) in processes.items():
            if line and line[0].endswith("/cicc") and gib > 1.5:
                check("a wheel was looked for", "Guessing wheel URL:  https://github.com/" in log)
                check("and not found", "Precompiled wheel not found. Building from" in log)
                measure("cicc, one file for sm_80, so far", rss_gib=gib)
                os.kill(pid, signal.SIGKILL)
        return False

    try:
        build(
            *(sys.executable, "setup.py", "bdist_wheel"),
            folder=folder,
            until=until,
            MAX_JOBS="1",
            NVCC_THREADS="1",
            FLASH_ATTN_CUDA_ARCHS="80",
        )
    except BuildFailed as error:
        check("the log says Killed", re.search(r"^Killed$", str(error), re.M) is not None)
        check("ninja gives the code", "FAILED: [code=137]" in str(error))
        raise


@scenario("error/no-cutlass", reproduces="no-cutlass", expect=NO_CUTLASS, needs=BUILD)
def error_no_cutlass():
    """GitHub's "Download ZIP" has empty folders in place of the submodules."""
    toolkit()
    folder = source()
    shutil.rmtree(Path(folder, "csrc/cutlass"))
    build(sys.executable, "setup.py", "--version", folder=folder, until=lambda *_: False)


@scenario("error/standard", reproduces="cxx20", expect=CXX20, needs=BUILD_CXX20)
def error_standard():
    """PyTorch 2.15 wants C++20, and the newest release on PyPI asks for C++17."""
    toolkit()
    build(
        *(sys.executable, "setup.py", "build_ext"),
        folder=source(),
        until=lambda *_: False,
        MAX_JOBS="1",
        FLASH_ATTN_CUDA_ARCHS="80",
    )


# ------------------------------------------------------------------------------------ probe


@scenario("check-build", needs=BUILD)
def check_build():
    # region: check-build
    import os
    import shutil
    import sys
    import sysconfig

    import torch

    def gib(path, unit):
        try:
            text = open(path).read().split("MemAvailable:")[-1].split()[0]
            return int(text) * unit / 2**30
        except (OSError, ValueError):
            return 1e9

    limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    free = gib("/proc/meminfo", 1024)
    limit = min(gib(path, 1) for path in limits)
    jobs = int(os.environ.get("MAX_JOBS") or max(1, min(os.cpu_count() // 2, free // 9)))
    major, minor = (int(part) for part in torch.__version__.split(".")[:2])
    newer = "yes" if (major, minor) >= (2, 14) else "no"
    ninja = "found" if shutil.which("ninja") else "missing"
    memory = "tight" if min(free, limit) < 9 * jobs else "enough"
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    system = sysconfig.get_platform().replace("-", "_")
    cuda = (torch.version.cuda or "none").split(".")[0]
    abi = str(torch.compiled_with_cxx11_abi()).upper()
    print(f"ninja: {ninja} | jobs: {jobs} | memory: {memory} | needs C++20: {newer}")
    name = f"+cu{cuda}torch{major}.{minor}cxx11abi{abi}-{python}-{python}-{system}.whl"
    print(f"flash_attn-2.8.3{name}")
    # endregion
    check("it is older than 2.14", newer == "no")
    toolkit()
    said = build(
        *(sys.executable, "setup.py", "bdist_wheel"),
        folder=source(),
        until=lambda _, log: ".whl" in log,
        PYTHONUNBUFFERED="1",
    )
    check("setup.py guesses the same name", f"/flash_attn-{VERSION}{name}\n" in said)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-faster", scope="mechanism", needs=BUILD)
def fix_faster():
    """What the build would run, before and with the variables; PyTorch's own list changes nothing."""
    toolkit()
    folder = source()
    ninja, plan = planned(folder, TORCH_CUDA_ARCH_LIST="8.6")
    files = len(re.findall(r"^build \S+\.o: cuda_compile", plan, re.M))
    check("72 kernel files", files == 72)
    architectures = re.findall(r"code=(sm_\d+)", plan)
    check("four architectures", architectures == ["sm_80", "sm_90", "sm_100", "sm_120"])
    check("four threads each", "--threads 4" in plan)
    ninja, plan = planned(folder, **exports("fix-faster"))
    check("one architecture", re.findall(r"code=(sm_\d+)", plan) == ["sm_80"])
    check("four jobs", ninja == "ninja -v -j 4")
    check("one thread each", "--threads 1" in plan)


@scenario("fix-memory", scope="mechanism", needs=BUILD)
def fix_memory():
    """The variables reach ninja and nvcc: one process of nvcc, one thread."""
    toolkit()
    ninja, plan = planned(source(), **exports("fix-memory"))
    check("one job", ninja == "ninja -v -j 1")
    check("one thread", "--threads 1" in plan)
    check("one architecture", re.findall(r"code=(sm_\d+)", plan) == ["sm_80"])


@scenario("fix-compiler", scope="mechanism", needs=BUILD)
def fix_compiler():
    """CC and CXX reach nvcc and the C++ files."""
    toolkit()
    _, plan = planned(source(), MAX_JOBS="1", **exports("fix-compiler"))
    check("nvcc is told", "-ccbin gcc-12" in plan)
    check("and the C++ file", "cxx = g++-12" in plan)


@scenario("fix-source", scope="mechanism", needs=BUILD)
def fix_source():
    """The archive of PyPI has what GitHub's ZIP lacks; its setup.py passes."""
    toolkit()
    said = build("bash", "-euc", commands("fix-source"), until=lambda *_: False)
    check("CUTLASS is in it", said.strip().endswith("cutlass/cutlass.h"))
    setup = (sys.executable, "setup.py", "--version")
    said = build(*setup, folder=FOLDER, until=lambda *_: False)
    check("setup.py passes", said.strip().endswith(VERSION))


@scenario("fix-download", scope="mechanism", needs=["linux", "network", "pip>=25.3", "torch<2.14"])
def fix_download():
    """Where pip 25.3 and newer lets the wheel be put: in its cache, on another device than the sources.

    A rename from one device to another is what fails. Nothing is compiled or fetched here.
    """
    memory = Path("/dev/shm", f"tracebook-{os.getpid()}")
    os.environ.update(
        PIP_CACHE_DIR=str(memory),
        PIP_TARGET="site",
        PIP_NO_DEPS="1",
        PIP_VERBOSE="1",
        FLASH_ATTENTION_SKIP_CUDA_BUILD="TRUE",
        FLASH_ATTENTION_FORCE_BUILD="TRUE",
        HOME=os.getcwd(),
        PATH=os.path.dirname(sys.executable) + ":" + os.environ["PATH"],
    )

    def wheel_of(lines):
        said = build("bash", "-euc", lines, until=lambda *_: False)
        return re.search(r"creating '(\S+\.whl)' and adding", said).group(1)

    try:
        plain = "python -m pip install --no-build-isolation flash-attn"
        wheel = wheel_of(plain)
        print("before:", wheel)
        check("in pip's cache, on another device", wheel.startswith(str(memory)))
        try:
            Path("a-file").touch()
            os.rename("a-file", memory / "a-file")
        except OSError as error:
            check("which no rename reaches", "[Errno 18] Invalid cross-device link" in str(error))
        else:
            check("which no rename reaches", False)
        wheel = wheel_of(commands("fix-download"))
        print("after:", wheel)
        check("beside the sources", wheel.startswith(f"{os.getcwd()}/pip-tmp/"))
    finally:
        shutil.rmtree(memory, ignore_errors=True)


@scenario("fix-standard", scope="mechanism", needs=BUILD_CXX20)
def fix_standard():
    """With C++20 the same build passes PyTorch's headers, in the C++ file and in a kernel."""
    toolkit()
    seen = []

    def until(processes, log):
        seen.extend(line for line, _ in processes.values() if line and line[0].endswith("/cicc"))
        return bool(seen)

    lines = commands("fix-standard").replace("MAX_JOBS=4", "MAX_JOBS=1")
    said = build("bash", "-euc", lines, until=until, FLASH_ATTN_CUDA_ARCHS="80")
    check("no header stops it", "is required to use" not in said)
    check("the C++ file is compiled", re.search(r"^ *\[1/73\] c\+\+ .*flash_api\.cpp", said, re.M) is not None)
    check("nvcc's back end has a kernel, as C++20", "--c++20" in seen[0])


@scenario("fix-sdpa", needs=["transformers", "torch"])
def fix_sdpa():
    make_model_folder()
    # region: fix-sdpa
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # part of PyTorch
    )
    print(model.config._attn_implementation)
    # endregion
    check("flash-attn is not installed", find_spec("flash_attn") is None)
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    input_ids = torch.arange(2, 34)[None]
    loss = model(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, so nothing is downloaded."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=128,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=128,
    )
    Qwen3ForCausalLM(config).save_pretrained("Qwen/Qwen3-0.6B")


# ------------------------------------------------------- what does not help, and what comes next


@scenario("extra-ninja-off-path", scope="mechanism", needs=BUILD)
def extra_ninja_off_path():
    """ninja is installed, and the environment's bin is not on PATH: PyTorch does not find it."""
    toolkit()
    os.mkdir("rest")  # everything on PATH but ninja
    for folder in os.environ["PATH"].split(":")[::-1]:
        for file in Path(folder).glob("*"):
            Path("rest", file.name).unlink(missing_ok=True)
            Path("rest", file.name).symlink_to(file)
    Path("rest/ninja").unlink()

    def until(processes, _):
        names = {os.path.basename(line[0]) for line, _ in processes.values() if line}
        return bool(names & {"nvcc", "g++", "gcc", "cc1plus"})

    said = build(
        *(sys.executable, "setup.py", "build_ext"),
        folder=source(),
        until=until,
        PATH=os.path.abspath("rest"),
        FLASH_ATTN_CUDA_ARCHS="80",
        NVCC_THREADS="1",
    )
    check("the package is installed", find_spec("ninja") is not None)
    check("it is not found", "we could not find ninja." in said)
    check("the slow way is taken", "Falling back to using the slow distutils backend" in said)


@scenario("extra-ninja-version", scope="mechanism", needs=["linux"])
def extra_ninja_version():
    """What the advice makes of PyTorch's command: ninja prints its version and runs no rule."""
    plan = "rule touch\n  command = touch $out\nbuild out: touch\n"
    Path("build.ninja").write_text(plan, encoding="utf-8")
    ninja = os.path.join(os.path.dirname(sys.executable), "ninja")
    said = subprocess.run([ninja, "--version", "-j", "4"], capture_output=True, text=True, check=True)
    check("a version is printed", re.match(r"\d+\.\d+", said.stdout) is not None)
    check("nothing is built", not Path("out").exists())
    subprocess.run([ninja, "-v", "-j", "4"], check=True)
    check("with -v it is", Path("out").exists())
