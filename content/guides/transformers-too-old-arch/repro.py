# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "tokenizers==0.23.3",
# ]
# ///
"""Raises "does not recognize this architecture" and its kin as users meet them, and runs each fix.

    python tools/repro/run.py content/guides/transformers-too-old-arch/repro.py --out OUT

Model folders are made here; the scenarios that install need a package index and put everything
into virtual environments of their own. Three environments belong to this file: transformers
5.17.0, 4.57.6 for what needs "transformers<5", and 4.35.2 for what needs "transformers<4.36";
choose their scenarios with `--only`. Give the installing ones time: `--timeout 900`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3.5-0.8B"
NOT_RECOGNIZED = (
    "ValueError: The checkpoint you are trying to load has model type `{type}` but Transformers "
    "does not recognize this architecture."
)
NOT_KNOWN = "has model type `qwen3_5` but Transformers does not recognize this architecture"
OLD = "transformers==4.57.6"


def make_new_checkpoint():
    """The config.json of a Qwen3.5 checkpoint, cut down; transformers knows the type since 5.2."""
    config = {
        "architectures": ["Qwen3_5ForConditionalGeneration"],
        "model_type": "qwen3_5",
        "text_config": {"model_type": "qwen3_5_text", "hidden_size": 64, "num_hidden_layers": 4},
        "vision_config": {"model_type": "qwen3_5_vision", "hidden_size": 64, "depth": 2},
        "transformers_version": "5.2.0",
    }
    os.makedirs(MODEL)
    Path(MODEL, "config.json").write_text(json.dumps(config), encoding="utf-8")


def make_tokenizer():
    """A small byte-level tokenizer."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast

    made = ByteLevelBPETokenizer()
    made.train_from_iterator(["Some text."], special_tokens=["<eos>"], show_progress=False)
    return PreTrainedTokenizerFast(tokenizer_object=made._tokenizer, eos_token="<eos>")


def make_qwen3(folder, **config):
    """A Qwen3 of two layers with random weights, saved to a folder; returns it."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    tiny = {
        "vocab_size": 300,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "head_dim": 32,
    }
    model = Qwen3ForCausalLM(Qwen3Config(**tiny, **config)).eval()
    model.save_pretrained(folder)
    return model


def edit_json(path, change):
    """Change one JSON file."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    change(content)
    Path(path).write_text(json.dumps(content, indent=2), encoding="utf-8")


def as_saved_by_5(folder):
    """What transformers 5 writes, made of what 4 wrote: `extra-saved-by-5` shows the same words."""

    def move_rope(config):
        theta = config.pop("rope_theta")
        config.pop("rope_scaling", None)
        config["rope_parameters"] = {"rope_theta": theta, "rope_type": "default"}
        config["transformers_version"] = "5.17.0"

    def name_backend(config):
        config["tokenizer_class"] = "TokenizersBackend"
        config["backend"] = "tokenizers"

    edit_json(f"{folder}/config.json", move_rope)
    edit_json(f"{folder}/tokenizer_config.json", name_backend)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def environment_with(*packages):
    """A virtual environment of this scenario with the packages; the variables that activate it."""
    subprocess.run([sys.executable, "-m", "venv", "env"], check=True)
    here = str(Path("env/bin").resolve())
    variables = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"]}
    variables.pop("PYTHONPATH", None)
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    say("bash", "-c", f"python -m pip install --quiet {' '.join(packages)}", env=variables)
    return variables


def say(*command, env=None, fails=False):
    """Run a command, print what it says and return it."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    print(said)
    check(f"ends with {'an error' if fails else 'status 0'}", bool(done.returncode) == fails)
    return said


LOAD = f"from transformers import AutoConfig; print(type(AutoConfig.from_pretrained('{MODEL}')))"

# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/old-release",
    reproduces="current",
    expect=NOT_RECOGNIZED,
    needs=["transformers>=4.48", "transformers<5"],
)
def error_old_release():
    make_new_checkpoint()
    # region: error/old-release
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained("Qwen/Qwen3.5-0.8B")
    # endregion


@scenario(
    "error/key-error",
    reproduces="key-error-qwen",
    expect="KeyError: 'qwen3_5'",
    needs=["transformers<4.36"],
)
def error_key_error():
    make_new_checkpoint()
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL)


@scenario(
    "error/import-class",
    reproduces="import-qwen-class",
    expect="ImportError: cannot import name 'Qwen3_5ForConditionalGeneration' from 'transformers'",
    needs=["transformers<5"],
)
def error_import_class():
    from transformers import Qwen3_5ForConditionalGeneration  # noqa: F401


@scenario(
    "error/attribute",
    reproduces="attribute-qwen-class",
    expect="AttributeError: module transformers has no attribute Qwen3_5ForConditionalGeneration",
    needs=["transformers<5"],
)
def error_attribute():
    import transformers

    _ = transformers.Qwen3_5ForConditionalGeneration


@scenario(
    "error/saved-by-newer",
    reproduces="tokenizer-class",
    expect="ValueError: Tokenizer class TokenizersBackend does not exist or is not currently "
    "imported.",
    needs=["transformers>=4.51", "transformers<5"],
)
def error_saved_by_newer():
    make_tokenizer().save_pretrained("my-model")
    make_qwen3("my-model", rope_theta=1_000_000.0)
    as_saved_by_5("my-model")
    # region: error/saved-by-newer
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model")
    # endregion


def make_package_checkpoint():
    """A project with a model class of its own, and a checkpoint that it saved."""
    os.makedirs("my_project")
    Path("my_project/__init__.py").write_text(
        "from transformers import AutoConfig, AutoModelForCausalLM\n"
        "from transformers import LlamaConfig, LlamaForCausalLM\n\n\n"
        "class PythiaConfig(LlamaConfig):\n"
        '    model_type = "llava_pythia"\n\n\n'
        "class PythiaForCausalLM(LlamaForCausalLM):\n"
        "    config_class = PythiaConfig\n\n\n"
        'AutoConfig.register("llava_pythia", PythiaConfig)\n'
        "AutoModelForCausalLM.register(PythiaConfig, PythiaForCausalLM)\n",
        encoding="utf-8",
    )
    train = (
        "from my_project import PythiaConfig, PythiaForCausalLM\n"
        "PythiaForCausalLM(PythiaConfig(vocab_size=64, hidden_size=64, intermediate_size=64,"
        " num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=2))"
        ".save_pretrained('my-model')"
    )
    with_here = {**os.environ, "PYTHONPATH": os.pathsep.join([".", os.environ["PYTHONPATH"]])}
    say(sys.executable, "-c", train, env=with_here)
    sys.path.insert(0, ".")  # as in the project's own folder, or after `pip install -e .`


@scenario(
    "error/not-in-transformers",
    reproduces="current",
    expect=NOT_RECOGNIZED,
    needs=["torch", "transformers>=5"],
)
def error_not_in_transformers():
    make_package_checkpoint()
    # region: error/not-in-transformers
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model")
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade", needs=["network", "transformers>=5"])
def fix_upgrade():
    """The commands of the page, in an environment with the old release."""
    make_new_checkpoint()
    env = environment_with(OLD)
    said = say("python", "-c", LOAD, env=env, fails=True)
    check("the old release does not know it", "does not recognize this architecture" in said)
    said = say("bash", "-ec", commands("fix-upgrade"), env={**env, "PIP_QUIET": "1"})
    check("the type is known now", "True" in said.splitlines())
    said = say("python", "-c", LOAD, env=env)
    check("the config loads as a native class", "transformers.models.qwen3_5." in said)


@scenario("fix-same-python", needs=["network", "transformers>=5"])
def fix_same_python():
    """A process that imported the old release keeps it, whatever is on the disk."""
    make_new_checkpoint()
    env = environment_with(OLD)
    stale = (
        "import importlib.metadata, subprocess, sys, traceback, transformers\n"
        f"try:\n    {LOAD}\n"
        "except ValueError:\n    traceback.print_exc()\n"
        "subprocess.run([sys.executable, '-m', 'pip', 'install', '--quiet', '--upgrade',"
        " 'transformers>=5.2'], check=True)\n"
        "print('on disk:', importlib.metadata.version('transformers'))\n"
        "print('imported:', transformers.__version__)\n"
        f"{LOAD}\n"
    )
    said = say("python", "-c", stale, env=env, fails=True)
    check("the disk has the new release", "on disk: 5." in said)
    check("the process has the old one", "imported: 4.57.6" in said)
    check("it raises the same error twice", said.count(NOT_KNOWN) == 2)
    said = say("bash", "-ec", commands("fix-same-python"), env=env)
    check("both lines name one environment", said.count("/env/") >= 2)
    said = say("python", "-c", LOAD, env=env)
    check("after a restart it loads", "transformers.models.qwen3_5." in said)


@scenario("fix-upgrade-framework", scope="mechanism", needs=["network", "transformers>=5"])
def fix_upgrade_framework():
    """pip finds releases that fit each other; it is asked, nothing is installed."""
    env = environment_with("pip")
    asked = commands("fix-upgrade-framework").splitlines()[0]
    check("it asks for both", "vllm>=" in asked and "transformers" in asked)
    asked = asked.replace("pip install", "pip install --dry-run")
    done = subprocess.run(["bash", "-ec", asked], env=env, capture_output=True, text=True)
    print(done.stderr)
    line = next(line for line in done.stdout.splitlines() if line.startswith("Would install"))
    would = [name for name in line.split() if name.startswith(("vllm-", "transformers-"))]
    print("would install:", would)
    check("one release of each", len(would) == 2)
    # vLLM 0.33 stops below 5.21; 0.30 names no upper limit, and pip would go back to it.
    asked = asked.replace("transformers>=5.2", "transformers>=5.22").replace("vllm>=0.33", "{}")
    asked = asked.format("vllm>=0.33,<0.34")
    done = subprocess.run(["bash", "-ec", asked], env=env, capture_output=True, text=True)
    print(done.stderr)
    check("with the minimum pip refuses what does not fit", done.returncode != 0)
    check("and says so", "conflicting dependencies" in done.stderr)


@scenario("fix-import-package", needs=["torch", "transformers>=5"])
def fix_import_package():
    make_package_checkpoint()
    # region: fix-import-package
    import my_project  # registers its model types with the Auto classes
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model")
    print(type(model).__module__, type(model).__name__)
    # endregion
    check("the project's own class", type(model) is my_project.PythiaForCausalLM)


@scenario("fix-older-loader", needs=["torch", "transformers>=4.51", "transformers<5"])
def fix_older_loader():
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained("my-model")
    made = make_qwen3("my-model", rope_theta=1_000_000.0)
    want = tokenizer("Some text.").input_ids
    as_saved_by_5("my-model")
    # region: fix-older-loader
    from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained("my-model")
    config = AutoConfig.from_pretrained("my-model")
    config.rope_theta = config.rope_parameters["rope_theta"]  # transformers 4 read 10000
    model = AutoModelForCausalLM.from_pretrained("my-model", config=config)
    # endregion
    import torch

    check("the same ids", tokenizer("Some text.").input_ids == want)
    check("the same end token", tokenizer.eos_token == "<eos>")
    ids = torch.arange(200)[None] % 300
    with torch.no_grad():
        same = torch.allclose(model.eval()(ids).logits, made(ids).logits, atol=1e-5)
    check("the same logits as the model that was saved", same)


@scenario("check-type", needs=["transformers>=4.48"])
def check_type():
    make_new_checkpoint()
    # region: check-type
    import sys
    import transformers
    from transformers import CONFIG_MAPPING, PretrainedConfig

    config, _ = PretrainedConfig.get_config_dict("Qwen/Qwen3.5-0.8B")  # as your code names it
    kind, code = config.get("model_type"), "auto_map" in config
    print("python:", sys.executable)
    print("transformers:", transformers.__version__, transformers.__file__)
    print(f"model type: {kind} | known: {kind in CONFIG_MAPPING} | own code: {code}")
    # endregion
    new = not transformers.__version__.startswith("4.")
    check("5.17 knows it, 4.57 does not", (kind in CONFIG_MAPPING) == new)


# ----------------------------------------------------------- what does not help, and what is silent


@scenario("extra-saved-by-5", needs=["torch", "transformers>=5"])
def extra_saved_by_5():
    """What transformers 5 writes into the two files."""
    make_tokenizer().save_pretrained("my-model")
    make_qwen3("my-model", rope_theta=1_000_000.0)
    tokenizer_config = json.loads(Path("my-model/tokenizer_config.json").read_text())
    config = json.loads(Path("my-model/config.json").read_text())
    print(tokenizer_config["tokenizer_class"], config["rope_parameters"])
    check("the class is named so", tokenizer_config["tokenizer_class"] == "TokenizersBackend")
    check("no rope_theta of its own", "rope_theta" not in config)
    check("it is inside", config["rope_parameters"]["rope_theta"] == 1_000_000.0)


@scenario("extra-rope-lost", needs=["torch", "transformers>=4.51", "transformers<5"])
def extra_rope_lost():
    """transformers 4 ignores `rope_parameters`: no message, another model."""
    import torch
    from transformers import AutoModelForCausalLM

    make_tokenizer().save_pretrained("my-model")
    made = make_qwen3("my-model", rope_theta=1_000_000.0)
    as_saved_by_5("my-model")
    model = AutoModelForCausalLM.from_pretrained("my-model").eval()
    print("rope_theta", model.config.rope_theta, "of", made.config.rope_theta)
    check("the default is taken", model.config.rope_theta == 10000.0)
    ids = torch.arange(200)[None] % 300
    with torch.no_grad():
        off = (model(ids).logits - made(ids).logits).abs().max().item()
    print("largest difference of the logits:", off)
    check("the logits differ", off > 1e-3)


@scenario("extra-trust-flag", expect=NOT_RECOGNIZED, needs=["torch", "transformers>=5"])
def extra_trust_flag():
    """The flag runs code that the folder names; this folder names none."""
    from transformers import AutoModelForCausalLM

    make_package_checkpoint()
    AutoModelForCausalLM.from_pretrained("my-model", trust_remote_code=True)


@scenario("extra-rename-type", needs=["torch", "transformers>=5"])
def extra_rename_type():
    """Another type in config.json loads, with other weights than were saved."""
    import torch
    from transformers import AutoModelForCausalLM

    made = make_qwen3("my-model")

    def rename(config):
        config["model_type"] = "qwen2"
        config["architectures"] = ["Qwen2ForCausalLM"]

    edit_json("my-model/config.json", rename)
    model, info = AutoModelForCausalLM.from_pretrained("my-model", output_loading_info=True)
    print("missing:", sorted(info["missing_keys"]))
    print("unexpected:", sorted(info["unexpected_keys"]))
    check("weights are missing", any("q_proj.bias" in key for key in info["missing_keys"]))
    check("weights are left over", any("q_norm" in key for key in info["unexpected_keys"]))
    ids = torch.arange(200)[None] % 300
    with torch.no_grad():
        off = (model.eval()(ids).logits - made(ids).logits).abs().max().item()
    print("largest difference of the logits:", off)
    check("it is another model", off > 1e-2)
