# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "vllm==0.33.0",
#   "transformers==5.17.0",
#   "peft==0.21.2",
#   "trl==1.16.0",
# ]
# ///
# The recorded runs did not install those lines: vLLM 0.33.0 asks for PyTorch 2.14, and they had 2.11.
# To repeat one: peft, transformers, trl and PyTorch in an environment; then, in a folder of its own
# for each version, `pip install --no-deps --target v033 vllm==0.33.0` (and v010, 0.10.0), what vLLM
# imports besides (msgspec, cbor2, openai, xgrammar, …) in a third, and both on PYTHONPATH.
"""Gives vLLM's own check adapters that it refuses, and runs each way on.

    python tools/repro/run.py content/guides/vllm-lora-rank/repro.py --out OUT

CPU only; nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of
one layer with random weights. No engine is started, so vLLM can stand beside another PyTorch than
its own (`pip install --no-deps --target`). What runs is vLLM's reading of `adapter_config.json`,
its check against `LoRAConfig`, its options, and its loading of the adapter's weights into memory.
For the scenarios that need an older vLLM run it with 0.10.0.
"""

import json
import shlex
import shutil
import sys
from pathlib import Path

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
RANK = "ValueError: LoRA rank 64 is greater than max_lora_rank 16."
LITERAL = (
    "ValidationError: 1 validation error for LoRAConfig\nmax_lora_rank\n"
    "  Input should be 1, 8, 16, 32, 64, 128, 256, 320 or 512 "
    "[type=literal_error, input_value=48, input_type=int]"
)
MUST_BE = (
    "ValidationError: 1 validation error for LoRAConfig\n"
    "  Value error, max_lora_rank (48) must be one of (8, 16, 32, 64, 128, 256, 320, 512)."
)
CHOICE = (
    "ArgumentError: argument --max-lora-rank: invalid choice: 48 "
    "(choose from 1, 8, 16, 32, 64, 128, 256, 320, 512)"
)
MODULES = (
    'ValueError: vLLM only supports modules_to_save being either None or ["classifier", "score"] '
    "for classification models. Unsupported modules_to_save: ['lm_head']"
)
TRL = (
    "ValueError: The adapter has rank 64, but the vLLM server was started with "
    "`--max-lora-rank 16`. Restart it with `--max-lora-rank 64`."
)


def base():
    """The base model, the same weights each time, with a tokenizer."""
    import torch
    from tokenizers import Tokenizer, models
    from transformers import (
        AutoModelForCausalLM,
        PreTrainedTokenizerFast,
        Qwen3Config,
        Qwen3ForCausalLM,
    )

    if not Path(MODEL).exists():
        torch.manual_seed(0)
        config = Qwen3Config(
            vocab_size=64,
            hidden_size=128,
            intermediate_size=128,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=64,
        )
        Qwen3ForCausalLM(config).save_pretrained(MODEL)
        words = {f"w{number}": number for number in range(64)}
        tokenizer = Tokenizer(models.WordLevel(words, unk_token="w0"))
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="w0").save_pretrained(MODEL)
    return AutoModelForCausalLM.from_pretrained(MODEL)


def adapter(r=64, true_rank=None, **options):
    """my-adapter, as PEFT saves it: random weights, or weights of a lower true rank."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(1)
    options = {"target_modules": ["q_proj", "v_proj"], "lora_alpha": r, **options}
    config = LoraConfig(r=r, init_lora_weights=False, task_type="CAUSAL_LM", **options)
    model = get_peft_model(base(), config)
    for name, parameter in model.named_parameters():
        if true_rank and "lora_B" in name:
            parameter.data[:, true_rank:] = 0
    shutil.rmtree("my-adapter", ignore_errors=True)
    model.save_pretrained("my-adapter")
    return model


def vllm_checks(folder="my-adapter", **options):
    """What vLLM does first with an adapter: `max_lora_rank` comes from the options."""
    from vllm.config import LoRAConfig
    from vllm.lora.peft_helper import PEFTHelper

    helper = PEFTHelper.from_local_dir(folder, None)
    helper.validate_legal(LoRAConfig(**options))
    return helper


def refusal(**options):
    try:
        vllm_checks(**options)
    except ValueError as error:
        print(f"{type(error).__name__}: {error}")
        return str(error)
    return ""


def vllm_loads(folder="my-adapter", **options):
    """The adapter's weights as vLLM reads them from disk, by module."""
    from vllm.lora.lora_model import LoRAModel

    helper = vllm_checks(folder, **options)
    model = LoRAModel.from_local_checkpoint(
        folder, {"q_proj", "v_proj"}, helper, lora_model_id=1, device="cpu"
    )
    for name, lora in model.loras.items():
        print(name, "rank", lora.rank, "A", tuple(lora.lora_a.shape), "scaling", lora.scaling)
    return model.loras


def commands(region):
    """The lines of one region of commands.sh."""
    lines = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8").splitlines()
    begin = lines.index(f"# region: {region}")
    return "\n".join(lines[begin + 1 : lines.index("# endregion", begin)])


def lora_options(line):
    """vLLM's own options of LoRA, read by vLLM's own parser from a command line."""
    from vllm.config import LoRAConfig
    from vllm.engine.arg_utils import get_kwargs
    from vllm.utils.argparse_utils import FlexibleArgumentParser

    parser = FlexibleArgumentParser(exit_on_error=False)
    parser.add_argument("--max-lora-rank", **get_kwargs(LoRAConfig)["max_lora_rank"])
    known, _ = parser.parse_known_args(shlex.split(line))
    return {"max_lora_rank": known.max_lora_rank}


def logits(model):
    import torch

    with torch.no_grad():
        return model(torch.arange(32)[None]).logits.float()


# ----------------------------------------------------------------------------------- errors


@scenario("error/default", scope="mechanism", reproduces="rank", expect=RANK)
def error_default():
    adapter()
    vllm_checks()


@scenario(
    "error/rank-pattern",
    scope="mechanism",
    reproduces="rank",
    expect=RANK,
    needs=["vllm>=0.32"],
)
def error_rank_pattern():
    """`r` is 16, and one module has more."""
    adapter(r=16, rank_pattern={"q_proj": 64})
    check("r is 16", json.loads(Path("my-adapter/adapter_config.json").read_text())["r"] == 16)
    vllm_checks()


@scenario(
    "error/not-allowed",
    scope="mechanism",
    reproduces="input-should-be",
    expect=LITERAL,
    needs=["vllm>=0.11.1"],
)
def error_not_allowed():
    from vllm.config import LoRAConfig

    LoRAConfig(max_lora_rank=48)


@scenario(
    "error/choice",
    scope="mechanism",
    reproduces="invalid-choice",
    expect=CHOICE,
    needs=["vllm>=0.11.1"],
)
def error_choice():
    lora_options("--enable-lora --max-lora-rank 48")


@scenario(
    "error/must-be",
    scope="mechanism",
    reproduces="must-be-one-of",
    expect=MUST_BE,
    needs=["vllm<0.11.1"],
)
def error_must_be():
    from vllm.config import LoRAConfig

    LoRAConfig(max_lora_rank=48)


@scenario(
    "error/features",
    scope="mechanism",
    reproduces="modules-to-save",
    expect=MODULES,
    needs=["vllm>=0.31"],
)
def error_features():
    """Raising the limit does not end it: the other reasons stand in the same line."""
    adapter(use_dora=True)
    check("DoRA and the rank in one line", "support DoRA. LoRA rank 64 is greater" in refusal())
    check("DoRA remains", refusal(max_lora_rank=64) == "vLLM does not yet support DoRA.")
    adapter(bias="lora_only")
    check("bias remains", refusal(max_lora_rank=64) == "Adapter bias is not supported.")
    adapter(use_rslora=True)
    vllm_checks(max_lora_rank=64)
    adapter(modules_to_save=["lm_head"])
    vllm_checks(max_lora_rank=64)


@scenario(
    "error/init-weights",
    scope="mechanism",
    reproduces="init-weights",
    expect="ValueError: vLLM does not support init_lora_weights='pissa'. Inits such as PiSSA",
    needs=["vllm>=0.32"],
)
def error_init_weights():
    """PiSSA changes the base too: read as plain LoRA, which older vLLM does, it is another model."""
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model

    options = {"target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM"}
    config = LoraConfig(r=64, lora_alpha=64, init_lora_weights="pissa", **options)
    model = get_peft_model(base(), config)
    torch.manual_seed(1)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            parameter.data.add_(0.1 * torch.randn_like(parameter))
    shutil.rmtree("plain", ignore_errors=True)
    model.save_pretrained("plain")
    shutil.rmtree("my-adapter", ignore_errors=True)
    model.save_pretrained("my-adapter")
    path = Path("plain/adapter_config.json")
    config = json.loads(path.read_text())
    check("PEFT records the method", config["init_lora_weights"] == "pissa")
    path.write_text(json.dumps({**config, "init_lora_weights": True}))
    wanted, before = logits(model), logits(base())
    plain = logits(PeftModel.from_pretrained(base(), "plain"))
    changed, error = float((wanted - before).abs().mean()), float((wanted - plain).abs().mean())
    print("adapter changes logits by", changed, "read as plain LoRA it is off by", error)
    check("read as plain LoRA it is another model", error > changed / 10)
    again = logits(PeftModel.from_pretrained(base(), "my-adapter"))
    check("PEFT gives the trained model", float((wanted - again).abs().mean()) < changed / 1000)
    vllm_checks(max_lora_rank=64)


@scenario(
    "error/features-older",
    scope="mechanism",
    reproduces="modules-to-save",
    expect="ValueError: vLLM only supports modules_to_save being None.",
    needs=["vllm<0.31"],
)
def error_features_older():
    """The wording up to 0.30, with a rank that is too high as well."""
    adapter(bias="lora_only")
    said = refusal(max_lora_rank=64)
    check("bias", said == "Adapter bias cannot be used without bias_enabled.")
    adapter(modules_to_save=["lm_head"])
    check("both in one line", refusal().endswith("LoRA rank 64 is greater than max_lora_rank 16."))
    vllm_checks(max_lora_rank=64)


@scenario("error/trl", scope="mechanism", reproduces="trl", expect=TRL)
def error_trl():
    """TRL's asynchronous GRPO asks the server for its settings, and refuses before vLLM would."""
    from trl.experimental.async_grpo.async_grpo_trainer import select_adapter_sync

    server = {
        "lora_config": {"max_lora_rank": 16, "max_loras": 1},
        "parallel_config": {"data_parallel_size": 1},
    }
    select_adapter_sync(server, adapter(), None)


# ------------------------------------------------------------------------------------ probe


@scenario("check-rank", scope="mechanism", needs=["vllm>=0.32"])
def check_rank():
    adapter(r=16, rank_pattern={"q_proj": 48})
    # region: check-rank
    import json

    config = json.load(open("my-adapter/adapter_config.json"))
    print("highest rank:", max([config["r"], *(config.get("rank_pattern") or {}).values()]))
    # endregion
    highest = max([config["r"], *config["rank_pattern"].values()])
    check("vLLM names the same number", f"LoRA rank {highest} is greater" in refusal())


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-set-rank", scope="mechanism", needs=["vllm>=0.32"])
def fix_set_rank():
    """The page's command line, read by vLLM's parser; and both kinds of adapter."""
    options = lora_options(commands("fix-set-rank"))
    print(options)
    adapter()
    check("refused before", RANK.endswith(refusal()))
    vllm_checks(**options)
    adapter(r=16, rank_pattern={"q_proj": 64})
    check("refused before", RANK.endswith(refusal()))
    helper = vllm_checks(**options)
    q_proj, v_proj = "model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.v_proj"
    check("its own rank and scale", helper.get_rank_and_scaling(q_proj) == (64, 0.25))
    check("the others keep theirs", helper.get_rank_and_scaling(v_proj) == (16, 1.0))


@scenario("fix-round-up", scope="mechanism", needs=["vllm>=0.11.1"])
def fix_round_up():
    adapter(r=48)
    # region: fix-round-up
    from typing import get_args

    from vllm.config.lora import MaxLoRARanks

    max_lora_rank = min(rank for rank in get_args(MaxLoRARanks) if rank >= 48)
    print(max_lora_rank)
    # endregion
    check("64", max_lora_rank == 64)
    check("32 would not do", refusal(max_lora_rank=32).startswith("LoRA rank 48 is greater"))
    check("the adapter keeps its rank", vllm_checks(max_lora_rank=max_lora_rank).r == 48)


def merge():
    # region: fix-merge
    import torch
    from peft import AutoPeftModelForCausalLM
    from transformers import AutoTokenizer

    model = AutoPeftModelForCausalLM.from_pretrained("my-adapter", dtype=torch.bfloat16)
    model.merge_and_unload().save_pretrained("merged")
    AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B").save_pretrained("merged")
    # endregion


@scenario("fix-merge")
def fix_merge():
    """Plain, DoRA, a layer trained in full, PiSSA: the merged model answers as the adapter does."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    def compare(label, model):
        wanted, before = logits(model), logits(base())
        shutil.rmtree("merged", ignore_errors=True)
        merge()
        check("no adapter remains", not Path("merged/adapter_config.json").exists())
        after = logits(AutoModelForCausalLM.from_pretrained("merged"))
        changed, error = (wanted - before).abs().mean(), (wanted - after).abs().mean()
        print(label, "adapter changes logits by", float(changed), "merge by", float(error))
        check("the merged model is the tuned one", error < changed / 20)

    for options in ({}, {"use_dora": True}, {"modules_to_save": ["lm_head"]}):
        model = adapter(**options)
        if "modules_to_save" in options:
            model.base_model.model.lm_head.modules_to_save.default.weight.data.mul_(1.5)
            model.save_pretrained("my-adapter")
        compare(options, model)

    options = {"target_modules": ["q_proj", "v_proj"], "task_type": "CAUSAL_LM"}
    config = LoraConfig(r=64, lora_alpha=64, init_lora_weights="pissa", **options)
    model = get_peft_model(base(), config)
    torch.manual_seed(1)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            parameter.data.add_(0.1 * torch.randn_like(parameter))
    shutil.rmtree("my-adapter", ignore_errors=True)
    model.save_pretrained("my-adapter")
    compare("PiSSA", model)


@scenario("fix-shrink", scope="mechanism")
def fix_shrink():
    import torch
    from safetensors.torch import load_file

    def delta(model):
        return model.base_model.model.model.layers[0].self_attn.q_proj.get_delta_weight("default")

    lost = {}
    for true_rank in (16, None):
        adapter(true_rank=true_rank)
        shutil.rmtree("smaller", ignore_errors=True)
        # region: fix-shrink
        from peft import PeftModel, save_as_lora
        from transformers import AutoModelForCausalLM

        model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
        model = PeftModel.from_pretrained(model, "my-adapter")
        save_as_lora("smaller", model, rank=16)
        # endregion
        check("vLLM refuses the old one", RANK.endswith(refusal()))
        check("and takes the new one at the default", vllm_checks("smaller").r == 16)
        saved = load_file("smaller/adapter_model.safetensors")
        rows = {len(weight) for name, weight in saved.items() if "lora_A" in name}
        check("the weights have rank 16", rows == {16})
        new = PeftModel.from_pretrained(base(), "smaller")
        gap = torch.linalg.norm(delta(model) - delta(new)) / torch.linalg.norm(delta(model))
        lost[true_rank] = float(gap)
    print(lost)
    measure("share of the update that is lost", true_rank_16=lost[16], random_64=lost[None])
    check("nothing is lost where the true rank is 16", lost[16] < 1e-3)
    check("much is lost where it is 64", lost[None] > 0.3)


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-weighted-adapter", scope="mechanism", needs=["vllm>=0.32"])
def extra_weighted_adapter():
    """The other recipe for shrinking: with a single adapter PEFT ignores `svd_rank`."""
    model = adapter()
    model.add_weighted_adapter(["default"], [1.0], "r16", combination_type="svd", svd_rank=16)
    model.save_pretrained("smaller", selected_adapters=["r16"])
    check("the new adapter has rank 64", model.peft_config["r16"].r == 64)


@scenario("extra-edit-config", scope="mechanism", needs=["vllm>=0.32"])
def extra_edit_config():
    """`r` lowered by hand: the check passes, the weights are as large as before."""
    adapter()
    path = Path("my-adapter/adapter_config.json")
    before = vllm_checks(max_lora_rank=64).vllm_lora_scaling_factor
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "r": 16}))
    after = vllm_checks().vllm_lora_scaling_factor
    print("scale before", before, "after", after, file=sys.stdout)
    check("the update would count four times", (before, after) == (1.0, 4.0))


@scenario("extra-weights", scope="mechanism", needs=["cuda", "vllm>=0.32"])
def extra_weights():
    """vLLM pins the memory that it reads weights into, and that takes a GPU."""
    adapter(r=16, rank_pattern={"q_proj": 64})
    loras = vllm_loads(max_lora_rank=64)
    check("each at its own rank", {len(lora.lora_a) for lora in loras.values()} == {16, 64})


@scenario("extra-older-rank-pattern", scope="mechanism", needs=["vllm<0.32"])
def extra_older_rank_pattern():
    """Before 0.32 only `r` was compared."""
    adapter(r=16, rank_pattern={"q_proj": 64})
    check("it passes with the default", refusal() == "")
