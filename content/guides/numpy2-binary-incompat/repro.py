# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.2.2",
#   "numpy==2.0.2",
#   "transformers==4.44.2",
#   "accelerate==0.34.2",
# ]
# ///
"""Runs modules built for NumPy 1.x under NumPy 2, and newer ones under an older NumPy, and mends it.

    python tools/repro/run.py content/guides/numpy2-binary-incompat/repro.py --out OUT --timeout 900

It needs Python 3.11, Linux and a package index. Most scenarios build virtual environments of their
own, to which this one lends PyTorch where it is needed. Three need another Python or gcc:

    Python 3.10, no packages    error/ndarray-size, error/api-version, fix-newer-numpy
    Python 3.11, torch 2.3.0    check-torch-2-3

No GPU is needed.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

NETWORK = ["linux", "network", "python>=3.11", "python<3.12"]
LENDING = ["linux", "network", "torch<2.3", "numpy>=2", "transformers"]
OLD_TORCH = ["torch<2.3", "numpy>=2"]
OLD_PYTHON = ["linux", "network", "python<3.11"]
SIZE = (
    "ValueError: numpy.dtype size changed, may indicate binary incompatibility. "
    "Expected 96 from C header, got 88 from PyObject"
)
MULTIARRAY = "ImportError: numpy.core.multiarray failed to import"
COMPILED = "A module that was compiled using NumPy 1.x cannot be run in\nNumPy {v} as it may crash."
NOT_AVAILABLE = "RuntimeError: Numpy is not available"
#: One step and one evaluation with the Trainer.
TRAIN = """
from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainingArguments
model = LlamaForCausalLM(LlamaConfig(vocab_size=64, hidden_size=32, intermediate_size=64,
    num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2))
rows = [{"input_ids": list(range(8)), "labels": list(range(8))} for _ in range(4)]
args = TrainingArguments("out", max_steps=1, per_device_train_batch_size=2, use_cpu=True,
    report_to="none", save_strategy="no")
trainer = Trainer(model=model, args=args, train_dataset=rows, eval_dataset=rows)
print("trained", trainer.train().global_step, flush=True)
print("evaluated", trainer.evaluate()["eval_loss"] > 0)
"""
#: A notebook: NumPy is imported, then another one is installed, then something is imported.
NOTEBOOK = """
import subprocess, sys
import numpy
subprocess.run([sys.executable, "-m", "pip", "install", "numpy==1.26.4"], check=True)
"""
#: An extension of one's own, in Cython and in C.
BOXES = """
cimport numpy as np
np.import_array()
def total(np.ndarray values):
    return values.sum()
"""
CAPI = """
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "capi", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_capi(void) { import_array(); return PyModule_Create(&module); }
"""
SETUP = """
import numpy
from Cython.Build import cythonize
from setuptools import Extension, setup
parts = [Extension("boxes", ["boxes.pyx"]), Extension("capi", ["capi.c"])]
setup(name="boxes", include_dirs=[numpy.get_include()], ext_modules=cythonize(parts))
"""
#: Import name, package, the last release built for NumPy 1.x, the first one built for 2.
FIRST_RELEASES = [
    ("pandas", "pandas", "2.2.1", "2.2.2"),
    ("sklearn", "scikit-learn", "1.4.1.post1", "1.4.2"),
    ("scipy.stats", "scipy", "1.12.0", "1.13.0"),
    ("pyarrow", "pyarrow", "15.0.2", "16.0.0"),
    ("matplotlib.pyplot", "matplotlib", "3.8.3", "3.8.4"),
    ("cv2", "opencv-python-headless", "4.10.0.82", "4.10.0.84"),
    ("h5py", "h5py", "3.10.0", "3.11.0"),
    ("numba", "numba", "0.59.1", "0.60.0"),
    ("onnxruntime", "onnxruntime", "1.18.1", "1.19.0"),
]


class CommandFailed(Exception):
    """A command ended with an error; the text is what it wrote to standard error."""


def run(*command, env=None, fails=False):
    """Run a command and print what it says; carry its error unchanged if it fails."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    print(said[-3000:])
    if fails:
        check("it fails", done.returncode != 0)
    elif done.returncode:
        raise CommandFailed(done.stderr or done.stdout)
    return said


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def region(name):
    """The lines of one region of this file, as a reader pastes them."""
    source = Path(__file__).read_text(encoding="utf-8").split(f"# region: {name}\n")[1]
    lines = source.split("    # endregion")[0].splitlines()
    return "\n".join(line[4:] for line in lines)


def environment(*packages, lend=False):
    """A virtual environment with the packages, and this one's PyTorch on demand; its variables."""
    subprocess.run([sys.executable, "-m", "venv", "env"], check=True)
    if lend:
        site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
        lent = Path(find_spec("torch").origin).parents[1]
        Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    here = str(Path("env/bin").resolve())
    variables = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"]}
    for name in ("PYTHONPATH", "PIP_CONSTRAINT"):
        variables.pop(name, None)
    variables |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1"}
    if packages:
        run("python", "-m", "pip", "install", *packages, env=variables)
    return variables


def built_for_1(package, env):
    """Install a release whose metadata forbids NumPy 2, and NumPy 2 afterwards, as users do."""
    run("python", "-m", "pip", "install", package, env=env)
    run("python", "-m", "pip", "install", "numpy==2.0.2", env=env)


def numpy_of(env):
    """The NumPy that this environment imports."""
    said = run("python", "-c", "import numpy; print('numpy', numpy.__version__)", env=env)
    return said.split()[-1]


def build_extension(env, **variables):
    """Compile the extension with the NumPy of the environment."""
    for name, text in (("boxes.pyx", BOXES), ("capi.c", CAPI), ("setup.py", SETUP)):
        Path(name).write_text(text, encoding="utf-8")
    run("python", "setup.py", "-q", "build_ext", "--inplace", env={**env, **variables})
    run("python", "-c", "import boxes, capi", env=env)


# ------------------------------------------------------------------ errors: PyTorch with NumPy 2


@scenario("error/torch", reproduces="not-available", expect=NOT_AVAILABLE, needs=OLD_TORCH)
def error_torch():
    # region: error/torch
    import torch

    torch.ones(2).numpy()
    # endregion


@scenario("error/from-numpy", reproduces="not-available", expect=NOT_AVAILABLE, needs=OLD_TORCH)
def error_from_numpy():
    """The other way."""
    import numpy
    import torch

    torch.from_numpy(numpy.ones(2))


@scenario(
    "error/infer-dtype",
    reproduces="infer-dtype",
    expect="RuntimeError: Could not infer dtype of numpy.int64",
    needs=OLD_TORCH,
)
def error_infer_dtype():
    """What a collator says that makes a tensor of NumPy numbers."""
    import numpy
    import torch

    torch.tensor([numpy.int64(1)])


@scenario("error/compiled", reproduces="compiled-1x", expect=COMPILED, needs=OLD_TORCH)
def error_compiled():
    """What `import torch` prints; the program ends later, for another reason."""
    run(sys.executable, "-c", "import torch; torch.ones(2).numpy()")


@scenario(
    "error/initialize",
    reproduces="initialize",
    expect="UserWarning: Failed to initialize NumPy: _ARRAY_API not found",
    needs=OLD_TORCH,
)
def error_initialize():
    """PyTorch's own line in the same output."""
    run(sys.executable, "-c", "import torch; torch.ones(2).numpy()")


@scenario(
    "error/trainer",
    reproduces="not-available",
    expect="t.numpy(){rest}RuntimeError: Numpy is not available",
    needs=["torch<2.3", "numpy>=2", "transformers"],
)
def error_trainer():
    """The import only warns, a step trains, and the first evaluation ends the run."""
    done = subprocess.run(
        [sys.executable, "-c", TRAIN], capture_output=True, text=True, check=False
    )
    check("one step was trained", "trained 1" in done.stdout)
    raise CommandFailed(done.stderr)


@scenario(
    "error/no-numpy",
    reproduces="no-numpy",
    expect="UserWarning: Failed to initialize NumPy: No module named 'numpy'",
    needs=["torch<2.3", "linux"],
)
def error_no_numpy():
    """PyTorch in an environment without NumPy."""
    env = environment()
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    for item in Path(find_spec("torch").origin).parents[1].iterdir():
        if not item.name.startswith(("numpy", "pip", "setuptools", "transformers", "_")):
            target = site / item.name
            if not target.exists():
                target.symlink_to(item)
    run("python", "-c", "import torch; torch.ones(2).numpy()", env=env)


# ----------------------------------------------------------- errors: other modules with NumPy 2


@scenario("error/pandas", reproduces="dtype-size", expect=SIZE, needs=NETWORK)
def error_pandas():
    """Cython modules compare the size of a structure."""
    env = environment()
    built_for_1("pandas==2.2.1", env)
    run("python", "-c", "import pandas", env=env)


@scenario("error/pyarrow", reproduces="multiarray", expect=MULTIARRAY, needs=NETWORK)
def error_pyarrow():
    """Other modules ask NumPy for its table of functions; `datasets` imports this one."""
    env = environment()
    built_for_1("pyarrow==15.0.2", env)
    run("python", "-c", "import pyarrow", env=env)


@scenario(
    "error/cv2",
    reproduces="array-api",
    expect="AttributeError: _ARRAY_API not found",
    needs=NETWORK,
)
def error_cv2():
    """This release does not forbid NumPy 2, so pip takes it."""
    env = environment("opencv-python-headless==4.9.0.80", "numpy==2.0.2")
    run("python", "-c", "import cv2", env=env)


@scenario(
    "error/numba",
    reproduces="numba",
    expect="ImportError: Numba needs NumPy 1.26 or less",
    needs=NETWORK,
)
def error_numba():
    """Numba asks for the version by itself."""
    env = environment()
    built_for_1("numba==0.59.1", env)
    run("python", "-c", "import numba", env=env)


@scenario("error/notebook", reproduces="dtype-size", expect=SIZE, needs=NETWORK)
def error_notebook():
    """NumPy 2 is in memory, 1.26 on disk: NumPy's own file fails, and pandas 2.2.2 is not to blame."""
    env = environment("pandas==2.2.2", "numpy==2.0.2")
    run("python", "-c", NOTEBOOK + "import pandas", env=env)


@scenario(
    "error/notebook-newer",
    reproduces="umath-name",
    expect="ImportError: cannot import name '_center' from 'numpy._core.umath'",
    needs=NETWORK,
)
def error_notebook_newer():
    """NumPy 2.0 is in memory, 2.2 on disk: the same cause, another line."""
    env = environment("numpy==2.0.2")
    text = NOTEBOOK.replace("1.26.4", "2.2.6") + "import numpy.strings"
    run("python", "-c", "import numpy.strings", env=env)
    run("python", "-c", text, env=env)


@scenario(
    "error/names",
    reproduces="removed-name",
    expect="AttributeError: `np.float_` was removed in the NumPy 2.0 release. "
    "Use `np.float64` instead.",
    needs=["numpy>=2"],
)
def error_names():
    # region: error/names
    import numpy as np

    scores = np.zeros(3, dtype=np.float_)
    # endregion
    print(scores)


# ------------------------------------------------------------------ errors: NumPy is the older one


@scenario(
    "error/ndarray-size",
    reproduces="ndarray-size",
    expect="ValueError: numpy.ndarray size changed, may indicate binary incompatibility. "
    "Expected 96 from C header, got 88 from PyObject",
    needs=OLD_PYTHON,
)
def error_ndarray_size():
    """Compiled with NumPy 1.24, run with 1.21."""
    env = environment("numpy==1.24.4", "cython<3.1", "setuptools<80")
    build_extension(env)
    run("python", "-m", "pip", "install", "numpy==1.21.6", env=env)
    run("python", "-c", "import boxes", env=env)


@scenario(
    "error/api-version",
    reproduces="api-version",
    expect="RuntimeError: module compiled against API version 0x10 but this version of numpy is "
    "0xe",
    needs=OLD_PYTHON,
)
def error_api_version():
    """The same, in C."""
    env = environment("numpy==1.24.4", "cython<3.1", "setuptools<80")
    build_extension(env)
    run("python", "-m", "pip", "install", "numpy==1.21.6", env=env)
    run("python", "-c", "import capi", env=env)


@scenario(
    "error/c-api-version",
    reproduces="c-api-version",
    expect="RuntimeError: module was compiled against NumPy C-API version 0x12 (NumPy 2.0) but the "
    "running NumPy has C-API version 0x11",
    needs=["linux", "network", "python<3.12"],
)
def error_c_api_version():
    """Compiled for NumPy 2 alone, run with 1.26: the new wording."""
    env = environment("numpy==2.0.2", "cython<3.1", "setuptools<80")
    build_extension(env, CFLAGS="-DNPY_TARGET_VERSION=NPY_2_0_API_VERSION")
    run("python", "-m", "pip", "install", "numpy==1.26.4", env=env)
    run("python", "-c", "import capi", env=env)


# ------------------------------------------------------------------------------------ probe


@scenario("check-numpy", needs=OLD_TORCH)
def check_numpy():
    # region: check-numpy
    from importlib.metadata import version
    from importlib.util import find_spec

    import torch

    loaded = on_disk = folder = "none"
    if find_spec("numpy"):
        import numpy

        loaded, on_disk, folder = numpy.__version__, version("numpy"), numpy.__path__[0]
    try:
        torch.ones(1).numpy()
        bridge = "works"
    except RuntimeError:
        bridge = "broken"
    restart = "no" if loaded == on_disk else "needed"
    print(f"numpy: {loaded} | on disk: {on_disk} | restart: {restart}", end=" | ")
    print(f"torch: {torch.__version__} | bridge: {bridge}")
    print(folder)
    # endregion
    check("NumPy 2 is loaded", loaded.startswith("2."))
    check("PyTorch cannot use it", bridge == "broken")
    check("both are the same NumPy", restart == "no")


@scenario("check-torch-2-3", needs=["torch>=2.3", "numpy>=2", "transformers"])
def check_torch_2_3():
    """PyTorch 2.3 for Linux works with NumPy 2."""
    import torch

    check("it is 2.3.0", torch.__version__.startswith("2.3.0"))
    check("the bridge works", torch.ones(2).numpy().tolist() == [1.0, 1.0])
    said = run(sys.executable, "-c", TRAIN)
    check("the Trainer evaluates", "evaluated True" in said)
    check("nothing is printed about NumPy", "NumPy" not in said)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-pin", needs=LENDING)
def fix_pin():
    """The command of the page; then what pip does to NumPy with and without the constraint."""
    env = environment(lend=True)
    check("it fails", NOT_AVAILABLE in run("python", "-c", TRAIN, env=env, fails=True))
    Path("earlier.txt").write_text("pillow<12\n", encoding="utf-8")
    earlier = {**env, "PIP_CONSTRAINT": os.path.abspath("earlier.txt")}
    said = run("bash", "-ec", commands("fix-pin") + '\necho "$PIP_CONSTRAINT"', env=earlier)
    pinned = {**env, "PIP_CONSTRAINT": said.strip().splitlines()[-1]}
    check("an earlier constraint stays", "earlier.txt" in pinned["PIP_CONSTRAINT"])
    check("NumPy is 1.26.4", numpy_of(env) == "1.26.4")
    said = run("python", "-c", TRAIN, env=env)
    check("the Trainer evaluates", "evaluated True" in said)
    check("nothing is printed about NumPy", "NumPy 1.x" not in said)
    run("python", "-m", "pip", "install", "--upgrade", "opencv-python-headless", env=pinned)
    check("with the constraint NumPy stays", numpy_of(env) == "1.26.4")
    run("python", "-m", "pip", "install", "--upgrade", "opencv-python-headless", env=env)
    check("without it, pip takes NumPy 2 again", numpy_of(env).startswith("2."))


@scenario("fix-pin/module", needs=NETWORK)
def fix_pin_module():
    """The same for a package other than PyTorch."""
    env = environment()
    built_for_1("pandas==2.2.1", env)
    check("it fails", SIZE in run("python", "-c", "import pandas", env=env, fails=True))
    run("bash", "-ec", commands("fix-pin"), env=env)
    said = run("python", "-c", "import pandas; print('imported', pandas.__version__)", env=env)
    check("the old pandas is imported", "imported 2.2.1" in said)


@scenario("fix-upgrade-torch", needs=LENDING)
def fix_upgrade_torch():
    env = environment(lend=True)
    check("it fails", NOT_AVAILABLE in run("python", "-c", TRAIN, env=env, fails=True))
    run("bash", "-ec", commands("fix-upgrade-torch"), env=env)
    check("NumPy was left alone", numpy_of(env) == "2.0.2")
    said = run("python", "-c", TRAIN, env=env)
    check("the Trainer evaluates", "evaluated True" in said)
    check("nothing is printed about NumPy", "NumPy 1.x" not in said)


@scenario("fix-upgrade-module", needs=NETWORK)
def fix_upgrade_module():
    env = environment()
    built_for_1("pandas==2.2.1", env)
    check("it fails", SIZE in run("python", "-c", "import pandas", env=env, fails=True))
    run("bash", "-ec", commands("fix-upgrade-module"), env=env)
    check("NumPy is still 2.0.2", numpy_of(env) == "2.0.2")
    run("python", "-c", "import pandas; pandas.DataFrame({'a': [1]}).describe()", env=env)


@scenario("fix-restart", regions=["check-numpy"], needs=LENDING)
def fix_restart():
    """The same environment after the error: a new process has one NumPy only."""
    env = environment("numpy==2.0.2")
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    text = NOTEBOOK + region("check-numpy") + "\nnumpy.random.rand()"
    said = run("python", "-c", text, env=env, fails=True)
    check("NumPy's own file fails", SIZE in said and "numpy/random/mtrand.pyx" in said)
    check("the probe says it", "numpy: 2.0.2 | on disk: 1.26.4 | restart: needed" in said)
    said = run("python", "-c", region("check-numpy") + "\nnumpy.random.rand()", env=env)
    check("a new process works", "numpy: 1.26.4 | on disk: 1.26.4 | restart: no" in said)
    check("PyTorch 2.2 works with it", "bridge: works" in said)


@scenario("fix-names", needs=NETWORK)
def fix_names():
    env = environment("numpy==2.0.2")
    line = "import numpy as np\nprint(np.zeros(2, dtype=np.float_), np.Inf, np.unicode_)\n"
    Path("train.py").write_text(line, encoding="utf-8")
    said = run("python", "train.py", env=env, fails=True)
    check("it fails", "`np.float_` was removed in the NumPy 2.0 release." in said)
    run("bash", "-ec", commands("fix-names"), env=env)
    check("it runs with NumPy 2", "[0. 0.] inf" in run("python", "train.py", env=env))
    run("python", "-m", "pip", "install", "numpy==1.26.4", env=env)
    check("and with 1.26", "[0. 0.] inf" in run("python", "train.py", env=env))


@scenario("fix-newer-numpy", needs=OLD_PYTHON)
def fix_newer_numpy():
    env = environment("numpy==1.24.4", "cython<3.1", "setuptools<80")
    build_extension(env)
    run("python", "-m", "pip", "install", "numpy==1.21.6", env=env)
    run("python", "-c", "import boxes", env=env, fails=True)
    run("bash", "-ec", commands("fix-newer-numpy"), env=env)
    check("NumPy is 1.26.4", numpy_of(env) == "1.26.4")
    run("python", "-c", "import boxes, capi, numpy; print(boxes.total(numpy.ones(3)))", env=env)


@scenario("fix-one-numpy", needs=NETWORK)
def fix_one_numpy():
    """A folder on PYTHONPATH holds NumPy 2, as a module of a cluster does; pip speaks of 1.26."""
    env = environment("pandas==2.2.1", "numpy==1.26.4")
    run("python", "-m", "pip", "install", "--target", "shared", "numpy==2.0.2", env=env)
    misled = {**env, "PYTHONPATH": os.path.abspath("shared")}
    check("it fails", SIZE in run("python", "-c", "import pandas", env=misled, fails=True))
    said = run("bash", "-ec", commands("fix-one-numpy") + '\npython -c "import pandas"', env=misled)
    check("it is the environment's NumPy", said.startswith("1.26.4 ") and "/env/lib/" in said)


# ---------------------------------------------------------------- the table, and what does not help


@scenario("extra-first-releases/before", needs=NETWORK)
def extra_first_releases_before():
    """The last release of each package that NumPy 2.0.2 refuses."""
    env = environment(
        *("--no-compile", "numpy==2.0.2", "python-dateutil", "pytz", "tzdata", "joblib"),
        *("threadpoolctl", "cycler", "packaging", "pillow", "pyparsing", "coloredlogs"),
        *("contourpy==1.2.1", "fonttools", "kiwisolver", "flatbuffers", "protobuf"),
    )
    pip = ("python", "-m", "pip", "install", "--no-compile", "--no-deps")
    wanted = [f"{package}=={release}" for _, package, release, _ in FIRST_RELEASES]
    run(*pip, *wanted, "llvmlite==0.42.0", env=env)
    refused = (SIZE, MULTIARRAY, "_ARRAY_API not found", "Numba needs NumPy 1.26 or less")
    for module, package, release, _ in FIRST_RELEASES:
        if package == "scikit-learn":  # it imports SciPy, which must not be the one that fails
            continue
        said = run("python", "-c", f"import numpy, {module}", env=env, fails=True)
        check(f"{package} {release} is refused", any(line in said for line in refused))
        check("the package itself is in the traceback", f"/{module.split('.')[0]}/" in said)
    run(*pip, "scipy==1.13.0", env=env)
    said = run("python", "-c", "import scipy.stats, sklearn", env=env, fails=True)
    check("scikit-learn 1.4.1 is refused", SIZE in said and "/sklearn/" in said)


@scenario("extra-first-releases/since", needs=NETWORK)
def extra_first_releases_since():
    """The first release of each package that works with NumPy 2.0.2."""
    env = environment(
        *("--no-compile", "numpy==2.0.2", "python-dateutil", "pytz", "tzdata", "joblib"),
        *("threadpoolctl", "cycler", "packaging", "pillow", "pyparsing", "coloredlogs"),
        *("contourpy==1.2.1", "fonttools", "kiwisolver", "flatbuffers", "protobuf"),
    )
    pip = ("python", "-m", "pip", "install", "--no-compile", "--no-deps")
    wanted = [f"{package}=={release}" for _, package, _, release in FIRST_RELEASES]
    run(*pip, *wanted, "llvmlite==0.43.0", env=env)
    for module, package, _, release in FIRST_RELEASES:
        said = run("python", "-c", f"import numpy, {module}; print(numpy.__version__)", env=env)
        check(f"{package} {release} works", said.splitlines()[-1:] == ["2.0.2"])


@scenario("extra-python-3-13", needs=NETWORK)
def extra_python_3_13():
    """NumPy 1.26 has no wheel for Python 3.13."""
    env = environment()
    platform = ("--only-binary=:all:", "--no-deps", "--platform", "manylinux2014_x86_64")
    wanted = ("python", "-m", "pip", "download", "-d", "wheels", *platform, "--python-version")
    said = run(*wanted, "3.13", "numpy<2", env=env, fails=True)
    check("none is found", "No matching distribution found for numpy<2" in said)
    run(*wanted, "3.12", "numpy<2", env=env)
    check("for 3.12 there is one", any("cp312" in file.name for file in Path("wheels").iterdir()))


@scenario("extra-upgrade-numpy", needs=LENDING)
def extra_upgrade_numpy():
    """A newer NumPy 2 is the same."""
    env = environment(lend=True)
    run("python", "-m", "pip", "install", "--upgrade", "numpy", env=env)
    check("NumPy is newer than 2.0", numpy_of(env).startswith("2.") and numpy_of(env) != "2.0.2")
    said = run("python", "-c", "import torch; torch.ones(2).numpy()", env=env, fails=True)
    check("the error stays", NOT_AVAILABLE in said)


@scenario("extra-pybind11", needs=LENDING)
def extra_pybind11():
    """The message names pybind11, which is for those who build."""
    env = environment("pybind11>=2.12", lend=True)
    said = run("python", "-c", "import torch; torch.ones(2).numpy()", env=env, fails=True)
    check("the error stays", NOT_AVAILABLE in said)


@scenario("extra-reload", needs=NETWORK)
def extra_reload():
    """importlib.reload instead of a restart."""
    env = environment("pandas==2.2.2", "numpy==2.0.2")
    text = NOTEBOOK + "import importlib\ntry: importlib.reload(numpy)\n"
    text += "except BaseException as error: print('reload:', repr(error))\nimport pandas"
    said = run("python", "-c", text, env=env, fails=True)
    check("reload fails, with a file of NumPy", "reload: ImportError" in said)
    last = said.strip().splitlines()[-1]
    check("pandas is not imported", "ImportError" in last and "site-packages/numpy/" in last)


@scenario("extra-wandb", needs=NETWORK)
def extra_wandb():
    """A name removed in NumPy 2, used by a library."""
    env = environment("wandb==0.17.1", "numpy==2.0.2", "setuptools<80")
    said = run("python", "-c", "import wandb", env=env, fails=True)
    check("it is np.float_", "`np.float_` was removed in the NumPy 2.0 release." in said)
    run("python", "-m", "pip", "install", "wandb==0.17.2", env=env)
    run("python", "-c", "import wandb; print(wandb.__version__)", env=env)
