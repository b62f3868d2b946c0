# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.15.0",
#   "accelerate==1.15.0",
#   "datasets==4.8.0",
#   "einops==0.8.2",
# ]
# ///
"""Asks for FlashAttention where it is not installed, as users do, and runs each fix.

    python tools/repro/run.py content/guides/flash-attn-not-installed/repro.py --out OUT

Run it in an environment without flash-attn and kernels: the errors are about their absence. The
scenarios that need a GPU are `fix-sdpa/trl` and, with flash-attn, `fix-install`: run these with
`--only` elsewhere.
Nothing is downloaded from the Hub: `Qwen/Qwen3-0.6B` and `someone/remote-model` are folders that
the prelude makes, with random weights of a few kilobytes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
REMOTE = "someone/remote-model"
MISSING = (
    "ImportError: FlashAttention2 has been toggled on, but it cannot be used due to the following "
    "error: the package for FlashAttention2 doesn't seem to be installed."
)
MISSING_3 = (
    "ImportError: FlashAttention3 has been toggled on, but it cannot be used due to the following "
    "error: the package for FlashAttention3 doesn't seem to be installed."
)
NO_GPU = (
    "ImportError: FlashAttention2 has been toggled on, but it cannot be used due to the following "
    "error: FlashAttention2 is not available on CPU. Please make sure you are on any of the "
    "supported devices: {names}."
)
REMOTE_IMPORT = (
    "ImportError: This modeling file requires the following packages that were not found in your "
    "environment: flash_attn. Run `pip install flash_attn`"
)
NO_KERNELS = (
    "ImportError: `kernels` is either not installed or uses an incompatible version. "
    "Please install a compatible version"
)


def make_model_folder(folder=MODEL):
    """A Qwen3 of 2 layers with random weights, and a tokenizer of a few words."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        ["one two three"], vocab_size=300, special_tokens=["<pad>", "<eos>"], show_progress=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer._tokenizer,
        pad_token="<pad>",
        eos_token="<eos>",
        model_max_length=64,
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=300,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=128,
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)


REMOTE_FILE = '''"""A model file as repositories ship it: it imports flash_attn inside a function."""
from transformers import Qwen3ForCausalLM


class RemoteForCausalLM(Qwen3ForCausalLM):
    def packed_attention(self, q, k, v, **kwargs):
        from flash_attn import flash_attn_varlen_func

        return flash_attn_varlen_func(q, k, v, **kwargs)
'''


def make_remote_folder():
    """./someone/remote-model: the same weights with a modelling file of its own."""
    make_model_folder(REMOTE)
    Path(REMOTE, "modeling_remote.py").write_text(REMOTE_FILE, encoding="utf-8")
    path = Path(REMOTE, "config.json")
    config = json.loads(path.read_text(encoding="utf-8"))
    config["auto_map"] = {"AutoModelForCausalLM": "modeling_remote.RemoteForCausalLM"}
    path.write_text(json.dumps(config), encoding="utf-8")


def install_without_kernels():
    """flash-attn as `FLASH_ATTENTION_SKIP_CUDA_BUILD=TRUE` installs it, into ./site."""
    wanted = ["--no-deps", "--no-build-isolation", "--no-cache-dir", "--target", "site"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *wanted, "flash-attn==2.8.3.post2"],
        env={
            **os.environ,
            "FLASH_ATTENTION_SKIP_CUDA_BUILD": "TRUE",
            "FLASH_ATTENTION_FORCE_BUILD": "TRUE",
        },
        check=True,
    )
    sys.path.insert(0, os.path.abspath("site"))


def one_step(model):
    """A forward and a backward pass; the loss must be finite."""
    import torch

    input_ids = torch.arange(2, 34, device=model.device)[None]
    loss = model(input_ids=input_ids, labels=input_ids).loss
    loss.backward()
    check("loss is finite", bool(torch.isfinite(loss)))


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/transformers",
    reproduces="any-missing",
    expect=MISSING,
    needs=["transformers>=5.4", "torch"],
)
def error_transformers():
    make_model_folder()
    # region: error/transformers
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="flash_attention_2",
    )
    # endregion


@scenario(
    "error/flash-attention-3",
    reproduces="any-missing",
    expect=MISSING_3,
    needs=["transformers>=5.4", "torch"],
)
def error_flash_attention_3():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL, attn_implementation="flash_attention_3")


@scenario(
    "error/config-asks",
    reproduces="any-missing",
    expect=MISSING,
    needs=["transformers>=5.4", "torch"],
)
def error_config_asks():
    make_asking_folder()
    # region: error/config-asks
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # loses against _attn_implementation in config.json
    )
    # endregion


def make_asking_folder():
    """./Qwen/Qwen3-0.6B whose config.json asks for FlashAttention."""
    make_model_folder()
    path = Path(MODEL, "config.json")
    config = json.loads(path.read_text(encoding="utf-8"))
    config["_attn_implementation"] = "flash_attention_2"
    path.write_text(json.dumps(config), encoding="utf-8")


@scenario(
    "error/import",
    reproduces="module-missing",
    expect="ModuleNotFoundError: No module named 'flash_attn'",
    needs=["torch"],
)
def error_import():
    from flash_attn import flash_attn_func  # noqa: F401 - the import is the test


@scenario(
    "error/remote-code",
    reproduces="remote-code",
    expect=REMOTE_IMPORT,
    needs=["transformers", "torch"],
)
def error_remote_code():
    make_remote_folder()
    # region: error/remote-code
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "someone/remote-model",
        trust_remote_code=True,
    )
    # endregion


@scenario(
    "error/hub-kernel",
    reproduces="hub-kernels",
    expect=NO_KERNELS,
    needs=["transformers>=5", "torch"],
)
def error_hub_kernel():
    """A kernel asked for by its repository needs the `kernels` package in a certain range."""
    make_model_folder()
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(
        MODEL, attn_implementation="kernels-community/flash-attn2"
    )


@scenario(
    "error/extension",
    reproduces="extension-missing",
    expect="ModuleNotFoundError: No module named 'flash_attn_2_cuda'",
    needs=["network", "torch", "einops"],
)
def error_extension():
    """pip reports success, yet no kernel was built."""
    install_without_kernels()
    import flash_attn  # noqa: F401 - the import is the test


@scenario(
    "error/no-gpu",
    reproduces="any-cpu",
    expect=NO_GPU,
    needs=["network", "transformers>=5.4", "torch"],
)
def error_no_gpu():
    """The package is there; PyTorch sees no GPU, and the message changes."""
    install_without_kernels()
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    make_model_folder()
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(MODEL, attn_implementation="flash_attention_2")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-sdpa/transformers", needs=["transformers", "torch"])
def fix_sdpa_transformers():
    make_model_folder()
    # region: fix-sdpa/transformers
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,
        attn_implementation="sdpa",
    )
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    one_step(model)


@scenario("fix-sdpa/trl", needs=["cuda", "trl", "accelerate", "datasets"])
def fix_sdpa_trl():
    make_model_folder()
    from datasets import Dataset

    train_dataset = Dataset.from_dict({"text": ["one two three " * 4] * 8})
    # region: fix-sdpa/trl
    from trl import SFTConfig, SFTTrainer

    config = SFTConfig(
        output_dir="out",
        max_steps=2,
        logging_steps=1,
        report_to="none",
        model_init_kwargs={
            "dtype": "bfloat16",
            "attn_implementation": "sdpa",
        },
    )
    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        args=config,
        train_dataset=train_dataset,
    )
    # endregion
    trainer.train()
    check("the model uses sdpa", trainer.model.config._attn_implementation == "sdpa")
    check("it trained", trainer.state.global_step == 2)


@scenario("fix-config", needs=["transformers", "torch"])
def fix_config():
    make_asking_folder()
    # region: fix-config
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained("Qwen/Qwen3-0.6B")
    config._attn_implementation = "sdpa"

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        config=config,
        dtype=torch.bfloat16,
    )
    # endregion
    check("the model uses sdpa", model.config._attn_implementation == "sdpa")
    one_step(model)


@scenario("fix-install", needs=["sm>=80", "flash-attn>=2.3.3", "transformers>=5.4"])
def fix_install():
    """With a matching flash-attn the request is met, and a step runs."""
    make_model_folder()
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        MODEL, dtype=torch.bfloat16, attn_implementation="flash_attention_2"
    ).cuda()
    used = model.config._attn_implementation
    check("the model uses flash_attention_2", used == "flash_attention_2")
    one_step(model)


@scenario("fix-remote-code/native", needs=["transformers", "torch"])
def fix_remote_code_native():
    make_remote_folder()
    # region: fix-remote-code/native
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "someone/remote-model",  # no trust_remote_code: transformers has this architecture
        attn_implementation="sdpa",
    )
    # endregion
    check("the class is transformers' own", type(model).__module__.startswith("transformers."))
    one_step(model)


@scenario("fix-remote-code/skip-import", needs=["transformers", "torch"])
def fix_remote_code_skip_import():
    make_remote_folder()
    # region: fix-remote-code/skip-import
    from unittest.mock import patch

    from transformers import AutoModelForCausalLM
    from transformers.dynamic_module_utils import get_imports

    def imports_without_flash_attn(filename):
        return [name for name in get_imports(filename) if name != "flash_attn"]

    with patch("transformers.dynamic_module_utils.get_imports", imports_without_flash_attn):
        model = AutoModelForCausalLM.from_pretrained(
            "someone/remote-model",
            trust_remote_code=True,
            attn_implementation="sdpa",
        )
    # endregion
    check("the class is the repository's", type(model).__name__ == "RemoteForCausalLM")
    one_step(model)
