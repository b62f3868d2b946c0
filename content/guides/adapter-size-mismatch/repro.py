# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "safetensors==0.8.0",
# ]
# ///
"""Raises "size mismatch" between an adapter and its base as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/adapter-size-mismatch/repro.py --out OUT

No GPU is needed and nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes,
a Qwen3 of two layers with random weights and a tokenizer of 100 words for 128 embedding rows.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
#: The words that the training run added: 100 + 40 tokens do not fit into 128 rows.
NEW_TOKENS = [f"<tool_{number}>" for number in range(40)]
EMBEDDING = (
    "RuntimeError: Error(s) in loading state_dict for PeftModelForCausalLM:\n"
    "\tsize mismatch for base_model.model.model.embed_tokens.{module}.weight: "
    "copying a param with shape torch.Size([{saved}]) from checkpoint, "
    "the shape in current model is torch.Size([{current}])."
)
LORA_A = (
    "RuntimeError: Error(s) in loading state_dict for PeftModelForCausalLM:\n"
    "\tsize mismatch for base_model.model.model.layers.0.self_attn.q_proj.lora_A.default.weight: "
    "copying a param with shape torch.Size([{saved}]) from checkpoint, "
    "the shape in current model is torch.Size([{current}])."
)


def make_base(folder=MODEL, width=64, rows=128):
    """A folder with a Qwen3 and its tokenizer."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    words = {"<unk>": 0, "<eos>": 1, **{f"w{number}": number for number in range(2, 100)}}
    backend = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, unk_token="<unk>", eos_token="<eos>", pad_token="<eos>"
    )
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=rows,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        eos_token_id=1,
        tie_word_embeddings=False,
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def load_base(folder=MODEL):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(folder)


def load_tokenizer(folder=MODEL):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder)


def save_adapter(*, new_tokens=(), rank=8, marked=False, **options):
    """./my-adapter with its tokenizer, as a training run with these options leaves it."""
    import torch
    from peft import LoraConfig, get_peft_model

    make_base()
    model, tokenizer = load_base(), load_tokenizer()
    tokenizer.add_tokens(list(new_tokens))
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:
        model.resize_token_embeddings(len(tokenizer))
    config = LoraConfig(
        r=rank, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM", **options
    )
    model = get_peft_model(model, config)
    if marked:  # stands for training: every trainable number moves
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.requires_grad:
                    parameter.add_(0.5)
    model.save_pretrained("my-adapter")
    tokenizer.save_pretrained("my-adapter")
    return model


def save_extended_adapter(**options):
    """An adapter whose run added tokens and trained the embedding and the head in full."""
    return save_adapter(
        new_tokens=NEW_TOKENS, modules_to_save=["embed_tokens", "lm_head"], marked=True, **options
    )


def make_trainer(model, max_steps):
    """A Trainer that saves ./out/checkpoint-2 after its second step."""
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out", max_steps=max_steps, save_steps=2, report_to="none", use_cpu=True
    )
    rows = [{"input_ids": list(range(2, 18)), "labels": list(range(2, 18))} for _ in range(16)]
    return Trainer(model=model, args=args, train_dataset=rows)


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/resized-vocabulary",
    reproduces="peft-class-line",
    expect=EMBEDDING,
    needs=["peft"],
)
def error_resized_vocabulary():
    save_extended_adapter()
    # region: error/resized-vocabulary
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    model = PeftModel.from_pretrained(base, "my-adapter")  # trained with added tokens
    # endregion


@scenario("error/shrunk", reproduces="peft-class-line", expect=EMBEDDING, needs=["peft"])
def error_shrunk():
    """Nothing was added, but the embedding has more rows than the tokenizer has tokens."""
    save_adapter(modules_to_save=["embed_tokens", "lm_head"])
    base, tokenizer = load_base(), load_tokenizer("my-adapter")
    # region: error/shrunk
    from peft import PeftModel

    base.resize_token_embeddings(len(tokenizer))  # 128 rows become 100
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion


@scenario(
    "error/targeted-embedding",
    reproduces="peft-base-layer",
    expect="RuntimeError: Error(s) in loading state_dict for PeftModelForCausalLM:\n"
    "\tsize mismatch for base_model.model.model.embed_tokens.base_layer.weight: "
    "copying a param with shape torch.Size([{saved}]) from checkpoint, "
    "the shape in current model is torch.Size([{current}]).",
    needs=["peft"],
)
def error_targeted_embedding():
    """LoRA on the embedding itself: PEFT then saves the resized base layer, too."""
    from peft import LoraConfig, PeftModel, get_peft_model

    make_base()
    base = load_base()
    base.resize_token_embeddings(140)
    names = ["q_proj", "embed_tokens", "lm_head"]
    get_peft_model(base, LoraConfig(target_modules=names, task_type="CAUSAL_LM")).save_pretrained(
        "my-adapter"
    )
    PeftModel.from_pretrained(load_base(), "my-adapter")


@scenario("error/other-base", reproduces="peft-rank-8", expect=LORA_A, needs=["peft"])
def error_other_base():
    save_adapter()
    make_base("Qwen/Qwen3-1.7B", width=128)
    # region: error/other-base
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-1.7B")  # trained on the 0.6B
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion


@scenario("error/rank", reproduces="peft-rank-8", expect=LORA_A, needs=["peft", "accelerate"])
def error_rank():
    """The run was begun with r=8, and resumed by a script that says 16."""
    from peft import LoraConfig, get_peft_model

    make_base()
    old = LoraConfig(r=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    make_trainer(get_peft_model(load_base(), old), max_steps=2).train()
    base = load_base()
    # region: error/rank
    config = LoraConfig(r=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(base, config)  # checkpoint-2 has r=8
    # endregion
    trainer = make_trainer(model, max_steps=4)
    trainer.train(resume_from_checkpoint="out/checkpoint-2")


@scenario(
    "error/base-config",
    reproduces="report-error",
    expect="RuntimeError: You set `ignore_mismatched_sizes` to `False`, thus raising an error. "
    "For details look at the above report!",
    needs=["transformers>=5"],
)
def error_base_config():
    """No adapter yet: config.json was edited to make room for more tokens."""
    make_base()
    # region: error/base-config
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", vocab_size=140)
    # endregion
    del model


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-resize-base", needs=["peft"])
def fix_resize_base():
    import torch

    trained = save_extended_adapter()
    # region: fix-resize-base
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    tokenizer = AutoTokenizer.from_pretrained("my-adapter")  # the one of the training run
    if len(tokenizer) > base.get_input_embeddings().num_embeddings:
        base.resize_token_embeddings(len(tokenizer))
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    ids = torch.tensor([[5, tokenizer.convert_tokens_to_ids("<tool_39>"), 7]])
    with torch.no_grad():
        same = torch.allclose(
            model.eval()(input_ids=ids).logits, trained.eval()(input_ids=ids).logits, atol=1e-5
        )
    check("it computes what the trained model computed", same)


@scenario("fix-resize-base/merge", needs=["peft"])
def fix_resize_base_merge():
    import torch
    from peft import PeftModel

    trained = save_extended_adapter()
    base, tokenizer = load_base(), load_tokenizer("my-adapter")
    base.resize_token_embeddings(len(tokenizer))
    model = PeftModel.from_pretrained(base, "my-adapter")
    # region: fix-resize-base/merge
    merged = model.merge_and_unload()
    merged.save_pretrained("merged")
    tokenizer.save_pretrained("merged")
    # endregion
    ids = torch.tensor([[5, 139, 7]])
    loaded = load_base("merged")
    with torch.no_grad():
        same = torch.allclose(
            loaded(input_ids=ids).logits, trained.eval()(input_ids=ids).logits, atol=1e-4
        )
    check("the merged folder loads by itself and computes the same", same)
    check("its config has the new size", loaded.config.vocab_size == 140)


@scenario("fix-rows-of-file", needs=["peft"])
def fix_rows_of_file():
    """The run padded its rows, so the tokenizer's length is no guide."""
    from peft import LoraConfig, get_peft_model

    make_base()
    base = load_base()
    base.resize_token_embeddings(140, pad_to_multiple_of=64)
    config = LoraConfig(
        target_modules=["q_proj"],
        modules_to_save=["embed_tokens", "lm_head"],
        task_type="CAUSAL_LM",
    )
    get_peft_model(base, config).save_pretrained("my-adapter")
    base = load_base()
    # region: fix-rows-of-file
    from peft import PeftModel
    from safetensors import safe_open

    with safe_open("my-adapter/adapter_model.safetensors", framework="pt") as file:
        rows = {
            file.get_slice(key).get_shape()[0]
            for key in file.keys()
            if key.endswith(("embed_tokens.weight", "lm_head.weight", "base_layer.weight"))
        }
    print(rows, base.get_input_embeddings().num_embeddings)
    assert len(rows) == 1, "head and embedding differ, or the file holds neither"
    base.resize_token_embeddings(rows.pop())
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    check("192 rows, a multiple of 64", model.get_input_embeddings().weight.shape[0] == 192)


@scenario("fix-keep-rows", needs=["peft"])
def fix_keep_rows():
    save_adapter(modules_to_save=["embed_tokens", "lm_head"])
    base, tokenizer = load_base(), load_tokenizer("my-adapter")
    # region: fix-keep-rows
    from peft import PeftModel

    if len(tokenizer) > base.get_input_embeddings().num_embeddings:  # enlarge, never shrink
        base.resize_token_embeddings(len(tokenizer))
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    check("the 128 rows are still there", model.get_input_embeddings().weight.shape[0] == 128)


@scenario("fix-keep-rows/auto", needs=["peft>=0.15"])
def fix_keep_rows_auto():
    save_adapter(modules_to_save=["embed_tokens", "lm_head"])
    # region: fix-keep-rows/auto
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("my-adapter")  # peft >= 0.15.0
    # endregion
    check("the 128 rows are still there", model.get_input_embeddings().weight.shape[0] == 128)


@scenario("fix-right-base", needs=["peft"])
def fix_right_base():
    save_adapter()
    # region: fix-right-base
    from peft import PeftConfig, PeftModel
    from transformers import AutoModelForCausalLM

    config = PeftConfig.from_pretrained("my-adapter")
    print(config.base_model_name_or_path, config.revision, config.r)

    base = AutoModelForCausalLM.from_pretrained(
        config.base_model_name_or_path, revision=config.revision or "main"
    )
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    check("the adapter is loaded", sum("lora_A" in n for n, _ in model.named_parameters()) == 4)


@scenario("fix-same-rank", needs=["peft", "accelerate"])
def fix_same_rank():
    from peft import LoraConfig, get_peft_model

    make_base()
    old = LoraConfig(r=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    make_trainer(get_peft_model(load_base(), old), max_steps=2).train()
    base = load_base()
    # region: fix-same-rank
    from peft import PeftConfig, get_peft_model

    config = PeftConfig.from_pretrained("out/checkpoint-2")  # r, alpha, targets of the run
    config.inference_mode = False
    model = get_peft_model(base, config)
    # endregion
    trainer = make_trainer(model, max_steps=4)
    trainer.train(resume_from_checkpoint="out/checkpoint-2")
    check("it went on to step 4", trainer.state.global_step == 4)
    check("with the old rank", model.peft_config["default"].r == 8)


@scenario("fix-same-rank/new-adapter", needs=["peft"])
def fix_same_rank_new_adapter():
    import torch

    trained = save_adapter(marked=True)
    base = load_base()
    # region: fix-same-rank/new-adapter
    from peft import LoraConfig, PeftModel, get_peft_model

    base = PeftModel.from_pretrained(base, "my-adapter").merge_and_unload()  # r=8 goes in
    config = LoraConfig(r=16, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(base, config)  # r=16 starts on top of it
    # endregion
    ids = torch.arange(2, 18).reshape(1, 16)
    with torch.no_grad():
        same = torch.allclose(
            model.eval()(input_ids=ids).logits, trained.eval()(input_ids=ids).logits, atol=1e-4
        )
    check("it starts where the old adapter ended", same)


@scenario("fix-token-rows", needs=["peft>=0.15"])
def fix_token_rows():
    """New tokens that fit into the spare rows of the embedding: no resize at either end."""
    import os

    import torch

    make_base()
    base, tokenizer = load_base(), load_tokenizer()
    # region: fix-token-rows
    from peft import LoraConfig, get_peft_model

    tokenizer.add_tokens(["<tool_0>", "<tool_1>"])
    new_ids = tokenizer.convert_tokens_to_ids(["<tool_0>", "<tool_1>"])
    if len(tokenizer) > base.get_input_embeddings().num_embeddings:
        base.resize_token_embeddings(len(tokenizer))
    config = LoraConfig(
        r=8,
        target_modules=["q_proj", "v_proj"],
        trainable_token_indices={"embed_tokens": new_ids},
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(base, config)
    # endregion
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "trainable_tokens" in name:
                parameter.add_(0.5)
    model.save_pretrained("my-adapter")
    from peft import PeftModel
    from safetensors import safe_open

    with safe_open("my-adapter/adapter_model.safetensors", framework="pt") as file:
        shapes = {key: file.get_slice(key).get_shape() for key in file.keys()}
    print({key: shape for key, shape in shapes.items() if "token" in key})
    print(os.path.getsize("my-adapter/adapter_model.safetensors"), "bytes")
    check("only the new rows are saved", [2, 64] in list(map(list, shapes.values())))
    loaded = PeftModel.from_pretrained(load_base(), "my-adapter").eval()
    ids = torch.tensor([[5, new_ids[1], 7]])
    with torch.no_grad():
        same = torch.allclose(
            loaded(input_ids=ids).logits, model.eval()(input_ids=ids).logits, atol=1e-5
        )
    check("the unresized base gives the same logits", same)


@scenario("fix-resize-model", needs=["transformers>=5"])
def fix_resize_model():
    make_base()
    # region: fix-resize-model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")  # as its file says
    model.resize_token_embeddings(140)  # then change it
    model.save_pretrained("my-base")
    # endregion
    loaded = load_base("my-base")
    check("the folder loads with its new size", loaded.config.vocab_size == 140)


@scenario("check-shapes", needs=["peft"])
def check_shapes():
    save_extended_adapter()
    base = load_base()
    # region: check-shapes
    from safetensors import safe_open

    own = dict(base.named_parameters())
    with safe_open("my-adapter/adapter_model.safetensors", framework="pt") as file:
        for key in file.keys():
            shape = file.get_slice(key).get_shape()
            name = key.removeprefix("base_model.model.").replace(".base_layer", "")
            if name in own and list(own[name].shape) != list(shape):
                print(f"{name}: adapter {shape}, base {list(own[name].shape)}")
            elif "layers.0." in key and "lora_A" in key:
                print(f"{name}: rank {shape[0]}, input {shape[1]}")
    # endregion
    check("both were compared", {"model.embed_tokens.weight", "lm_head.weight"} <= set(own))


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-ignore-mismatched", needs=["peft"])
def extra_ignore_mismatched():
    """`ignore_mismatched_sizes=True` loads, and leaves the trained embedding and head out."""
    import torch
    from peft import PeftModel

    trained = save_extended_adapter()
    model = PeftModel.from_pretrained(load_base(), "my-adapter", ignore_mismatched_sizes=True)
    own = model.get_input_embeddings().weight
    old = load_base().get_input_embeddings().weight
    check("the embedding is the untrained one", torch.equal(own, old))
    check("the trained one differs", trained.get_input_embeddings().weight.shape[0] == 140)


@scenario("extra-strict-false", expect=EMBEDDING, needs=["peft"])
def extra_strict_false():
    """strict=False is about missing and unexpected keys, never about shapes."""
    from peft import LoraConfig, get_peft_model

    trained = save_extended_adapter()
    config = LoraConfig(
        r=8,
        target_modules=["q_proj", "v_proj"],
        modules_to_save=["embed_tokens", "lm_head"],
        task_type="CAUSAL_LM",
    )
    get_peft_model(load_base(), config).load_state_dict(trained.state_dict(), strict=False)


@scenario("extra-edited-alpha", needs=["peft"])
def extra_edited_alpha():
    """No shape tells of a wrong lora_alpha: it loads, and scales the adapter wrongly."""
    import json
    from pathlib import Path

    import torch
    from peft import PeftModel

    trained = save_adapter(marked=True, lora_alpha=16)
    path = Path("my-adapter/adapter_config.json")
    config = json.loads(path.read_text())
    config["lora_alpha"] = 64
    path.write_text(json.dumps(config))
    model = PeftModel.from_pretrained(load_base(), "my-adapter").eval()
    ids = torch.arange(2, 18).reshape(1, 16)
    with torch.no_grad():
        same = torch.allclose(
            model(input_ids=ids).logits, trained.eval()(input_ids=ids).logits, atol=1e-3
        )
    check("it loads and computes something else", not same)


@scenario("extra-resize-late", expect=EMBEDDING, needs=["peft"])
def extra_resize_late():
    from peft import PeftModel

    save_extended_adapter()
    model = PeftModel.from_pretrained(load_base(), "my-adapter")
    model.resize_token_embeddings(140)


@scenario("extra-silent", needs=["peft"])
def extra_silent():
    """Offline and with the base out of reach PEFT cannot see the resize: the rows are not saved."""
    import os
    from pathlib import Path

    os.environ["HF_HUB_OFFLINE"] = "1"
    from peft import LoraConfig, PeftModel, get_peft_model
    from safetensors import safe_open

    make_base("my-base")
    base = load_base("my-base")
    base.resize_token_embeddings(140)
    Path("my-base").rename("moved")
    config = LoraConfig(target_modules=["q_proj"], task_type="CAUSAL_LM")
    get_peft_model(base, config).save_pretrained("my-adapter")
    with safe_open("my-adapter/adapter_model.safetensors", framework="pt") as file:
        keys = list(file.keys())
    check("no embedding was saved", not any("embed" in key or "lm_head" in key for key in keys))
    model = PeftModel.from_pretrained(load_base("moved"), "my-adapter")
    check("it loads on 128 rows", model.get_input_embeddings().num_embeddings == 128)


@scenario(
    "extra-auto-saved",
    reproduces="peft-class-line",
    expect="RuntimeError: Error(s) in loading state_dict for PeftModelForCausalLM:\n"
    "\tsize mismatch for base_model.model.model.embed_tokens.weight: "
    "copying a param with shape torch.Size([{saved}]) from checkpoint, "
    "the shape in current model is torch.Size([{current}]).",
    needs=["peft"],
)
def extra_auto_saved():
    """With the base's config in reach PEFT saves a resized embedding by itself."""
    from peft import PeftModel

    save_adapter(new_tokens=NEW_TOKENS)
    PeftModel.from_pretrained(load_base(), "my-adapter")


@scenario("extra-token-rows-resized", needs=["peft>=0.15"])
def extra_token_rows_resized():
    """Trainable token rows beyond the base's size: the resized embedding is saved all the same."""
    from safetensors import safe_open

    save_adapter(new_tokens=NEW_TOKENS, trainable_token_indices={"embed_tokens": [130, 139]})
    with safe_open("my-adapter/adapter_model.safetensors", framework="pt") as file:
        shapes = {key: file.get_slice(key).get_shape() for key in file.keys()}
    print({key: shape for key, shape in shapes.items() if "layers" not in key})
    check("a tensor of 140 rows is saved", any(shape[0] == 140 for shape in shapes.values()))
