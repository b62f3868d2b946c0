# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "numpy==2.4.6",
# ]
# ///
"""Takes CUDA's libraries away from PyTorch in the ways that people meet, and gives them back.

    python tools/repro/run.py content/guides/cuda-lib-missing/repro.py --out OUT

It needs x86-64 Linux, Python 3.11, PyTorch with its libraries from the package index, pip, and the
index. Each scenario works in a copy of this environment, made of hard links. No GPU is needed; on a
machine with NVIDIA's driver `error/driver` and `check-library` cannot be raised. Run it in three
environments: PyTorch 2.11 (CUDA 13), 2.9 and 2.5 (CUDA 12).
"""

import importlib.util
import os
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

from repro.scenario import check, scenario

GONE = "cannot open shared object file: No such file or directory"
NO_CUDNN = "ImportError: libcudnn.so.9: cannot open shared object file: No such file or directory"
NO_PRELOAD = (
    "OSError: libcudart.so.13: cannot open shared object file: No such file or directory{rest}"
    "ValueError: libcudart.so.*[0-9] not found in the system path [{path}"
)
NO_CUSPARSELT = (
    "ImportError: libcusparseLt.so.0: cannot open shared object file: No such file or directory"
)
NO_CUDART = (
    "ImportError: libcudart.so.12: cannot open shared object file: No such file or directory"
)
NO_CUDART_CHAINED = (
    "OSError: libcudart.so.12: cannot open shared object file: No such file or directory{rest}"
    "OSError: Could not load this library: {path}libtorchaudio.so"
)
NO_DRIVER = "ImportError: libcuda.so.1: cannot open shared object file: No such file or directory"
NO_PART = (
    "Unable to load any of {libcudnn_ops.so.9.1.0, libcudnn_ops.so.9.1, libcudnn_ops.so.9, "
    "libcudnn_ops.so}\nInvalid handle. Cannot load symbol cudnnCreateTensorDescriptor"
)
NO_SYMBOL = (
    "ImportError: {path}libcusparse.so.12: undefined symbol: __nvJitLinkComplete_12_4, "
    "version libnvJitLink.so.12"
)
NO_PROVIDER = (
    "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: "
    "cannot open shared object file: No such file or directory"
)
CUDA13 = ["linux", "network", "python>=3.11", "python<3.12", "torch>=2.11", "torch<2.12"]
CUDA12 = ["linux", "network", "python>=3.11", "python<3.12", "torch>=2.9", "torch<2.10"]
OLDER = ["linux", "network", "torch>=2.5", "torch<2.6"]
for variable in ("PYTHONPATH", "PYTHONNOUSERSITE", "LD_LIBRARY_PATH"):
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


def environment():
    """A copy of this environment, made of hard links, first on PATH."""
    run(sys.executable, "-m", "venv", "--without-pip", "env")
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    site.rmdir()
    run("cp", "-al", sysconfig.get_path("purelib"), str(site))
    os.environ["PATH"] = str(Path("env/bin").resolve()) + os.pathsep + os.environ["PATH"]
    return site


def pip(*arguments):
    return run("python", "-m", "pip", *arguments)


def beside(*packages, folder="other"):
    """Install into a folder of its own, without what the packages ask for."""
    here = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
    run(*here, *packages)
    return os.path.abspath(folder)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def shell(region, after="", **variables):
    script = f"{commands(region)}\n{after}"
    return run("bash", "-euo", "pipefail", "-c", script, **variables)


def region_of_this_file(name):
    """The lines of one region here, as a reader has them."""
    source = Path(__file__).read_text(encoding="utf-8").split(f"# region: {name}\n")[1]
    return "\n".join(line[4:] for line in source.split("    # endregion")[0].splitlines())


IMPORT_TORCH = ("python", "-c", "import torch")

# ----------------------------------------------------------------------------------- errors


@scenario("error/packages", reproduces="cudnn", expect=NO_CUDNN, needs=CUDA13)
def error_packages():
    """One of the packages that PyTorch names is not installed, as after `--no-deps`."""
    environment()
    pip("uninstall", "-y", "-q", "nvidia-cudnn-cu13")
    check("pip check names it", "nvidia-cudnn-cu13" in fails("python", "-m", "pip", "check"))
    raise CommandFailed(fails(*IMPORT_TORCH))


@scenario("error/preload", reproduces="system-path", expect=NO_PRELOAD, needs=CUDA13)
def error_preload():
    """Without libcudart PyTorch looks through sys.path, and its last line is about that."""
    environment()
    pip("uninstall", "-y", "-q", "nvidia-cuda-runtime")
    raise CommandFailed(fails(*IMPORT_TORCH))


def share_and_uninstall():
    """The packages of two CUDA versions own one file; without the one it is gone."""
    site = environment()
    shared = site / "nvidia/cusparselt/lib/libcusparseLt.so.0"
    before = shared.stat().st_size
    pip("install", "-q", "--no-deps", "nvidia-cusparselt-cu12==0.7.1")
    check("the last one installed has taken its place", shared.stat().st_size != before)
    pip("uninstall", "-y", "-q", "nvidia-cusparselt-cu12")
    check("pip check is content", "No broken requirements" in pip("check"))
    return shared


@scenario("error/files", reproduces="cusparselt", expect=NO_CUSPARSELT, needs=CUDA13)
def error_files():
    share_and_uninstall()
    raise CommandFailed(fails(*IMPORT_TORCH))


@scenario("error/other-major", reproduces="cudart", expect=NO_CUDART, needs=CUDA13)
def error_other_major():
    """Kernels of AutoGPTQ, built for CUDA 12, beside PyTorch for CUDA 13."""
    sys.path.insert(0, beside("auto-gptq==0.7.1"))
    # region: error/other-major
    import torch

    print(torch.version.cuda)
    import exllama_kernels  # noqa: F401
    # endregion


@scenario("error/chained", reproduces="could-not-load", expect=NO_CUDART_CHAINED, needs=CUDA13)
def error_chained():
    """Through torch.ops.load_library the name stands in the first of two tracebacks."""
    other = beside("torchaudio==2.10.0")
    raise CommandFailed(fails(sys.executable, "-c", "import torchaudio", PYTHONPATH=other))


@scenario("error/driver", reproduces="driver", expect=NO_DRIVER, needs=CUDA13)
def error_driver():
    """vLLM's kernels link NVIDIA's driver itself, and here is none."""
    import torch  # noqa: F401

    folder = Path(beside("vllm==0.4.2"), "vllm")
    found = next(folder.glob("_C.*.so"))
    spec = importlib.util.spec_from_file_location("_C", found)
    importlib.util.module_from_spec(spec)


@scenario(
    "error/cudnn-part", reproduces="cudnn-part", expect=NO_PART, scope="mechanism", needs=OLDER
)
def error_cudnn_part():
    """libcudnn is found, and the part that it loads at the first call is not."""
    site = environment()
    Path(site, "nvidia/cudnn/lib/libcudnn_ops.so.9").unlink()
    code = (
        "import ctypes, torch; cudnn = ctypes.CDLL('libcudnn.so.9'); "
        "cudnn.cudnnCreateTensorDescriptor(ctypes.byref(ctypes.c_void_p()))"
    )
    raise CommandFailed(fails("python", "-c", code))


def older_nvjitlink():
    return beside("nvidia-nvjitlink-cu12==12.1.105", folder="old") + "/nvidia/nvjitlink/lib"


@scenario("error/path", reproduces="nvjitlink-symbol", expect=NO_SYMBOL, needs=OLDER)
def error_path():
    """An older CUDA 12 stands in LD_LIBRARY_PATH, as on many servers and images."""
    raise CommandFailed(
        fails(sys.executable, "-c", "import torch", LD_LIBRARY_PATH=older_nvjitlink())
    )


@scenario(
    "error/cudnn-version",
    reproduces="cudnn-version",
    expect="RuntimeError: cuDNN version incompatibility: PyTorch was compiled  against",
    needs=CUDA12,
)
def error_cudnn_version():
    """Of cuDNN only libcudnn is found through PyTorch; its parts come from LD_LIBRARY_PATH."""
    old = beside("nvidia-cudnn-cu12==9.1.0.70", folder="old") + "/nvidia/cudnn/lib"
    code = "import torch; torch.backends.cudnn.version()"
    raise CommandFailed(fails(sys.executable, "-c", code, LD_LIBRARY_PATH=old))


@scenario(
    "error/nccl",
    reproduces="nccl-symbol",
    expect="ImportError: {path}libtorch_cuda.so: undefined symbol: nccl",
    needs=CUDA12,
)
def error_nccl():
    """The NCCL for CUDA 11 has taken the place of the one that PyTorch names."""
    environment()
    pip("install", "-q", "--no-deps", "nvidia-nccl-cu11==2.19.3")
    raise CommandFailed(fails(*IMPORT_TORCH))


#: y = Relu(x), as onnx writes it.
RELU = (
    b'\x08\t:3\n\x0c\n\x01x\x12\x01y"\x04Relu\x12\x01gZ\x0f\n\x01x\x12\n\n\x08\x08\x01\x12\x04'
    b"\n\x02\x08\x01b\x0f\n\x01y\x12\n\n\x08\x08\x01\x12\x04\n\x02\x08\x01B\x04\n\x00\x10\x11"
)
PROVIDERS = ["CUDAExecutionProvider"]


def session(first="", **variables):
    """What ONNX Runtime writes while it opens the GPU's provider."""
    path = Path("relu.onnx")
    path.write_bytes(RELU)
    open_it = f"ort.InferenceSession('relu.onnx', providers={PROVIDERS})"
    code = f"{first}\nimport onnxruntime as ort\n{open_it}"
    return run(sys.executable, "-c", code, PYTHONPATH=os.path.abspath("other"), **variables)


@scenario("error/order", reproduces="onnxruntime", expect=NO_PROVIDER, needs=CUDA12)
def error_order():
    """The libraries lie in site-packages, where the loader does not look."""
    beside("onnxruntime-gpu==1.23.2")
    raise CommandFailed(session())


# ------------------------------------------------------------------------------------ probe


@scenario("check-library", needs=CUDA13)
def check_library():
    environment()
    write_probe()
    line = "driver: no | torch CUDA: 13 | missing: none | damaged: none | alone: no | with torch: "
    check("found with torch alone", f"libcudart.so.13 {line}yes" in probe("libcudart.so.13"))
    check("another major", f"libcudart.so.12 {line}no" in probe("libcudart.so.12"))
    pip("uninstall", "-y", "-q", "nvidia-cuda-runtime")
    said = probe("libcudart.so.13")
    check("a package behind cuda-toolkit", "missing: nvidia-cuda-runtime |" in said)
    check("pip check does not see it", "No broken requirements" in pip("check"))
    pip("uninstall", "-y", "-q", "nvidia-cudnn-cu13")
    check("a package", "missing: nvidia-cudnn-cu13 |" in probe("libcudnn.so.9"))


@scenario("check-library/files", needs=CUDA13, regions=["check-library"])
def check_library_files():
    share_and_uninstall()
    write_probe()
    said = probe("libcusparseLt.so.0")
    check("a file", "missing: none | damaged: nvidia-cusparselt-cu13 |" in said)


def write_probe():
    Path("probe.py").write_text(region_of_this_file("check-library"), encoding="utf-8")


def probe(library):
    text = Path("probe.py").read_text(encoding="utf-8")
    Path("asked.py").write_text(text.replace("libcudart.so.12", library), encoding="utf-8")
    return run("python", "asked.py")


def the_probe():
    # region: check-library
    import ctypes
    import re
    from importlib.metadata import distributions, requires
    from importlib.util import find_spec
    from pathlib import Path
    library = "libcudart.so.12"  # the name in your message
    def loads(name):
        try:
            return "yes" if ctypes.CDLL(name) else "no"
        except OSError:
            return "no"
    have = {found.name.lower().replace("_", "-"): found for found in distributions()}
    wants = [line for line in requires("torch") if "extra ==" not in line]
    extras = re.findall(r"\w+", " ".join(re.findall(r"\[(.+?)\]", " ".join(wants))))
    toolkit = requires("cuda-toolkit") if "cuda-toolkit" in have else []
    wants += [line for line in toolkit if re.search(r"extra == .(\w+)|$", line)[1] in extras]
    wants = re.findall(r"^(?:nvidia|cuda)[\w-]+", "\n".join(wants), re.M)
    missing = [name for name in wants if name not in have]
    parts = {name: [f for f in have[name].files or [] if ".so" in f.name] for name in have}
    damaged = [name for name in wants if not all(f.locate().exists() for f in parts.get(name, []))]
    text = Path(find_spec("torch").origin).with_name("version.py").read_text()
    cuda = [*re.findall(r"^cuda\b.*'(\d+)", text, re.M), "none"][0]
    alone = loads(library)
    try:
        import torch  # noqa: F401
    except (ImportError, OSError, ValueError) as error:
        print(error)
    print(f"{library} driver: {loads('libcuda.so.1')} | torch CUDA: {cuda}", end=" | ")
    print(f"missing: {[*missing, 'none'][0]} | damaged: {[*damaged, 'none'][0]}", end=" | ")
    print(f"alone: {alone} | with torch: {loads(library)}")
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-complete", needs=CUDA13)
def fix_complete():
    environment()
    pip("uninstall", "-y", "-q", "nvidia-cudnn-cu13", "nvidia-cuda-runtime")
    check("it fails before", "not found in the system path" in fails(*IMPORT_TORCH))
    before = run("python", "-m", "pip", "list", "--format=freeze").splitlines()
    shell("fix-complete")
    check("it names the CUDA version", "2.11.0+cu130 13.0" in shell("check-torch"))
    after = run("python", "-m", "pip", "list", "--format=freeze").splitlines()
    check("nothing else was changed", set(before) <= set(after))
    check("pip check is content", "No broken requirements" in shell("check-missing"))


@scenario("fix-complete/older", needs=CUDA12)
def fix_complete_older():
    """The wrong release of a package is put right, too."""
    environment()
    pip("install", "-q", "--no-deps", "nvidia-nvjitlink-cu12==12.1.105")
    check("it fails before", "undefined symbol: __nvJitLink" in fails(*IMPORT_TORCH))
    shell("fix-complete")
    run(*IMPORT_TORCH)


@scenario("fix-files", needs=CUDA13)
def fix_files():
    shared = share_and_uninstall()
    check("it fails before", "libcusparseLt.so.0: " + GONE in fails(*IMPORT_TORCH))
    pip("install", "-q", "torch==2.11.0")
    check("the other fix does nothing here", not shared.exists())
    shell("fix-files")
    check("the file is back", shared.exists())
    run(*IMPORT_TORCH)


@scenario("fix-files/nccl", needs=CUDA12)
def fix_files_nccl():
    """Where another's file won, its package goes first."""
    environment()
    pip("install", "-q", "--no-deps", "nvidia-nccl-cu11==2.19.3")
    check("it fails before", "undefined symbol: nccl" in fails(*IMPORT_TORCH))
    pip("uninstall", "-y", "-q", "nvidia-nccl-cu11")
    check("now the file is gone", "libnccl.so.2: " + GONE in fails(*IMPORT_TORCH))
    shell("fix-files")
    run(*IMPORT_TORCH)


@scenario("fix-match", needs=CUDA13)
def fix_match():
    environment()
    pip("install", "-q", "--no-deps", "torchaudio==2.10.0")
    said = fails("python", "-c", "import torchaudio")
    check("it fails before", "libcudart.so.12: " + GONE in said)
    before = shell("check-torch")
    shell("fix-match")
    run("python", "-c", "import torchaudio")
    check("torch is the same", shell("check-torch") == before)


@scenario("fix-clean-path", needs=OLDER)
def fix_clean_path():
    path = older_nvjitlink()
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    said = fails(*IMPORT_TORCH, LD_LIBRARY_PATH=path)
    check("it fails before", "__nvJitLinkComplete_12_4" in said)
    said = shell("fix-clean-path", LD_LIBRARY_PATH=path)
    check("it prints the version", version("torch") in said)


@scenario("fix-clean-path/cudnn", needs=CUDA12)
def fix_clean_path_cudnn():
    old = beside("nvidia-cudnn-cu12==9.1.0.70", folder="old") + "/nvidia/cudnn/lib"
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    code = "import torch; print('cuDNN', torch.backends.cudnn.version())"
    said = fails("python", "-c", code, LD_LIBRARY_PATH=old)
    check("it fails before", "cuDNN version incompatibility" in said)
    said = shell("fix-clean-path", after=f'python -c "{code}"', LD_LIBRARY_PATH=old)
    check("cuDNN answers", "cuDNN 9" in said)


@scenario("fix-import-first", needs=CUDA12)
def fix_import_first():
    beside("onnxruntime-gpu==1.23.2")
    check("it fails before", NO_PROVIDER in session())
    Path("first.py").write_text(region_of_this_file("fix-import-first"), encoding="utf-8")
    said = session(Path("first.py").read_text(encoding="utf-8"))
    check("the library is loaded", "Failed to load library" not in said)
    check("next, the GPU is asked for, and here is none", "CUDA" in said)


def import_first():
    # region: fix-import-first
    import torch  # noqa: F401  before onnxruntime, ctranslate2 or the extension
    # endregion


@scenario("fix-own-path", needs=CUDA12)
def fix_own_path():
    """For what is not started from Python, or does not import torch."""
    environment()
    load = "python -c \"import ctypes; ctypes.CDLL('libcublasLt.so.12')\""
    check("it fails before", "libcublasLt.so.12: " + GONE in fails("bash", "-c", load))
    shell("fix-own-path", after=load)


@scenario("fix-own-path/lib64", needs=CUDA12)
def fix_own_path_lib64():
    """PyTorch in lib64, its libraries in lib; a libcudart of the system, so it does not search."""
    site = environment()
    Path("lib64").mkdir()
    Path(site, "torch").rename("lib64/torch")
    run("cp", "-al", str(site / "nvidia/cuda_runtime/lib"), "system")
    split = {"PYTHONPATH": os.path.abspath("lib64"), "LD_LIBRARY_PATH": os.path.abspath("system")}
    check("it fails before", "cannot open shared object file" in fails(*IMPORT_TORCH, **split))
    shell("fix-own-path", after="python -c 'import torch'", **split)


@scenario("fix-own-path/other-major", needs=CUDA13)
def fix_own_path_other_major():
    """cuBLAS of CUDA 12 beside PyTorch for CUDA 13, as CTranslate2 wants it: both load."""
    environment()
    load = "import ctypes; ctypes.CDLL('libcublas.so.12')"
    after_torch = ("python", "-c", f"import torch; print(torch.__version__); {load}")
    check("it fails before", "libcublas.so.12: " + GONE in fails(*after_torch))
    pip("install", "-q", "--no-deps", "nvidia-cublas-cu12")
    run(*after_torch)
    check("without torch it fails", "libcublas.so.12: " + GONE in fails("python", "-c", load))
    shell("fix-own-path", after=f'python -c "{load}"')


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-other-runtime", needs=CUDA13)
def extra_other_runtime():
    """The runtime of the other CUDA, installed: found, and of no use to what is built on torch."""
    gptq, audio = beside("auto-gptq==0.7.1"), beside("torchaudio==2.10.0", folder="audio")
    runtime = beside("nvidia-cuda-runtime-cu12==12.8.90", folder="runtime")
    code = "import torch, exllama_kernels"
    said = fails(sys.executable, "-c", code, PYTHONPATH=gptq)
    check("it fails before", "libcudart.so.12: " + GONE in said)
    said = fails(sys.executable, "-c", code, PYTHONPATH=f"{gptq}:{runtime}")
    check("found, the kernels lack their PyTorch", "undefined symbol: _ZN3c10" in said)
    said = fails(sys.executable, "-c", "import torchaudio", PYTHONPATH=f"{audio}:{runtime}")
    check("torchaudio refuses", "were compiled with different CUDA versions" in said)


@scenario("extra-link", needs=CUDA13)
def extra_link():
    """libcudart of CUDA 13 under the name of CUDA 12: the loader looks inside."""
    gptq = beside("auto-gptq==0.7.1")
    Path("links").mkdir()
    real = Path(sysconfig.get_path("purelib"), "nvidia/cu13/lib/libcudart.so.13")
    Path("links/libcudart.so.12").symlink_to(real)
    links = os.path.abspath("links")
    code = "import torch, exllama_kernels"
    said = fails(sys.executable, "-c", code, PYTHONPATH=gptq, LD_LIBRARY_PATH=links)
    check("it says so", "version `libcudart.so.12' not found" in said)


@scenario("extra-newer-torch", needs=CUDA12)
def extra_newer_torch():
    """PyTorch 2.6 and newer load their own libnvJitLink first: the same folder does no harm."""
    path = older_nvjitlink()
    run(sys.executable, "-c", "import torch", LD_LIBRARY_PATH=path)
    check("it imports", True)
