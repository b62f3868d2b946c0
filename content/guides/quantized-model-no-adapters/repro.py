# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "bitsandbytes==0.50.2",
#   "trl==1.16.0",
#   "torchao==0.18.0",
# ]
# ///
"""Raises "You cannot perform fine-tuning on purely quantized models", and runs each fix.

    python tools/repro/run.py content/guides/quantized-model-no-adapters/repro.py --out OUT

bitsandbytes quantizes on the CPU as well, so only error/fp8 needs a GPU. Nothing is downloaded:
`Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of two layers with random weights.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
PURELY = (
    "ValueError: You cannot perform fine-tuning on purely quantized models. Please attach "
    "trainable adapters on top of the quantized model to correctly perform fine-tuning. Please "
    "see: https://huggingface.co/docs/transformers/peft for more details"
)
NO_METHOD = (
    "ValueError: The model you are trying to fine-tune is quantized with {method} but that "
    "quantization method do not support training."
)
#: q, k, v, o, gate, up and down of two layers, with A and B each.
LORA_TENSORS = 28
QUANTIZED = 14


def make_model_folder():
    """./Qwen/Qwen3-0.6B, in bfloat16, with a tokenizer."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=64,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        ["some text"], vocab_size=300, special_tokens=["<|endoftext|>"], show_progress=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>"
    ).save_pretrained(MODEL)


def nf4_config():
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )


def load(**options):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL, **options)


def load_4bit():
    make_model_folder()
    return load(quantization_config=nf4_config())


def lora_config():
    from peft import LoraConfig

    return LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")


def save_adapter():
    """./my-adapter, as an earlier run left it."""
    from peft import get_peft_model

    get_peft_model(load_4bit(), lora_config()).save_pretrained("my-adapter")


def make_dataset():
    import torch

    ids = torch.arange(3, 19)
    return [{"input_ids": ids, "labels": ids.clone()} for _ in range(8)]


def make_args(**options):
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir="out",
        max_steps=2,
        learning_rate=0.01,
        report_to="none",
        save_strategy="no",
        **options,
    )


def trainable_of(model):
    return {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}


def changed_since(before, model):
    """Names of the tensors that training has changed."""
    after = dict(model.named_parameters())
    return [name for name in before if bool((after[name].cpu() != before[name].cpu()).any())]


def train(model):
    """Two steps; what was trainable, and what has changed."""
    from transformers import Trainer

    before = trainable_of(model)
    Trainer(model=model, args=make_args(), train_dataset=make_dataset()).train()
    changed = changed_since(before, model)
    print(f"{len(before)} trainable tensors, {len(changed)} changed")
    return list(before), changed


def check_lora_trained(before, changed):
    check("only LoRA is trainable", all("lora_" in name for name in before))
    check("all of it is", len(before) == LORA_TENSORS)
    check("every lora_B changed", sum("lora_B" in name for name in changed) == LORA_TENSORS // 2)


def make_fp8_folder():
    """./my-fp8-model: linear weights in float8 with a scale for each block, as published ones."""
    import json
    from pathlib import Path

    import torch
    from safetensors.torch import load_file, save_file

    make_model_folder()
    weights = {}
    for name, weight in load_file(f"{MODEL}/model.safetensors").items():
        if "_proj" not in name:
            weights[name] = weight
            continue
        rows, columns = weight.shape
        blocks = weight.float().reshape(rows // 128, 128, columns // 128, 128)
        scale = blocks.abs().amax((1, 3)) / 448  # the largest value of float8_e4m3fn
        scaled = (blocks / scale[:, None, :, None]).reshape(rows, columns)
        weights[name] = scaled.to(torch.float8_e4m3fn)
        weights[f"{name}_scale_inv"] = scale
    folder = Path("my-fp8-model")
    folder.mkdir()
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    config = json.loads(Path(MODEL, "config.json").read_text(encoding="utf-8"))
    config["quantization_config"] = {
        "quant_method": "fp8",
        "activation_scheme": "dynamic",
        "weight_block_size": [128, 128],
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


# ----------------------------------------------------------------------------------- errors


@scenario("error/transformers", reproduces="current", expect=PURELY, needs=["bitsandbytes"])
def error_transformers():
    make_model_folder()
    nf4, args, train_dataset = nf4_config(), make_args(), make_dataset()
    # region: error/transformers
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", quantization_config=nf4)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion


@scenario("error/8bit", reproduces="current", expect=PURELY, needs=["bitsandbytes"])
def error_8bit():
    from transformers import BitsAndBytesConfig, Trainer

    make_model_folder()
    model = load(quantization_config=BitsAndBytesConfig(load_in_8bit=True))
    Trainer(model=model, args=make_args(), train_dataset=make_dataset())


@scenario("error/prequantized", reproduces="current", expect=PURELY, needs=["bitsandbytes"])
def error_prequantized():
    """A checkpoint that was saved in 4 bits; the code says nothing of quantization."""
    from transformers import AutoModelForCausalLM, Trainer

    load_4bit().save_pretrained("my-4bit-model")
    model = AutoModelForCausalLM.from_pretrained("my-4bit-model")
    Trainer(model=model, args=make_args(), train_dataset=make_dataset())


@scenario("error/trl", reproduces="current", expect=PURELY, needs=["bitsandbytes", "trl"])
def error_trl():
    make_model_folder()
    nf4, args, train_dataset = nf4_config(), make_sft_args(), make_text_dataset()
    # region: error/trl
    from transformers import AutoModelForCausalLM
    from trl import SFTTrainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", quantization_config=nf4)
    trainer = SFTTrainer(model=model, args=args, train_dataset=train_dataset)
    # endregion


def make_sft_args():
    """TRL wants bf16 unless told otherwise, and refuses it without a GPU."""
    import torch
    from trl import SFTConfig

    return SFTConfig(
        output_dir="out",
        max_steps=2,
        learning_rate=0.01,
        report_to="none",
        save_strategy="no",
        bf16=torch.cuda.is_available(),
    )


def make_text_dataset():
    from datasets import Dataset

    return Dataset.from_list([{"text": "some text"}] * 8)


@scenario("error/lost", reproduces="current", expect=PURELY, needs=["bitsandbytes", "peft"])
def error_lost():
    model, lora = load_4bit(), lora_config()
    args, train_dataset = make_args(), make_dataset()
    # region: error/lost
    from peft import get_peft_model
    from transformers import Trainer

    peft_model = get_peft_model(model, lora)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)  # the bare one
    # endregion


@scenario("error/merged", reproduces="current", expect=PURELY, needs=["bitsandbytes", "peft"])
def error_merged():
    """Merging into a 4-bit base gives a 4-bit model without an adapter."""
    import bitsandbytes
    from peft import PeftModel
    from transformers import Trainer

    save_adapter()
    model = PeftModel.from_pretrained(load(quantization_config=nf4_config()), "my-adapter")
    model = model.merge_and_unload()
    layer = model.model.layers[0].self_attn.q_proj
    check("the layer is 4-bit again", type(layer) is bitsandbytes.nn.Linear4bit)
    Trainer(model=model, args=make_args(), train_dataset=make_dataset())


@scenario("error/evaluate", reproduces="current", expect=PURELY, needs=["bitsandbytes"])
def error_evaluate():
    """Nobody wants to train: the constructor refuses before it is asked to."""
    from transformers import Trainer

    Trainer(model=load_4bit(), args=make_args(), eval_dataset=make_dataset()).evaluate()


@scenario(
    "error/torchao", reproduces="method-not-trainable", expect=NO_METHOD, needs=["torchao", "peft"]
)
def error_torchao():
    """With an adapter: it is the method that cannot."""
    import torch
    from peft import get_peft_model
    from torchao.quantization import IntxWeightOnlyConfig, PerGroup
    from transformers import TorchAoConfig, Trainer

    make_model_folder()
    int4 = IntxWeightOnlyConfig(weight_dtype=torch.int4, granularity=PerGroup(32))
    model = load(quantization_config=TorchAoConfig(int4))
    check("its quantizer says so", not model.hf_quantizer.is_trainable)
    model = get_peft_model(model, lora_config())
    Trainer(model=model, args=make_args(), train_dataset=make_dataset())


@scenario(
    "error/fp8",
    reproduces="method-not-trainable",
    expect=NO_METHOD,
    needs=["cuda", "sm>=89", "peft"],
)
def error_fp8():
    """On the CPU and before Ada, transformers converts FP8 checkpoints to bf16 by itself."""
    make_fp8_folder()
    lora, args, train_dataset = lora_config(), make_args(), make_dataset()
    # region: error/fp8
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("my-fp8-model", device_map="cuda")
    model = get_peft_model(model, lora)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion


@scenario(
    "error/compiled",
    reproduces="compiled",
    expect="ValueError: You cannot fine-tune quantized model with `torch.compile()` make sure to "
    "pass a non-compiled model when fine-tuning a quantized model with PEFT",
    needs=["bitsandbytes", "peft"],
)
def error_compiled():
    import torch
    from peft import get_peft_model
    from transformers import Trainer

    model = torch.compile(get_peft_model(load_4bit(), lora_config()))
    Trainer(model=model, args=make_args(), train_dataset=make_dataset())


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-add-lora/transformers", needs=["bitsandbytes", "peft"])
def fix_add_lora_transformers():
    make_model_folder()
    nf4, args, train_dataset = nf4_config(), make_args(), make_dataset()
    # region: fix-add-lora/transformers
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
    from transformers import AutoModelForCausalLM, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", quantization_config=nf4)
    model = prepare_model_for_kbit_training(model)
    lora = LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")
    model = get_peft_model(model, lora)
    model.print_trainable_parameters()
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    before = trainable_of(model)
    trainer.train()
    check_lora_trained(before, changed_since(before, model))


@scenario("fix-add-lora/trl", needs=["bitsandbytes", "peft", "trl"])
def fix_add_lora_trl():
    make_model_folder()
    nf4, args, train_dataset = nf4_config(), make_sft_args(), make_text_dataset()
    # region: fix-add-lora/trl
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM
    from trl import SFTTrainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", quantization_config=nf4)
    lora = LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")
    trainer = SFTTrainer(model=model, args=args, train_dataset=train_dataset, peft_config=lora)
    trainer.model.print_trainable_parameters()
    # endregion
    before = trainable_of(trainer.model)
    trainer.train()
    check_lora_trained(before, changed_since(before, trainer.model))


@scenario("fix-add-lora/native", needs=["bitsandbytes", "peft"])
def fix_add_lora_native():
    """The model keeps its class; transformers knows of the adapter."""
    model, lora = load_4bit(), lora_config()
    # region: fix-add-lora/native
    model.add_adapter(lora)
    # endregion
    check("it is no PeftModel", type(model).__name__ == "Qwen3ForCausalLM")
    check_lora_trained(*train(model))


@scenario("fix-pass-it", needs=["bitsandbytes", "peft"])
def fix_pass_it():
    model, lora = load_4bit(), lora_config()
    args, train_dataset = make_args(), make_dataset()
    # region: fix-pass-it
    from peft import get_peft_model
    from transformers import Trainer

    model = get_peft_model(model, lora)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    before = trainable_of(model)
    trainer.train()
    check_lora_trained(before, changed_since(before, model))


@scenario("fix-pass-it/continue", needs=["bitsandbytes", "peft"])
def fix_pass_it_continue():
    save_adapter()
    model = load(quantization_config=nf4_config())
    # region: fix-pass-it/continue
    from peft import PeftModel

    model = PeftModel.from_pretrained(model, "my-adapter", is_trainable=True)  # no merging
    # endregion
    check_lora_trained(*train(model))


@scenario("fix-evaluate", needs=["bitsandbytes"])
def fix_evaluate():
    model = load_4bit()
    eval_dataset = make_dataset()
    # region: fix-evaluate
    import torch
    from torch.utils.data import DataLoader

    model.eval()
    losses = []
    with torch.no_grad():
        for batch in DataLoader(eval_dataset, batch_size=4):
            batch = {name: tensor.to(model.device) for name, tensor in batch.items()}
            losses.append(model(**batch).loss.item())
    print("eval_loss", sum(losses) / len(losses))
    # endregion
    check("two finite losses", len(losses) == 2 and all(0 < loss < 20 for loss in losses))


@scenario("fix-evaluate/adapter", needs=["bitsandbytes", "peft"])
def fix_evaluate_adapter():
    save_adapter()
    model = load(quantization_config=nf4_config())
    args, eval_dataset = make_args(), make_dataset()
    # region: fix-evaluate/adapter
    from peft import PeftModel
    from transformers import Trainer

    model = PeftModel.from_pretrained(model, "my-adapter")
    print(Trainer(model=model, args=args, eval_dataset=eval_dataset).evaluate())
    # endregion
    check("it is still quantized", model.is_quantized)


@scenario("fix-unquantized", needs=["transformers"])
def fix_unquantized():
    make_model_folder()
    # region: fix-unquantized
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype="auto")
    # endregion
    before, changed = train(model)
    check("every tensor is trainable", len(before) == len(list(model.parameters())) == 25)
    check("all matrices changed", sum("_proj" in name for name in changed) == QUANTIZED)


@scenario("fix-unquantized/dequantize", needs=["bitsandbytes"])
def fix_unquantized_dequantize():
    """For a checkpoint that there is only in 4 bits."""
    load_4bit().save_pretrained("my-4bit-model")
    # region: fix-unquantized/dequantize
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-4bit-model")
    model = model.dequantize()
    # endregion
    before, changed = train(model)
    check("every tensor is trainable", len(before) == len(list(model.parameters())) == 25)
    check("all matrices changed", sum("_proj" in name for name in changed) == QUANTIZED)


@scenario("fix-method", needs=["peft"])
def fix_method():
    make_fp8_folder()
    lora = lora_config()
    # region: fix-method
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM, FineGrainedFP8Config

    model = AutoModelForCausalLM.from_pretrained(
        "my-fp8-model", quantization_config=FineGrainedFP8Config(dequantize=True)
    )
    model = get_peft_model(model, lora)
    # endregion
    check("it is not quantized any more", not model.is_quantized)
    check_lora_trained(*train(model))


@scenario("fix-uncompiled", needs=["bitsandbytes", "peft"])
def fix_uncompiled():
    model, args = get_compiled(), make_args()
    train_dataset = make_dataset()
    # region: fix-uncompiled
    from transformers import Trainer

    model = getattr(model, "_orig_mod", model)  # or do not call torch.compile at all
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    before = trainable_of(model)
    trainer.train()
    check_lora_trained(before, changed_since(before, model))


def get_compiled():
    import torch
    from peft import get_peft_model

    return torch.compile(get_peft_model(load_4bit(), lora_config()))


@scenario("check-adapter", needs=["bitsandbytes", "peft"])
def check_adapter():
    from peft import get_peft_model

    model = load_4bit()
    get_peft_model(model, lora_config())  # the result is lost
    # region: check-adapter
    names = [name for name, _ in model.named_parameters()]
    lora = sum("lora_" in name for name in names)
    trainable = sum(p.requires_grad for p in model.parameters())
    print("model:", type(model).__name__, "| lora:", lora, "| trainable:", trainable)
    # endregion
    check("LoRA is in it, but it is no PeftModel", lora == trainable == LORA_TENSORS)


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-flag", needs=["bitsandbytes"])
def extra_flag():
    """`model.is_quantized = False`: no error, and no quantized weight is trained."""
    model = load_4bit()
    model.is_quantized = False
    before, changed = train(model)
    print(before)
    quantized = [name for name, p in model.named_parameters() if "_proj" in name]
    check("14 matrices are quantized", len(quantized) == QUANTIZED)
    check("none of them is trainable", not set(quantized) & set(before))
    check("embeddings, norms and the head are", len(before) == 11)
    check("and some of them changed", "lm_head.weight" in changed)


@scenario("extra-own-loop", needs=["bitsandbytes"])
def extra_own_loop():
    """Without Trainer nobody refuses, and the same tensors are left out."""
    import torch

    model = load_4bit()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    batch = {name: tensor[None] for name, tensor in make_dataset()[0].items()}
    model(**batch).loss.backward()
    optimizer.step()
    without = [name for name, p in model.named_parameters() if p.grad is None]
    check("no quantized matrix has a gradient", len(without) == QUANTIZED)
    check("it is these", all("_proj" in name for name in without))


@scenario(
    "extra-requires-grad",
    expect="RuntimeError: only Tensors of floating point {rest} can require gradients",
    needs=["bitsandbytes"],
)
def extra_requires_grad():
    for parameter in load_4bit().parameters():
        parameter.requires_grad_(True)


@scenario(
    "extra-frozen-adapter",
    expect="RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
    needs=["bitsandbytes", "peft"],
)
def extra_frozen_adapter():
    """An adapter loaded for inference satisfies the check, and then fails in the first step."""
    from peft import PeftModel

    save_adapter()
    model = PeftModel.from_pretrained(load(quantization_config=nf4_config()), "my-adapter")
    train(model)


@scenario("extra-8bit-lora", needs=["bitsandbytes", "peft"])
def extra_8bit_lora():
    from peft import get_peft_model, prepare_model_for_kbit_training
    from transformers import BitsAndBytesConfig

    make_model_folder()
    model = load(quantization_config=BitsAndBytesConfig(load_in_8bit=True))
    model = get_peft_model(prepare_model_for_kbit_training(model), lora_config())
    check_lora_trained(*train(model))


@scenario("extra-torchao-int8", needs=["torchao", "peft"])
def extra_torchao_int8():
    from peft import get_peft_model
    from torchao.quantization import Int8WeightOnlyConfig
    from transformers import TorchAoConfig

    make_model_folder()
    model = load(quantization_config=TorchAoConfig(Int8WeightOnlyConfig()))
    check("its quantizer can", model.hf_quantizer.is_trainable)
    check_lora_trained(*train(get_peft_model(model, lora_config())))


@scenario("extra-lossy", needs=["bitsandbytes"])
def extra_lossy():
    """Dequantizing gives the rounded weights, not the original ones."""
    rounded = load_4bit().dequantize()
    original = load()
    name = "model.layers.0.mlp.up_proj.weight"
    a, b = (model.get_parameter(name).detach().float().cpu() for model in (rounded, original))
    error = ((a - b).norm() / b.norm()).item()
    print(f"relative error of {name}: {error:.3f}")
    check("it is some percent", 0.02 < error < 0.2)


@scenario(
    "extra-trl-both",
    expect="ValueError: You passed a `PeftModel` instance together with a `peft_config` to the "
    "trainer. Please first merge and unload the existing adapter",
    needs=["bitsandbytes", "peft", "trl"],
)
def extra_trl_both():
    """TRL's advice leads to error/merged where the base is quantized."""
    from peft import get_peft_model
    from trl import SFTTrainer

    SFTTrainer(
        model=get_peft_model(load_4bit(), lora_config()),
        args=make_sft_args(),
        train_dataset=make_text_dataset(),
        peft_config=lora_config(),
    )


@scenario("extra-trl-peft-model", needs=["bitsandbytes", "peft", "trl"])
def extra_trl_peft_model():
    from peft import get_peft_model
    from trl import SFTTrainer

    model = get_peft_model(load_4bit(), lora_config())
    trainer = SFTTrainer(model=model, args=make_sft_args(), train_dataset=make_text_dataset())
    before = trainable_of(trainer.model)
    trainer.train()
    check_lora_trained(before, changed_since(before, trainer.model))
