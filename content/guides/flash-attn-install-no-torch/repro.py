# /// script
# requires-python = ">=3.12"
# dependencies = [
#   "pip==26.3",
#   "uv==0.13.9",
#   "setuptools==81.0.0",
#   "wheel==0.48.0",
#   "packaging==26.3",
#   "psutil==7.2.2",
#   "ninja==1.13.2",
#   "torch==2.11.0",
#   "transformers==5.17.0",
# ]
# ///
"""Lets pip and uv fail on flash-attn's source archive as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/flash-attn-install-no-torch/repro.py --out OUT

The scenarios that install need a package index. They change nothing in the environment that runs
them: pip stops before it installs, and what uv installs goes to a folder of the scenario. CUDA
sources are not compiled here, so those fixes are proved as far as the build, not the kernels.
"""

import os
import subprocess
import sys

from repro.scenario import check, scenario

FLASH_ATTN = "flash-attn==2.8.3.post2"
NO_TORCH = (
    "InstallFailed: {before}No module named 'torch'{between}[end of output]{after}"
    "note: This error originates from a subprocess, and is likely not a problem with pip."
)
NO_PACKAGING = (
    "InstallFailed: {before}No module named 'packaging'{between}[end of output]{after}"
    "note: This error originates from a subprocess, and is likely not a problem with pip."
)
NOT_DECLARED = (
    "InstallFailed: {before}depends on `torch`, but doesn't declare it as a build dependency"
)


class InstallFailed(Exception):
    """An installer ended with an error; the text is what it wrote to standard error."""


def run(*command, **variables):
    """Run a command, print what it says, and carry its error unchanged if it fails."""
    done = subprocess.run(
        command,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    if done.returncode:
        raise InstallFailed(done.stderr)
    print(done.stderr)
    return done.stdout + done.stderr


def torch_is_here():
    """PyTorch, setuptools and wheel are installed in the environment that runs pip."""
    from importlib.metadata import version

    installed = {name: version(name) for name in ("torch", "setuptools", "wheel", "pip")}
    print(installed)
    check("torch is installed in this environment", bool(installed["torch"]))


def empty_environment(*packages):
    """A virtual environment without PyTorch; the path of its interpreter."""
    run(sys.executable, "-m", "venv", "--without-pip", "fresh")
    python = os.path.join("fresh", "bin", "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", *packages)
    return python


# ----------------------------------------------------------------------------------- errors


@scenario("error/pip", reproduces="pip-subprocess", expect=NO_TORCH, needs=["network", "pip>=25.3"])
def error_pip():
    """PyTorch, setuptools and wheel are there; the isolated build sees none of them."""
    torch_is_here()
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--dry-run", FLASH_ATTN)


@scenario("error/uv", reproduces="uv-undeclared", expect=NOT_DECLARED, needs=["network", "uv"])
def error_uv():
    torch_is_here()
    run(
        *("uv", "pip", "install", "--python", sys.executable),
        *("--no-deps", "--target", "site", FLASH_ATTN),
        PATH=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
    )


@scenario(
    "error/torch-absent",
    reproduces="pip-subprocess",
    expect=NO_TORCH,
    needs=["network", "pip>=25.3"],
)
def error_torch_absent():
    """Without isolation the environment itself must have PyTorch."""
    python = empty_environment("setuptools", "wheel", "packaging")
    run(
        *(sys.executable, "-m", "pip", "--python", python),
        *("install", "--no-build-isolation", "--no-deps", "--dry-run", FLASH_ATTN),
    )


@scenario(
    "error/no-packaging",
    reproduces="pip-subprocess-packaging",
    expect=NO_PACKAGING,
    needs=["network", "pip>=25.3"],
)
def error_no_packaging():
    """setup.py imports packaging first; newer setuptools would lend its own copy."""
    python = empty_environment("setuptools<70")  # newer wheel brings packaging along
    run(
        *(sys.executable, "-m", "pip", "--python", python),
        *("install", "--no-build-isolation", "--no-deps", "--dry-run", FLASH_ATTN),
    )


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-no-build-isolation", scope="mechanism", needs=["network", "pip>=25.3", "torch"])
def fix_no_build_isolation():
    """setup.py gets past its imports, and pip knows what it would install."""
    torch_is_here()
    said = run(
        *(sys.executable, "-m", "pip", "install", "--no-build-isolation"),
        *("--no-deps", "--dry-run", "--no-cache-dir", "--target", "site", FLASH_ATTN),
        FLASH_ATTENTION_SKIP_CUDA_BUILD="TRUE",  # no compiler for CUDA is needed for the metadata
    )
    check("pip would install flash-attn", "Would install flash_attn-2.8.3.post2" in said)


@scenario("fix-uv", scope="mechanism", needs=["network", "uv", "torch"])
def fix_uv():
    """uv builds the package in the environment that has PyTorch; the CUDA part is left out."""
    run(
        *("uv", "pip", "install", "--python", sys.executable),
        *("--no-build-isolation-package", "flash-attn"),
        *("--no-deps", "--no-cache", "--target", "site", FLASH_ATTN),
        FLASH_ATTENTION_SKIP_CUDA_BUILD="TRUE",
        FLASH_ATTENTION_FORCE_BUILD="TRUE",  # no look-up of a prebuilt wheel
        PATH=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"],
    )
    check("flash_attn is in the folder", os.path.isfile("site/flash_attn/__init__.py"))


@scenario("fix-release-wheel", needs=["torch"])
def fix_release_wheel():
    # region: fix-release-wheel
    import platform
    import sys

    import torch

    flash_attn = "2.8.3"  # a release that lists a wheel for your PyTorch
    cuda = (torch.version.cuda or "none").split(".")[0]
    torch_minor = ".".join(torch.__version__.split(".")[:2])
    abi = str(torch.compiled_with_cxx11_abi()).upper()
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    wheel = (
        f"flash_attn-{flash_attn}+cu{cuda}torch{torch_minor}cxx11abi{abi}"
        f"-{python}-{python}-linux_{platform.machine()}.whl"
    )
    print(wheel)
    # endregion
    check("the name says PyTorch's minor release", f"torch{torch_minor}cxx11abi" in wheel)
    check("the name says the interpreter", f"-{python}-{python}-" in wheel)


@scenario("fix-sdpa", needs=["transformers", "torch"])
def fix_sdpa():
    make_model_folder()
    # region: fix-sdpa
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # part of PyTorch: nothing to build
    )
    print(model.config._attn_implementation)
    # endregion
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
