# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "peft==0.17.1",
#   "transformers==5.12.1",
#   "tokenizers==0.22.2",
#   "accelerate==1.15.0",
# ]
# ///
"""Imports pairs of peft and transformers that do not fit together, and runs each way out.

    python tools/repro/run.py content/guides/peft-transformers-import-mismatch/repro.py --out OUT

A pair is an environment, so this file needs seven; choose their scenarios with `--only`:

    peft 0.17.1, transformers 5.12.1    hybrid-cache, trainer; most of the fixes
    peft 0.21.2, transformers 4.41.2    encoder-decoder-cache, wrapped; fixes of old transformers
    peft 0.18.1, transformers 5.12.1    load-adapter
    peft 0.18.1, transformers 5.18.0    weight-conversion
    peft 0.21.2, transformers 5.24.0    min-version, fix-get-peft-model
    peft 0.19.1, transformers 4.46.3    tensor-parallel-module
    peft 0.19.1, transformers 4.57.6    tensor-parallel-names

The fixes run the commands of the page in a virtual environment of their own, to which this one
lends PyTorch; they need a package index and time: `--timeout 900`. No GPU is needed.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from repro.scenario import check, scenario

HYBRID = "ImportError: cannot import name 'HybridCache' from 'transformers'"
ENCODER = "cannot import name 'EncoderDecoderCache' from 'transformers'"
NEW_TRANSFORMERS = ["torch", "peft>=0.16", "peft<0.18", "transformers>=5"]
NEW_AND_NETWORK = ["network", "torch", "peft>=0.16", "peft<0.18", "transformers>=5"]
OLD_TRANSFORMERS = ["torch", "peft>=0.14", "transformers<4.43"]
OLD_AND_NETWORK = ["network", "torch", "peft>=0.14", "transformers<4.43"]
LORA_STEP = """
import peft, torch, transformers
from transformers import LlamaConfig, LlamaForCausalLM, Trainer
model = LlamaForCausalLM(LlamaConfig(vocab_size=64, hidden_size=32, intermediate_size=64,
    num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2))
lora = peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
model = peft.get_peft_model(model, lora)
ids = torch.arange(16)[None]
model(input_ids=ids, labels=ids).loss.backward()
got = sum(p.grad is not None for p in model.parameters())
model.save_pretrained("adapter")
base = model.unload()
peft.PeftModel.from_pretrained(base, "adapter").generate(input_ids=ids, max_new_tokens=2)
print("peft", peft.__version__, "| transformers", transformers.__version__, "| gradients", got)
"""


def make_model():
    """A Llama of two layers with random weights."""
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=64,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
        )
    )


def lora_config():
    """LoRA on two projections."""
    from peft import LoraConfig

    return LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")


def save_adapter():
    """A saved adapter in `my-adapter`."""
    from peft import get_peft_model

    get_peft_model(make_model(), lora_config()).save_pretrained("my-adapter")


def begin_process_group():
    """A distributed run of one process on the CPU."""
    import torch.distributed as dist

    store = dist.FileStore(os.path.abspath("store"), 1)
    dist.init_process_group("gloo", store=store, rank=0, world_size=1)


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def environment_with(*packages, name="env"):
    """A virtual environment with the packages and this one's PyTorch; the variables for it."""
    subprocess.run([sys.executable, "-m", "venv", name], check=True)
    lent = Path(find_spec("torch").origin).parents[1]
    site = Path(name, "lib", f"python3.{sys.version_info.minor}", "site-packages")
    Path(site, "lent.pth").write_text(str(lent), encoding="utf-8")
    here = str(Path(name, "bin").resolve())
    variables = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"]}
    variables.pop("PYTHONPATH", None)
    variables |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1"}
    say("python", "-m", "pip", "install", *packages, env=variables)
    return variables


def say(*command, env=None, fails=False):
    """Run a command, print what it says and return it."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    print(said)
    check(f"ends with {'an error' if fails else 'status 0'}", bool(done.returncode) == fails)
    return said


def trains(env, peft, transformers):
    """A LoRA step, saving, loading and generating, with these two releases."""
    said = say("python", "-W", "ignore", "-c", LORA_STEP, env=env)
    line = f"peft {peft} | transformers {transformers} | gradients 8"
    check(f"LoRA works: {line}", line in said)


# ----------------------------------------------------------------------------------- errors


@scenario("error/hybrid-cache", reproduces="hybrid-cache", expect=HYBRID, needs=NEW_TRANSFORMERS)
def error_hybrid_cache():
    from peft import LoraConfig  # noqa: F401


@scenario("error/trainer", reproduces="hybrid-cache", expect=HYBRID, needs=NEW_TRANSFORMERS)
def error_trainer():
    """Code that never names peft: the Trainer imports it because it is installed."""
    from transformers import Trainer  # noqa: F401


@scenario(
    "error/encoder-decoder-cache",
    reproduces="encoder-decoder-cache",
    expect="ImportError: cannot import name 'EncoderDecoderCache' from 'transformers'",
    needs=OLD_TRANSFORMERS,
)
def error_encoder_decoder_cache():
    from peft import LoraConfig  # noqa: F401


@scenario(
    "error/wrapped",
    reproduces="wrapped-encoder-decoder-cache",
    expect="RuntimeError: Failed to import transformers.trainer because of the following error "
    "(look up to see its traceback):{gap}cannot import name 'EncoderDecoderCache'",
    needs=OLD_TRANSFORMERS,
)
def error_wrapped():
    from transformers import Trainer  # noqa: F401


@scenario(
    "error/load-adapter",
    reproduces="maybe-shard",
    expect="ImportError: cannot import name '_maybe_shard_state_dict_for_tp' from "
    "'peft.utils.save_and_load'",
    needs=["torch", "peft>=0.18", "peft<0.19", "transformers>=5.6", "transformers<5.18"],
)
def error_load_adapter():
    """Both import; transformers' own loader wants a newer peft."""
    save_adapter()
    model = make_model()
    model.load_adapter("my-adapter")


@scenario(
    "error/weight-conversion",
    reproduces="weight-conversion",
    expect="ModuleNotFoundError: No module named 'peft.utils.transformers_weight_conversion'",
    needs=["torch", "peft>=0.18", "peft<0.19", "transformers>=5.18"],
)
def error_weight_conversion():
    """The same with transformers 5.18."""
    save_adapter()
    make_model().load_adapter("my-adapter")


@scenario(
    "error/min-version",
    reproduces="min-version",
    expect="ValueError: The version of PEFT you are using is not compatible, please use a version "
    ">= 0.22.0",
    needs=["torch", "peft<0.22", "transformers>=5.24"],
)
def error_min_version():
    model, lora = make_model(), lora_config()
    # region: error/min-version
    model.add_adapter(lora)
    # endregion


@scenario(
    "error/tensor-parallel-module",
    reproduces="tensor-parallel-module",
    expect="ModuleNotFoundError: No module named 'transformers.integrations.tensor_parallel'",
    needs=["torch", "peft>=0.19", "peft<0.20", "transformers<4.49"],
)
def error_tensor_parallel_module():
    """Nothing is tensor-parallel here: a process group is enough."""
    import torch.distributed.tensor  # noqa: F401 - peft reads this attribute without importing it
    from peft import PeftModel

    save_adapter()
    begin_process_group()
    PeftModel.from_pretrained(make_model(), "my-adapter")


@scenario(
    "error/tensor-parallel-names",
    reproduces="tensor-parallel-names",
    expect="ImportError: cannot import name 'EmbeddingParallel' from "
    "'transformers.integrations.tensor_parallel'",
    needs=["torch", "peft>=0.19", "peft<0.20", "transformers>=4.51", "transformers<5.1"],
)
def error_tensor_parallel_names():
    from peft import PeftModel

    save_adapter()
    begin_process_group()
    PeftModel.from_pretrained(make_model(), "my-adapter")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade-peft", needs=NEW_AND_NETWORK)
def fix_upgrade_peft():
    env = environment_with("peft==0.17.1", "transformers==5.12.1")
    check("it fails", HYBRID in say("python", "-c", "import peft", env=env, fails=True))
    said = say("bash", "-ec", commands("fix-upgrade-peft"), env=env)
    check("transformers was left alone", said.split()[-1] == "5.12.1")
    trains(env, said.split()[-2], "5.12.1")


@scenario("fix-older-peft", needs=OLD_AND_NETWORK)
def fix_older_peft():
    env = environment_with("peft==0.21.2", "transformers==4.41.2", "accelerate==1.2.1")
    check("it fails", ENCODER in say("python", "-c", "import peft", env=env, fails=True))
    say("bash", "-ec", commands("fix-older-peft"), env=env)
    trains(env, "0.13.2", "4.41.2")


@scenario("fix-newer-transformers", needs=OLD_AND_NETWORK)
def fix_newer_transformers():
    env = environment_with("peft==0.21.2", "transformers==4.41.2", "accelerate==1.2.1")
    check("it fails", ENCODER in say("python", "-c", "import peft", env=env, fails=True))
    said = say("bash", "-ec", commands("fix-newer-transformers"), env=env)
    check("it is 4.57", said.split()[-1].startswith("4.57."))
    trains(env, "0.21.2", said.split()[-1])


@scenario("fix-uninstall", needs=NEW_AND_NETWORK)
def fix_uninstall():
    env = environment_with("peft==0.17.1", "transformers==5.12.1")
    trainer = "from transformers import Trainer"
    check("it fails", HYBRID in say("python", "-c", trainer, env=env, fails=True))
    said = say("bash", "-ec", commands("fix-uninstall"), env=env)
    check("the Trainer is imported", "transformers.trainer" in said)


@scenario("fix-same-python", needs=NEW_AND_NETWORK)
def fix_same_python():
    """A process that imported transformers keeps it, whatever is installed meanwhile."""
    env = environment_with("peft==0.17.1", "transformers==5.12.1")
    stale = (
        "import subprocess, sys, traceback, transformers\n"
        "from importlib.metadata import version\n"
        "try:\n    import peft\n"
        "except ImportError:\n    traceback.print_exc()\n"
        "subprocess.run([sys.executable, '-m', 'pip', 'install', 'transformers==4.57.6'])\n"
        "print('on disk:', version('transformers'), 'imported:', transformers.__version__)\n"
        "import peft\n"
    )
    said = say("python", "-c", stale, env=env, fails=True)
    check("pip has installed the other one", "on disk: 4.57.6 imported: 5.12.1" in said)
    check("the same process raises it again", said.count(HYBRID) == 2)
    said = say("bash", "-ec", commands("fix-same-python"), env={**env, "PIP_QUIET": "0"})
    check("all of it is one environment", said.count("/env/") >= 5)
    trains(env, "0.17.1", "4.57.6")


@scenario("fix-get-peft-model", needs=["torch", "peft<0.22", "transformers>=5.24"])
def fix_get_peft_model():
    model, lora = make_model(), lora_config()
    # region: fix-get-peft-model
    from peft import get_peft_model

    model = get_peft_model(model, lora)  # instead of model.add_adapter(lora)
    # endregion
    import torch

    ids = torch.arange(16)[None]
    model(input_ids=ids, labels=ids).loss.backward()
    check("LoRA has gradients", sum(p.grad is not None for p in model.parameters()) == 8)


@scenario("check-pair", needs=["torch", "peft>=0.16", "peft<0.18", "transformers>=5"])
def check_pair():
    # region: check-pair
    import re
    from importlib.metadata import version
    from importlib.util import find_spec
    from pathlib import Path

    import transformers

    code = Path(find_spec("peft").origin).with_name("peft_model.py").read_text("utf-8")
    names = re.search(r"^from transformers import (.+)", code, re.M).group(1).split(", ")
    missing = [name for name in names if not hasattr(transformers, name)]
    print("peft:", version("peft"), "| transformers:", transformers.__version__, end=" ")
    print("| missing:", ",".join(missing) or "nothing")
    # endregion
    check("it names what is missing", missing == ["HybridCache"])


# ----------------------------------------------------------- what does not help, and what fits


@scenario("extra-stub", expect=HYBRID, needs=NEW_TRANSFORMERS)
def extra_stub():
    """The advice to give transformers an empty class of that name: peft does not see it."""
    import transformers

    transformers.HybridCache = type("HybridCache", (), {})
    from peft import LoraConfig  # noqa: F401


@scenario(
    "extra-half-fit",
    expect="AttributeError: module 'torch.distributed' has no attribute 'tensor'",
    needs=["torch", "peft>=0.18", "transformers>=4.43", "transformers<4.47"],
)
def extra_half_fit():
    """peft 0.18 and newer import with these releases; LoRA fails nevertheless."""
    from peft import get_peft_model

    get_peft_model(make_model(), lora_config())


@scenario("extra-reinstall", expect=HYBRID, needs=NEW_AND_NETWORK)
def extra_reinstall():
    env = environment_with("peft==0.17.1", "transformers==5.12.1")
    again = ["--force-reinstall", "--no-deps", "--no-cache-dir", "peft==0.17.1"]
    say("python", "-m", "pip", "install", *again, env=env)
    check("it fails", HYBRID in say("python", "-c", "import peft", env=env, fails=True))
    from peft import LoraConfig  # noqa: F401 - the same release here


@scenario("extra-pairs", needs=OLD_AND_NETWORK)
def extra_pairs():
    """Rows of the table: LoRA trains, saves, loads and generates with each pair."""
    pairs = [("0.15.2", "4.43.4"), ("0.17.1", "4.57.6"), ("0.21.2", "4.48.3")]
    pairs += [("0.18.1", "5.5.4"), ("0.21.2", "5.0.0"), ("0.20.0", "5.23.0"), ("0.21.2", "5.24.0")]
    for peft, transformers in pairs:
        name = f"env-{peft}-{transformers}"
        env = environment_with(f"peft=={peft}", f"transformers=={transformers}", name=name)
        trains(env, peft, transformers)


@scenario("extra-newer-adapter", needs=OLD_AND_NETWORK)
def extra_newer_adapter():
    """What going back costs: an adapter saved by 0.21.2 is not read by 0.13.2."""
    new = environment_with("peft==0.21.2", "transformers==4.48.3", name="new")
    trains(new, "0.21.2", "4.48.3")
    old = environment_with("peft==0.13.2", "transformers==4.41.2", "accelerate==1.2.1", name="old")
    read = "import peft; peft.PeftConfig.from_pretrained('adapter')"
    said = say("python", "-W", "ignore", "-c", read, env=old, fails=True)
    check("an option is unknown", "got an unexpected keyword argument" in said)


@scenario("extra-distributed", needs=NEW_AND_NETWORK)
def extra_distributed():
    """A process group, nothing tensor-parallel: 0.19.1 fails with 5.18 too; upgrading helps."""
    group = (
        "import torch.distributed as dist\n"
        "dist.init_process_group('gloo', store=dist.HashStore(), rank=0, world_size=1)\n"
    )
    step = LORA_STEP.replace("base = model.unload()", group + "base = model.unload()")
    check("the step has a process group", group in step)
    env = environment_with("peft==0.19.1", "transformers==5.18.0")
    said = say("python", "-W", "ignore", "-c", step, env=env, fails=True)
    check("it fails", "cannot import name 'EmbeddingParallel' from 'transformers.int" in said)
    said = say("bash", "-ec", commands("fix-upgrade-peft"), env=env)
    check("transformers was left alone", said.split()[-1] == "5.18.0")
    line = f"peft {said.split()[-2]} | transformers 5.18.0 | gradients 8"
    said = say("python", "-W", "ignore", "-c", step, env=env)
    check(f"LoRA works: {line}", line in said)


@scenario(
    "extra-loaded-adapter",
    expect="ValueError: The version of PEFT you are using is not compatible, please use a version "
    ">= 0.22.0",
    needs=["torch", "peft>=0.21", "peft<0.22", "transformers>=5.24"],
)
def extra_loaded_adapter():
    """With 5.24 `load_adapter` asks for no version; saving the model does."""
    save_adapter()
    model = make_model()
    model.load_adapter("my-adapter")
    print("loaded")
    model.save_pretrained("my-model")
