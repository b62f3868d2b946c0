# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.14.0",
#   "deepspeed==0.19.4",
#   "setuptools<81",
#   "wheel",
#   "ninja",
# ]
# ///
"""Lets DeepSpeed compile its CPU optimizer where it cannot, and runs each way out.

    python tools/repro/run.py content/guides/deepspeed-cpu-adam-build/repro.py --out OUT --timeout 1200

It needs Linux, g++ 11 or newer, Python's headers and a package index; no GPU. A compilation takes
one to five minutes on two cores. Newer releases of DeepSpeed are installed into environments of their
own; the compiler is hidden by a PATH without it.
"""

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

ECHO = "AttributeError: 'DeepSpeedCPUAdam' object has no attribute 'ds_opt_adam'"
BUILDING = "RuntimeError: Error building extension 'cpu_adam'"
REQUIRES = "RuntimeError: DeepSpeedCPUAdam requires the cpu_adam op, which failed to build/load."
MISSING = "/cpu_adam/cpu_adam.so: cannot open shared object file: No such file or directory"
NO_NINJA = "RuntimeError: Unable to JIT load the cpu_adam op due to ninja not being installed."
STANDARD = "error: #error C++20 or later compatible compiler is required to use PyTorch."
CURAND = "/ld: cannot find -lcurand: No such file or directory"
HERE = ["linux", "network", "torch>=2.14", "deepspeed<0.19.5"]
PREBUILT = "0.19.7"  # the last release that links cuRAND
FIXED = "0.19.8"
for variable in ("CUDA_HOME", "CUDA_PATH", "LIBRARY_PATH", "CXX", "PIP_FIND_LINKS"):
    os.environ.pop(variable, None)
os.environ["TORCH_EXTENSIONS_DIR"] = os.path.abspath("extensions")
os.environ["TORCH_CUDA_ARCH_LIST"] = "9.0"

#: One step of the optimizer that CPU offload uses.
STEP = """
import torch
from deepspeed.ops.adam import DeepSpeedCPUAdam

weight = torch.nn.Parameter(torch.zeros(4))
optimizer = DeepSpeedCPUAdam([weight], lr=0.5)
weight.grad = torch.ones(4)
optimizer.step()
print("stepped to", weight.tolist())
"""
STEPPED = "stepped to [-0.5, -0.5, -0.5, -0.5]"
#: The same cell of a notebook, run twice.
TWICE = """
from deepspeed.ops.op_builder import CPUAdamBuilder

try:
    CPUAdamBuilder().load(verbose=True)
except RuntimeError as error:
    print(str(error)[:60])
CPUAdamBuilder().load(verbose=True)
"""
#: DeepSpeed's engine on the CPU, with offload; the file holds the configuration.
TRAIN = """
import os

os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1", MASTER_PORT="29511")
import deepspeed
import torch

model = torch.nn.Linear(4, 1)
exec(open("config.py").read())
mine = None if "optimizer" in config else torch.optim.AdamW(model.parameters(), lr=0.1)
engine, optimizer, _, _ = deepspeed.initialize(model=model, config=config, optimizer=mine)
losses = []
for _ in range(3):
    loss = engine(torch.ones(2, 4)).square().mean()
    engine.backward(loss)
    engine.step()
    losses.append(float(loss))
print("offload:", optimizer.cpu_offload, "| losses:", losses, "| down:", losses[-1] < losses[0])
print("optimizer:", type(optimizer.optimizer))
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
    print(done.stdout[-2500:])
    if done.returncode:
        raise CommandFailed(done.stdout + done.stderr)
    print(done.stderr[-1500:])
    return done.stdout + done.stderr


def fails(*command, **variables):
    """What a command says that must fail."""
    try:
        run(*command, **variables)
    except CommandFailed as error:
        print(str(error)[-3000:])
        return str(error)
    check("it fails", False)
    return ""


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def region_of_this_file(name):
    """The lines of one region here, as a reader has them."""
    source = Path(__file__).read_text(encoding="utf-8").split(f"# region: {name}\n")[1]
    return "\n".join(line[4:] for line in source.split("    # endregion")[0].splitlines())


def only(*tools, folder="tools"):
    """A PATH with nothing but these tools: this machine without its compiler."""
    os.makedirs(folder, exist_ok=True)
    for tool in tools:
        found = shutil.which(tool)
        if found and not os.path.lexists(f"{folder}/{tool}"):
            os.symlink(found, f"{folder}/{tool}")
    return os.path.abspath(folder)


def environment(*packages):
    """A virtual environment that sees this one's packages behind its own, first on PATH."""
    run(sys.executable, "-m", "venv", "--without-pip", "env")  # it sees this one's pip, too
    site = Path("env", "lib", f"python3.{sys.version_info.minor}", "site-packages")
    lent = Path(find_spec("torch").origin).parents[1]
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    before = [os.path.abspath("env/bin"), os.path.dirname(sys.executable)]
    os.environ["PATH"] = os.pathsep.join([*before, os.environ["PATH"]])
    if packages:
        run("python", "-m", "pip", "install", "--quiet", "--no-deps", *packages)
    # A user has one environment: PyTorch's CUDA libraries and what is installed later meet.
    Path(site, "nvidia/cu13/lib").mkdir(parents=True)
    for name in ("include", "lib"):
        shutil.copytree(
            Path(lent, "nvidia/cu13", name),
            Path(site, "nvidia/cu13", name),
            symlinks=True,
            dirs_exist_ok=True,
            copy_function=lambda source, target: os.symlink(source, target),
        )
    return os.path.abspath("env/bin/python")  # not resolved: it is a link


def toolkit():
    """nvcc and headers of PyTorch's CUDA release, from NVIDIA's wheels; no cuRAND in it."""
    import torch

    release = torch.version.cuda
    whole = f"cuda-toolkit[nvcc,nvvm,crt,cccl,cudart]=={release}.*"
    run(sys.executable, "-m", "pip", "install", "--quiet", "--target", "wheels", whole)
    root = Path("wheels/nvidia/cu13").resolve()
    Path(root, "lib", "libcudart.so").symlink_to("libcudart.so.13")
    return str(root)


def without_compiler():
    return {"PATH": only("ninja", "which", "uname")}


# ----------------------------------------------------------------------------------- errors


@scenario("error/no-compiler", reproduces="ds-opt-adam", expect=ECHO, needs=HERE)
def error_no_compiler():
    """No C++ compiler; the last line is about the half-made optimizer that is thrown away."""
    said = fails(sys.executable, "-c", STEP, **without_compiler())
    check("the cause stands above it", "c++: not found" in said)
    raise CommandFailed(said)


@scenario("error/building", reproduces="building", expect=BUILDING, needs=HERE)
def error_building():
    raise CommandFailed(fails(sys.executable, "-c", STEP, **without_compiler()))


@scenario("error/requires", reproduces="requires", expect=REQUIRES, needs=HERE)
def error_requires():
    """The newer release says it in a sentence, and no longer adds the last line."""
    python = environment(f"deepspeed=={FIXED}")
    said = fails(python, "-c", STEP, **without_compiler())
    check("no echo", "has no attribute 'ds_opt_adam'" not in said)
    raise CommandFailed(said)


@scenario("error/again", reproduces="no-library", expect=MISSING, needs=["linux", "deepspeed"])
def error_again():
    """A second attempt in the same process does not compile: it only misses the library."""
    raise CommandFailed(fails(sys.executable, "-c", TWICE, **without_compiler()))


@scenario("error/no-ninja", reproduces="jit-load", expect=NO_NINJA, needs=HERE)
def error_no_ninja():
    """ninja is installed, in the bin folder of an environment that is not on PATH."""
    path = only("which", "uname", "c++", "g++", "gcc")
    raise CommandFailed(fails(sys.executable, "-c", STEP, PATH=path))


@scenario("error/standard", reproduces="standard", expect=STANDARD, needs=HERE)
def error_standard():
    """PyTorch 2.14 asks for C++20, this DeepSpeed for C++17; compiled as for a machine with a GPU."""
    first = "-fmax-errors=1"  # hundreds follow from it
    prebuild("deepspeed==0.19.4", toolkit(), CFLAGS=first, CXXFLAGS=first)


@scenario("error/curand", reproduces="lcurand", expect=CURAND, needs=HERE)
def error_curand():
    """Compiled at installation, for a GPU machine whose toolkit has no cuRAND."""
    prebuild(f"deepspeed=={PREBUILT}", toolkit())


def prebuild(package, root, **variables):
    """Compile cpu_adam while DeepSpeed is installed; taken for a machine with a GPU."""
    python = shutil.which("python") if os.path.isdir("env") else environment()
    return run(
        *(python, "-m", "pip", "install", "-v", "--force-reinstall", "--no-deps"),
        *("--no-build-isolation", "--no-cache-dir", package),
        CUDA_HOME=root,
        DS_ACCELERATOR="cuda",
        DS_BUILD_CPU_ADAM="1",
        **variables,
    )


# ------------------------------------------------------------------------------------ probe


def probe():
    # region: check-machine
    import glob
    import os
    import shutil
    import sysconfig
    from importlib.metadata import version

    import torch
    from torch.utils.cpp_extension import get_default_build_root

    root = os.environ.get("TORCH_EXTENSIONS_DIR") or get_default_build_root()
    locks = glob.glob(f"{root}/**/cpu_adam/lock", recursive=True)
    header = os.path.join(sysconfig.get_paths()["include"], "Python.h")
    numbers = [int(part) for part in version("deepspeed").split("+")[0].split(".")[:3]]
    tools = [shutil.which(os.environ.get("CXX", "c++")), shutil.which("ninja"), os.path.exists(header)]
    cxx, ninja, python_h = ["yes" if found else "no" for found in tools]
    age = "new" if numbers >= [0, 19, 8] else "old"
    lock = "yes" if locks else "no"
    print(f"c++: {cxx} | ninja: {ninja} | Python.h: {python_h} | lock: {lock} | deepspeed: {age}")
    print(version("deepspeed"), torch.__version__, root, *locks)
    # endregion


@scenario("check-machine", needs=HERE)
def check_machine():
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        probe()
    print(out.getvalue())
    line = "c++: yes | ninja: yes | Python.h: yes | lock: no | deepspeed: old\n"
    check(line.strip(), out.getvalue().startswith(line))


@scenario("extra-probe", needs=HERE)
def extra_probe():
    """What the probe prints without compiler, without ninja, and with a lock left behind."""
    Path("probe.py").write_text(region_of_this_file("check-machine"), encoding="utf-8")
    said = run(sys.executable, "probe.py", **without_compiler())
    check("no compiler", "c++: no | ninja: yes | Python.h: yes | lock: no |" in said)
    said = run(sys.executable, "probe.py", PATH=only("c++", folder="compiler"))
    check("no ninja", "c++: yes | ninja: no |" in said)
    os.makedirs("extensions/cpu_adam")
    Path("extensions/cpu_adam/lock").touch()
    said = run(sys.executable, "probe.py", **without_compiler())
    check("a lock", "lock: yes" in said)


@scenario("extra-probe-lock", needs=["linux", "torch<2.14", "deepspeed>=0.19.8"])
def extra_probe_lock():
    """A lock that was left, with a PyTorch that waits for it."""
    Path("probe.py").write_text(region_of_this_file("check-machine"), encoding="utf-8")
    check("no lock", "lock: no | deepspeed: new" in run(sys.executable, "probe.py"))
    os.makedirs("extensions/cpu_adam")
    Path("extensions/cpu_adam/lock").touch()
    check("a lock", "lock: yes | deepspeed: new" in run(sys.executable, "probe.py"))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade", needs=HERE)
def fix_upgrade():
    """An nvcc of another release than PyTorch's, on what DeepSpeed takes for a machine with a GPU."""
    python = environment("deepspeed==0.19.4")
    other = "cuda-toolkit[nvcc,nvvm,crt,cudart]==13.2.1"
    run(sys.executable, "-m", "pip", "install", "--quiet", "--target", "wheels", other)
    os.environ.update(CUDA_HOME=os.path.abspath("wheels/nvidia/cu13"), DS_ACCELERATOR="cuda")
    said = fails(python, "-c", STEP)
    check("it fails before", "Installed CUDA version 13.2 does not match" in said and ECHO in said)
    run("bash", "-euc", commands("fix-upgrade") + " --no-deps")
    said = run("bash", "-euc", commands("check-build"))
    check("the line of the page", "cpu_adam is built" in said)
    ninja = Path("extensions/cpu_adam/build.ninja").read_text(encoding="utf-8")
    check("neither cuRAND nor C++17", "-lcurand" not in ninja and "-std=c++17" not in ninja)
    check("it steps", STEPPED in run(python, "-c", STEP))


@scenario("fix-link-curand", needs=HERE)
def fix_link_curand():
    """The state of error/curand, and PyTorch's own cuRAND under the name that the linker wants."""
    root = toolkit()
    try:
        prebuild(f"deepspeed=={PREBUILT}", root)
    except CommandFailed as error:
        check("it fails before", CURAND in str(error))
    else:
        check("it fails before", False)
    os.environ["HOME"] = os.getcwd()
    keep = '\necho "$LIBRARY_PATH" > path'
    run("bash", "-euc", commands("fix-link-curand") + keep)
    path = Path("path").read_text(encoding="utf-8").strip()
    check("a library of PyTorch", "libcurand.so.10" in os.readlink(f"{path}/libcurand.so"))
    prebuild(f"deepspeed=={PREBUILT}", root, LIBRARY_PATH=path)
    said = run("env/bin/python", "-c", STEP, DS_ACCELERATOR="cuda", **without_compiler())
    check("it steps", STEPPED in said)


@scenario("fix-prebuild", scope="mechanism", needs=HERE)
def fix_prebuild():
    """Compiled at installation; afterwards no compiler is needed. Without a GPU, no training."""
    python = environment()
    run("bash", "-euc", commands("fix-prebuild"))
    said = run(python, "-c", STEP, DS_ACCELERATOR="cuda", **without_compiler())
    check("it steps without a compiler", STEPPED in said)
    check("nothing was compiled", not Path("extensions/cpu_adam").exists())
    said = fails(python, "-c", STEP, DS_ACCELERATOR="cpu", **without_compiler())
    check("built for another accelerator: compiled again", BUILDING in said)


def config_for_your_optimizer():
    # region: fix-torch-adam
    config = {
        "train_micro_batch_size_per_gpu": 2,
        "zero_optimization": {"stage": 2, "offload_optimizer": {"device": "cpu"}},
        "zero_force_ds_cpu_optimizer": False,
    }
    # endregion
    return config


def config_with_optimizer():
    # region: fix-torch-adam/json
    config = {
        "train_micro_batch_size_per_gpu": 2,
        "zero_optimization": {"stage": 2, "offload_optimizer": {"device": "cpu"}},
        "optimizer": {"type": "AdamW", "params": {"lr": 0.1, "torch_adam": True}},
    }
    # endregion
    return config


def train(name, **variables):
    Path("config.py").write_text(region_of_this_file(name), encoding="utf-8")
    return run(sys.executable, "-c", TRAIN, **variables)


@scenario("fix-torch-adam", scope="mechanism", needs=HERE)
def fix_torch_adam():
    """ZeRO-2 with offload, on the CPU as accelerator: cpu_adam cannot be built, PyTorch's AdamW trains."""
    from importlib.metadata import version

    print("deepspeed", version("deepspeed"))
    # The CPU as accelerator has a communication op of its own; it is compiled while that is possible.
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    train("fix-torch-adam")
    region = region_of_this_file("fix-torch-adam/json").replace(', "torch_adam": True', "")
    Path("config.py").write_text(region, encoding="utf-8")
    said = fails(sys.executable, "-c", TRAIN, **without_compiler())
    check("it fails before", BUILDING in said and "ds_opt_adam" in said)
    for name in ("fix-torch-adam", "fix-torch-adam/json"):
        said = train(name, **without_compiler())
        check(f"{name}: offload", "offload: True" in said)
        losses = said.split("losses: [")[1].split("]")[0].split(", ")
        check(f"{name}: each step changes the loss", len(set(losses)) == 3)
        check(f"{name}: PyTorch's", "optimizer: <class 'torch.optim.adamw.AdamW'>" in said)


@scenario(
    "extra-trainer", scope="mechanism", needs=["linux", "torch>=2.14", "deepspeed<0.19.5", "transformers"]
)
def extra_trainer():
    """The Trainer on the CPU as accelerator, as in fix-torch-adam: the key reaches accelerate."""
    import textwrap

    program = textwrap.dedent("""
        import os

        os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1", MASTER_PORT="29512")
        import torch
        from transformers import LlamaConfig, LlamaForCausalLM, Trainer, TrainingArguments

        exec(open("config.py").read())
        args = TrainingArguments(
            "out", max_steps=3, per_device_train_batch_size=2, learning_rate=1e-3, report_to=[], use_cpu=True,
            save_strategy="no", deepspeed=config,
        )
        shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
        model = LlamaForCausalLM(LlamaConfig(vocab_size=64, **shape))
        data = [{"input_ids": torch.arange(8), "labels": torch.arange(8)}] * 8
        trainer = Trainer(model=model, args=args, train_dataset=data)
        print("steps:", trainer.train().global_step)
        optimizer = trainer.model_wrapped.optimizer
        print("offload:", optimizer.cpu_offload, "| optimizer:", type(optimizer.optimizer))
    """)
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    region = region_of_this_file("fix-torch-adam")
    Path("config.py").write_text(region, encoding="utf-8")
    run(sys.executable, "-c", program)  # compiles the communication op
    Path("config.py").write_text(region.replace("zero_force", "x_zero_force"), encoding="utf-8")
    said = fails(sys.executable, "-c", program, **without_compiler())
    check("it fails before", BUILDING in said and "map_pytorch_optim_to_deepspeed" in said)
    Path("config.py").write_text(region, encoding="utf-8")
    said = run(sys.executable, "-c", program, **without_compiler())
    check("three steps", "steps: 3" in said)
    check("PyTorch's", "offload: True | optimizer: <class 'torch.optim.adamw.AdamW'>" in said)


@scenario("fix-own-cache", needs=["linux", "torch<2.14", "deepspeed>=0.19.8"])
def fix_own_cache():
    """A compilation that was killed leaves its lock: the next process waits, unless it has its own folder."""
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    lock = Path("extensions/cpu_adam/lock")
    first = subprocess.Popen([sys.executable, "-c", STEP], start_new_session=True)
    deadline = time.monotonic() + 300
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    check("the lock is left", lock.exists() and not Path("extensions/cpu_adam/cpu_adam.so").exists())
    second = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", STEP], stderr=subprocess.PIPE, text=True
    )
    time.sleep(120)
    check("the next one waits", second.poll() is None)
    second.send_signal(signal.SIGABRT)
    said = second.communicate()[1]
    print(said[-1500:])
    check("for the lock", re.search(r"file_baton.py\", line \d+ in wait", said) is not None)
    home = os.environ.pop("TORCH_EXTENSIONS_DIR")
    step = '\npython -c "$STEP"\necho "$TORCH_EXTENSIONS_DIR" > folder'
    said = run("bash", "-euc", commands("fix-own-cache") + step, STEP=STEP)
    check("it steps", STEPPED in said)
    check("in a folder of its own", Path("folder").read_text(encoding="utf-8").strip() != home)


@scenario("extra-compiler", needs=HERE)
def extra_compiler():
    """The machine of error/no-compiler, and the compiler back on PATH."""
    python = environment(f"deepspeed=={FIXED}")
    check("it fails before", BUILDING in fails(python, "-c", STEP, **without_compiler()))
    check("it steps", STEPPED in run(python, "-c", STEP))


@scenario("extra-stale-lock", needs=HERE)
def extra_stale_lock():
    """A compilation that was killed leaves its lock; since PyTorch 2.14 the next process does not wait."""
    python = environment(f"deepspeed=={FIXED}")
    lock = Path("extensions/cpu_adam/lock")
    first = subprocess.Popen([python, "-c", STEP], start_new_session=True)
    deadline = time.monotonic() + 300
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    check("the lock is left", lock.exists() and not Path("extensions/cpu_adam/cpu_adam.so").exists())
    check("the next one steps", re.search(r"stepped to \[-0\.5", run(python, "-c", STEP)) is not None)
