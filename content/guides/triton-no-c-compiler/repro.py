# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "triton==3.6.0",
# ]
# ///
"""Raises "Failed to find C compiler" on a machine whose PATH has none, and runs each fix.

    python tools/repro/run.py content/guides/triton-no-c-compiler/repro.py --out OUT

A scenario changes PATH, CC and the cache folders of its own process only. The machine itself needs
gcc, g++ and Python's headers, because the fixes use them.
"""

import os
import shutil

from repro.scenario import check, scenario

NO_C = "RuntimeError: Failed to find C compiler. Please specify via CC environment variable"
#: A module as small as the one that Triton compiles for its driver, and of the same kind.
SOURCE = """
#include <Python.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "tiny", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_tiny(void) { return PyModule_Create(&module); }
"""


def use_empty_caches():
    """As on the first run of a new container."""
    os.environ["TRITON_CACHE_DIR"] = os.path.abspath("triton-cache")
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.path.abspath("inductor-cache")


def leave_on_path(*tools):
    """PATH becomes one folder that holds these tools alone; CC and CXX are unset."""
    os.makedirs("bin", exist_ok=True)
    for tool in tools:
        os.symlink(shutil.which(tool), os.path.join("bin", tool))
    os.environ["PATH"] = os.path.abspath("bin")
    os.environ.pop("CC", None)
    os.environ.pop("CXX", None)


def launch_kernel():
    """Compile and launch one Triton kernel on the GPU."""
    import torch
    import triton
    import triton.language as tl

    @triton.jit
    def add_one(pointer, size, BLOCK: tl.constexpr):
        offsets = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
        inside = offsets < size
        values = tl.load(pointer + offsets, mask=inside)
        tl.store(pointer + offsets, values + 1, mask=inside)

    numbers = torch.zeros(1000, device="cuda")
    add_one[(4,)](numbers, numbers.numel(), BLOCK=256)
    torch.cuda.synchronize()
    check("the kernel added one everywhere", bool((numbers == 1).all()))


def compile_as_triton_does():
    """The step in which Triton calls the C compiler, without a GPU: one Python module from C."""
    from triton.runtime.build import compile_module_from_src

    module = compile_module_from_src(SOURCE, "tiny")
    check("the module was compiled and imported", module.__name__ == "tiny")


# ----------------------------------------------------------------------------------- errors


@scenario("error/kernel", reproduces="c-compiler", expect=NO_C, needs=["cuda", "triton"])
def error_kernel():
    use_empty_caches()
    leave_on_path()
    launch_kernel()


@scenario(
    "error/torch-compile",
    reproduces="inductor",
    expect="InductorError: RuntimeError: Failed to find C compiler",
    needs=["cuda", "triton"],
)
def error_torch_compile():
    use_empty_caches()
    leave_on_path()
    # region: error/torch-compile
    import torch

    @torch.compile
    def scaled_tanh(x):
        return torch.tanh(x) * 2

    scaled_tanh(torch.ones(1000, device="cuda"))
    # endregion


@scenario(
    "error/build-step",
    scope="mechanism",
    reproduces="c-compiler",
    expect=NO_C,
    needs=["linux", "triton"],
)
def error_build_step():
    """On any machine: Triton's own build step, with no compiler on PATH."""
    use_empty_caches()
    leave_on_path()
    compile_as_triton_does()


@scenario(
    "error/wrong-cc",
    scope="mechanism",
    expect="FileNotFoundError: [Errno 2] No such file or directory: '/opt/old/bin/gcc'",
    needs=["linux", "triton"],
)
def error_wrong_cc():
    """CC names a compiler that is gone; a good gcc on PATH is not asked."""
    use_empty_caches()
    os.environ["CC"] = "/opt/old/bin/gcc"
    compile_as_triton_does()


@scenario(
    "error/no-assembler",
    scope="mechanism",
    expect="CalledProcessError: Command '{command}' returned non-zero exit status 1.",
    needs=["linux", "triton"],
)
def error_no_assembler():
    """gcc is found through CC, but its assembler and linker are not."""
    gcc = shutil.which("gcc")
    use_empty_caches()
    leave_on_path()
    os.environ["CC"] = gcc
    compile_as_triton_does()


@scenario(
    "error/inductor-cpu",
    reproduces="inductor-cxx",
    expect="InvalidCxxCompiler: No working C++ compiler found in torch._inductor.config.cpp.cxx",
    needs=["linux", "torch"],
)
def error_inductor_cpu():
    use_empty_caches()
    leave_on_path()
    import torch

    @torch.compile
    def scaled_tanh(x):
        return torch.tanh(x) * 2

    scaled_tanh(torch.ones(1000))


# ----------------------------------------------------------------------------------- checks


@scenario("check-compiler", needs=["linux"])
def check_compiler():
    # region: check-compiler
    import os
    import shutil
    import sysconfig

    cc = os.environ.get("CC")
    print("CC:", cc or "not set", "" if not cc or shutil.which(cc) else "(no such program)")
    for tool in ("gcc", "clang", "g++", "as", "ld"):
        print(f"{tool}:", shutil.which(tool))
    header = os.path.join(sysconfig.get_paths()["include"], "Python.h")
    print(header, "exists" if os.path.exists(header) else "is missing")
    # endregion
    check("there is a C compiler", bool(shutil.which("gcc") or shutil.which("clang")))
    check("Python's headers are there", os.path.exists(header))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-compiler", needs=["cuda", "triton"])
def fix_compiler():
    use_empty_caches()
    os.environ.pop("CC", None)
    launch_kernel()


@scenario("fix-compiler/build-step", scope="mechanism", needs=["linux", "triton"])
def fix_compiler_build_step():
    """On any machine: the same build step with gcc, as and ld on PATH and CC unset."""
    use_empty_caches()
    leave_on_path("gcc", "as", "ld")
    compile_as_triton_does()


@scenario("fix-cc/python", needs=["cuda", "triton"])
def fix_cc_python():
    use_empty_caches()
    leave_on_path()  # as in a service or a kernel with a PATH of its own
    # region: fix-cc/python
    import os

    os.environ["PATH"] = "/usr/local/bin:/usr/bin:/bin:" + os.environ["PATH"]
    os.environ["CC"] = "/usr/bin/gcc"  # what `command -v gcc` prints in a shell
    # endregion
    launch_kernel()


@scenario("fix-cc/build-step", scope="mechanism", needs=["linux", "triton"])
def fix_cc_build_step():
    """On any machine: CC names the compiler, and PATH has its assembler and linker."""
    gcc = shutil.which("gcc")
    use_empty_caches()
    leave_on_path("as", "ld")
    os.environ["CC"] = gcc
    compile_as_triton_does()


@scenario("fix-no-compile/python", needs=["linux", "torch"])
def fix_no_compile_python():
    use_empty_caches()
    leave_on_path()
    # region: fix-no-compile/python
    import os

    os.environ["TORCHDYNAMO_DISABLE"] = "1"  # before torch is imported

    import torch

    @torch.compile
    def scaled_tanh(x):
        return torch.tanh(x) * 2

    device = "cuda" if torch.cuda.is_available() else "cpu"
    result = scaled_tanh(torch.ones(1000, device=device))  # runs eagerly
    # endregion
    expected = 2 * torch.tanh(torch.ones(1000, device=device))
    check("the result is right", torch.allclose(result, expected))


@scenario("extra-warm-cache", scope="mechanism", needs=["linux", "triton"])
def extra_warm_cache():
    """A module compiled earlier is loaded from the cache, and no compiler is looked for."""
    import subprocess
    import sys

    use_empty_caches()
    program = (
        "from triton.runtime.build import compile_module_from_src\n"
        f"print(compile_module_from_src({SOURCE!r}, 'tiny'))"
    )
    first = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    check("the first process compiles", first.returncode == 0)
    leave_on_path(*(tool for tool in ("file",) if shutil.which(tool)))
    second = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    print(second.stdout or second.stderr.splitlines()[-1])
    check("the second needs no compiler", second.returncode == 0)
