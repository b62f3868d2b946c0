# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "trl==1.15.0",
#   "datasets==4.8.0",
#   "bitsandbytes==0.50.2",
#   "flash-attn==2.8.3.post2",
# ]
# ///
"""Raises "FlashAttention only support fp16 and bf16 data type" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/flash-attn-dtype/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes in the scenario's own
working directory, a Qwen3 with the same code and random weights of a few megabytes, so every
snippet reads, and runs, as it would with the real checkpoint.

Two scenarios need Unsloth before 2026.7.1 and one needs a newer Unsloth: run them with `--only`, in
environments of their own (2026.6.9 wants transformers<=5.5.0 and trl<=0.24.0).
"""

import contextlib
import io
import os

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
FA2 = "RuntimeError: FlashAttention only support fp16 and bf16 data type"


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights, and a tokenizer of 97 words."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        WORDS, vocab_size=512, special_tokens=["<pad>", "<eos>"], show_progress=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer._tokenizer,
        pad_token="<pad>",
        eos_token="<eos>",
        model_max_length=512,
    ).save_pretrained(MODEL)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=256,
        intermediate_size=512,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=64,
        max_position_embeddings=512,
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


WORDS = [f"word{index}" for index in range(97)]


def token_batch(device="cuda"):
    """Two sequences of 64 tokens, without padding."""
    import torch

    generator = torch.Generator().manual_seed(0)
    return torch.randint(3, 100, (2, 64), generator=generator).to(device)


def token_dataset():
    """Sixteen sequences of 64 tokens for `Trainer`."""
    rows = token_batch("cpu").repeat(8, 1)
    return [{"input_ids": row, "labels": row.clone()} for row in rows]


def text_dataset():
    """Sixteen short texts for `SFTTrainer`."""
    from datasets import Dataset

    return Dataset.from_dict({"text": [" ".join(WORDS[start : start + 60]) for start in range(16)]})


def use_flash_attn_without_cast():
    """Register an attention function that hands q, k and v to `flash_attn_func` as they come.

    transformers' own `flash_attention_2` casts float32 tensors back before the call. Unsloth
    before 2026.7.1 and many model repositories call `flash_attn_func` themselves, like this.
    """
    from flash_attn import flash_attn_func
    from transformers import AttentionInterface, AttentionMaskInterface

    def uncast_attention(module, query, key, value, attention_mask, scaling=None, **kwargs):
        note_dtypes(query, key, value)
        q, k, v = (t.transpose(1, 2) for t in (query, key, value))
        return flash_attn_func(q, k, v, softmax_scale=scaling, causal=True), None

    AttentionInterface.register("uncast_attention", uncast_attention)
    AttentionMaskInterface.register("uncast_attention", lambda *args, **kwargs: None)


SEEN = []


def note_dtypes(query, key, value):
    """Remember, and print, the dtypes that reached the attention call."""
    names = tuple(str(t.dtype).removeprefix("torch.") for t in (query, key, value))
    SEEN.append(names)
    print("at attention: q={} k={} v={}".format(*names))


def load_4bit(attention, dtype="bfloat16"):
    """The model in bitsandbytes' nf4, computing in `dtype`."""
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    quantization = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=getattr(torch, dtype)
    )
    return AutoModelForCausalLM.from_pretrained(
        MODEL,
        quantization_config=quantization,
        dtype=getattr(torch, dtype),
        attn_implementation=attention,
        device_map={"": 0},
    )


def train_two_steps(model, input_ids, dtype="bfloat16"):
    """Two AdamW steps under autocast; the losses must be finite."""
    import torch

    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=1e-4)
    model.train()
    for _ in range(2):
        with torch.autocast("cuda", dtype=getattr(torch, dtype)):
            loss = model(input_ids=input_ids, labels=input_ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        check("loss is finite", bool(torch.isfinite(loss)))
        print(f"loss {loss.item():.4f}")


def check_losses(trainer):
    """Every logged loss of a `Trainer` is finite."""
    import math

    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print("losses", losses)
    check("at least two finite losses", len(losses) >= 2 and all(math.isfinite(x) for x in losses))


def unsloth_dora_trainer():
    """Unsloth, 4 bits, DoRA, `bf16=True`, with its FlashAttention path on."""
    from unsloth import FastLanguageModel  # before transformers and trl
    from unsloth.models._utils import HAS_FLASH_ATTENTION

    from transformers import Trainer, TrainingArguments

    check("Unsloth uses FlashAttention 2", HAS_FLASH_ATTENTION)
    make_model_folder()
    os.rename(MODEL, "my-model")  # Unsloth maps the real name to a checkpoint of its own
    model, tokenizer = FastLanguageModel.from_pretrained(
        "my-model", max_seq_length=256, load_in_4bit=True
    )
    model = FastLanguageModel.get_peft_model(
        model, r=16, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"], use_dora=True
    )
    args = TrainingArguments(
        output_dir="out",
        bf16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
        per_device_train_batch_size=2,
    )
    return Trainer(model=model, args=args, train_dataset=token_dataset())


# ----------------------------------------------------------------------------------- errors


@scenario("error/kernel", reproduces="fa2", expect=FA2, needs=["sm>=80", "flash-attn"])
def error_kernel():
    # region: error/kernel
    import torch
    from flash_attn import flash_attn_func

    # (batch, length, heads, head_dim); torch.randn gives float32 unless told otherwise
    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda") for _ in range(3))
    flash_attn_func(q, k, v, causal=True)
    # endregion


@scenario(
    "error/dora-4bit",
    reproduces="fa2",
    expect=FA2,
    needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"],
)
def error_dora_4bit():
    make_model_folder()
    use_flash_attn_without_cast()
    model = load_4bit("uncast_attention")
    input_ids = token_batch()
    # region: error/dora-4bit
    import torch
    from peft import LoraConfig, get_peft_model

    # `model` is a 4-bit model whose attention calls flash_attn_func without a cast.
    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
        use_dora=True,
    )
    model = get_peft_model(model, config)

    with torch.autocast("cuda", dtype=torch.bfloat16):  # what bf16=True does
        loss = model(input_ids=input_ids, labels=input_ids).loss
    # endregion


@scenario(
    "error/no-mixed-precision",
    reproduces="fa2",
    expect=FA2,
    needs=["sm>=80", "flash-attn", "accelerate"],
)
def error_no_mixed_precision():
    make_model_folder()
    train_dataset = token_dataset()
    # region: error/no-mixed-precision
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float32,  # what transformers 4 loads unless told otherwise
        attn_implementation="flash_attention_2",
    )
    args = TrainingArguments(
        output_dir="out",
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/autocast-mismatch", reproduces="fa2", expect=FA2, needs=["sm>=80", "flash-attn"])
def error_autocast_mismatch():
    """RoPE multiplies q and k by cos and sin of another 16-bit type: the result is float32."""
    make_model_folder()
    use_flash_attn_without_cast()
    train_dataset = token_dataset()
    # region: error/autocast-mismatch
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float16,  # float16 weights under bfloat16 autocast
        attn_implementation="uncast_attention",  # calls flash_attn_func without a cast
    )
    args = TrainingArguments(
        output_dir="out",
        bf16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario("error/upcast-rope", reproduces="fa2", expect=FA2, needs=["sm>=80", "flash-attn"])
def error_upcast_rope():
    import torch

    # region: error/upcast-rope
    from flash_attn import flash_attn_func

    def rotate_half(x):
        left, right = x.chunk(2, dim=-1)
        return torch.cat((-right, left), dim=-1)

    def attention(q, k, v, cos, sin):
        q = q * cos + rotate_half(q) * sin  # bfloat16 * float32 is float32
        k = k * cos + rotate_half(k) * sin
        return flash_attn_func(q, k, v, causal=True)

    # endregion
    attention(*rope_inputs())


def rope_inputs(dtype="bfloat16"):
    """q, k, v in 16 bits; cos and sin in float32, as RoPE tables usually are."""
    import torch

    q, k, v = (
        torch.randn(2, 64, 4, 64, device="cuda", dtype=getattr(torch, dtype)) for _ in range(3)
    )
    angles = torch.outer(
        torch.arange(64, device="cuda"), 1e4 ** -(torch.arange(32, device="cuda") / 32)
    )
    angles = torch.cat((angles, angles), dim=-1)[None, :, None, :]
    return q, k, v, angles.cos(), angles.sin()


def float32_attention(q, k, v):
    """Causal attention in float32 for tensors laid out as flash_attn_func takes them."""
    import torch.nn.functional as F

    q, k, v = (t.transpose(1, 2) for t in (q, k, v))
    return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2)


def difference(output, exact):
    """The largest absolute difference of two tensors, printed."""
    largest = (output.float() - exact.float()).abs().max().item()
    print(f"largest difference {largest:.4f}")
    return largest


@scenario("error/outside-autocast", reproduces="fa2", expect=FA2, needs=["sm>=80", "flash-attn"])
def error_outside_autocast():
    make_model_folder()
    input_ids = token_batch()
    # region: error/outside-autocast
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.float32,
        attn_implementation="flash_attention_2",
    ).cuda()

    with torch.autocast("cuda", dtype=torch.bfloat16):
        loss = model(input_ids=input_ids, labels=input_ids).loss  # runs
    loss.backward()

    model.eval()
    with torch.no_grad():
        model(input_ids=input_ids)  # no autocast here: q, k and v are float32
    # endregion


@scenario(
    "error/kbit-upcast",
    reproduces="fa2",
    expect=FA2,
    needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"],
)
def error_kbit_upcast():
    make_model_folder()
    use_flash_attn_without_cast()
    model = load_4bit("uncast_attention")
    input_ids = token_batch()
    # region: error/kbit-upcast
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    # `model` is a 4-bit model whose attention calls flash_attn_func without a cast.
    model = prepare_model_for_kbit_training(model)  # makes norms and embeddings float32
    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
    )
    model = get_peft_model(model, config)

    with torch.autocast("cuda", dtype=torch.bfloat16):
        loss = model(input_ids=input_ids, labels=input_ids).loss
    # endregion


@scenario(
    "error/unsloth-dora",
    reproduces="fa2",
    expect=FA2,
    needs=["sm>=80", "flash-attn", "unsloth<2026.7.1"],
)
def error_unsloth_dora():
    unsloth_dora_trainer().train()


@scenario(
    "error/data-parallel",
    reproduces="fa2",
    expect=FA2,
    needs=["gpus>=2", "sm>=80", "flash-attn"],
)
def error_data_parallel():
    """The replicas run in threads, and those do not inherit autocast's dtype."""
    make_model_folder()
    use_flash_attn_without_cast()
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        MODEL, dtype="bfloat16", attn_implementation="uncast_attention"
    ).cuda()
    replicas = torch.nn.DataParallel(model)
    input_ids = token_batch()
    with torch.autocast("cuda", dtype=torch.bfloat16):
        replicas(input_ids=input_ids, labels=input_ids)


@scenario("error/bundled-kernel", reproduces="fa2", expect=FA2, needs=["sm>=80"])
def error_bundled_kernel():
    """PyTorch carries FlashAttention 2; SDPA filters dtypes before it, a direct call does not."""
    import torch

    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda") for _ in range(3))
    torch.ops.aten._flash_attention_forward(q, k, v, None, None, 128, 128, 0.0, True, False)


@scenario(
    "error/dora-mlp-only",
    reproduces="fa2",
    expect=FA2,
    needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"],
)
def error_dora_mlp_only():
    """Keeping DoRA away from q, k and v does not help: the residual stream becomes float32."""
    make_model_folder()
    use_flash_attn_without_cast()
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16, target_modules=["o_proj", "up_proj", "down_proj", "gate_proj"], use_dora=True
    )
    train_two_steps(get_peft_model(load_4bit("uncast_attention"), config), token_batch())


@scenario(
    "error/dora-kv-only",
    reproduces="fa2-mixed",
    expect="RuntimeError: query and key must have the same dtype",
    needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"],
)
def error_dora_kv_only():
    """transformers' own cast looks at q only, so DoRA on k and v alone passes by it."""
    make_model_folder()
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=16, target_modules=["k_proj", "v_proj"], use_dora=True)
    train_two_steps(get_peft_model(load_4bit("flash_attention_2"), config), token_batch())


@scenario(
    "error/sdpa-flash-only",
    expect="RuntimeError: No available kernel. Aborting execution.",
    needs=["sm>=80"],
)
def error_sdpa_flash_only():
    """With every other back-end off, SDPA says in warnings why it cannot use FlashAttention."""
    import torch
    import torch.nn.functional as F
    from torch.nn.attention import SDPBackend, sdpa_kernel

    q, k, v = (torch.randn(1, 8, 128, 64, device="cuda") for _ in range(3))
    with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
        F.scaled_dot_product_attention(q, k, v, is_causal=True)


@scenario(
    "error/sdpa-mixed",
    reproduces="sdpa-mixed",
    expect="RuntimeError: Expected query, key, and value to have the same dtype, but got "
    "query.dtype: float key.dtype: c10::Half and value.dtype: c10::Half instead.",
    needs=["torch"],
)
def error_sdpa_mixed():
    import torch
    import torch.nn.functional as F

    q, k, v = (torch.randn(1, 8, 128, 64) for _ in range(3))
    F.scaled_dot_product_attention(q, k.half(), v.half(), is_causal=True)


@scenario(
    "error/trainer-fp16-argument",
    expect="TypeError: Trainer.__init__() got an unexpected keyword argument 'fp16'",
    needs=["transformers", "accelerate"],
)
def error_trainer_fp16_argument():
    make_model_folder()
    from transformers import AutoModelForCausalLM, Trainer

    Trainer(
        model=AutoModelForCausalLM.from_pretrained(MODEL), train_dataset=token_dataset(), fp16=True
    )


@scenario(
    "error/both-flags",
    expect="ValueError: At most one of fp16 and bf16 can be True, but not both",
    needs=["cuda", "transformers", "accelerate"],
)
def error_both_flags():
    from transformers import TrainingArguments

    TrainingArguments(output_dir="out", fp16=True, bf16=True)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-mixed-precision/trl", needs=["sm>=80", "flash-attn", "trl"])
def fix_mixed_precision_trl():
    make_model_folder()
    train_dataset = text_dataset()
    # region: fix-mixed-precision/trl
    from trl import SFTConfig, SFTTrainer

    config = SFTConfig(
        output_dir="out",
        bf16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
        model_init_kwargs={
            "dtype": "bfloat16",
            "attn_implementation": "flash_attention_2",
        },
    )
    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        args=config,
        train_dataset=train_dataset,
    )
    trainer.train()
    # endregion
    check_losses(trainer)
    check(
        "model uses flash_attention_2",
        trainer.model.config._attn_implementation == "flash_attention_2",
    )


@scenario("fix-mixed-precision/transformers", needs=["sm>=80", "flash-attn", "accelerate"])
def fix_mixed_precision_transformers():
    make_model_folder()
    train_dataset = token_dataset()
    # region: fix-mixed-precision/transformers
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,  # torch_dtype= before transformers 4.56
        attn_implementation="flash_attention_2",
    )
    args = TrainingArguments(
        output_dir="out",
        bf16=True,  # an argument of TrainingArguments, not of Trainer
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)


@scenario("fix-mixed-precision/pytorch", needs=["sm>=80", "flash-attn"])
def fix_mixed_precision_pytorch():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        MODEL, dtype="float32", attn_implementation="flash_attention_2"
    ).cuda()
    batches = [token_batch()] * 2
    # region: fix-mixed-precision/pytorch
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
    autocast = torch.autocast("cuda", dtype=torch.bfloat16)

    model.train()
    for input_ids in batches:
        with autocast:
            loss = model(input_ids=input_ids, labels=input_ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

    model.eval()
    with torch.no_grad(), autocast:  # evaluation and generation need it too
        logits = model(input_ids=input_ids).logits
    # endregion
    check("loss is finite", bool(torch.isfinite(loss)))
    check("logits are finite", bool(torch.isfinite(logits).all()))


@scenario("fix-match-dtypes/transformers", needs=["sm>=80", "flash-attn", "accelerate"])
def fix_match_dtypes_transformers():
    make_model_folder()
    use_flash_attn_without_cast()
    train_dataset = token_dataset()
    # region: fix-match-dtypes/transformers
    import torch
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        dtype=torch.bfloat16,  # the type that bf16=True computes in
        attn_implementation="flash_attention_2",
    )
    args = TrainingArguments(
        output_dir="out",
        bf16=True,
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check_losses(trainer)
    # transformers' flash_attention_2 would have cast: ask an attention that does not.
    model.set_attn_implementation("uncast_attention")
    train_two_steps(model, token_batch())
    check("q, k and v are bfloat16", set(SEEN) == {("bfloat16",) * 3})


@scenario("fix-cast-back", needs=["sm>=80", "flash-attn"])
def fix_cast_back():
    import torch

    # region: fix-cast-back
    from flash_attn import flash_attn_func

    def rotate_half(x):
        left, right = x.chunk(2, dim=-1)
        return torch.cat((-right, left), dim=-1)

    def attention(q, k, v, cos, sin):
        dtype = v.dtype
        q = (q * cos + rotate_half(q) * sin).to(dtype)  # rotate in float32, then cast back
        k = (k * cos + rotate_half(k) * sin).to(dtype)
        return flash_attn_func(q, k, v, causal=True)

    # endregion
    q, k, v, cos, sin = rope_inputs()
    output = attention(q, k, v, cos, sin)
    check("output is bfloat16", output.dtype == torch.bfloat16)
    q, k, v = (t.float() for t in (q, k, v))
    exact = float32_attention(q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin, v)
    check("output is that of float32 attention to 0.05", difference(output, exact) < 0.05)


@scenario("fix-cast-qkv/pytorch", needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"])
def fix_cast_qkv_pytorch():
    # region: fix-cast-qkv/pytorch
    import torch
    from flash_attn import flash_attn_func

    def flash_attention(q, k, v, **kwargs):
        """flash_attn_func for tensors that a norm, RoPE or an adapter made float32."""
        if torch.is_autocast_enabled("cuda"):
            dtype = torch.get_autocast_dtype("cuda")
        else:
            dtype = torch.bfloat16
        # All three: only q is checked first, but k and v must have its type.
        q, k, v = (t.to(dtype) for t in (q, k, v))
        return flash_attn_func(q, k, v, **kwargs)

    # endregion
    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda") for _ in range(3))
    output = flash_attention(q, k, v, causal=True)
    check("it is float32 attention to 0.05", difference(output, float32_attention(q, k, v)) < 0.05)
    run_dora_4bit_with(flash_attention, ["q_proj", "k_proj", "v_proj", "o_proj"])
    run_dora_4bit_with(flash_attention, ["k_proj", "v_proj"])


def run_dora_4bit_with(flash_attention, target_modules):
    """Train 4-bit DoRA on a model whose attention is `flash_attention`."""
    from peft import LoraConfig, get_peft_model
    from transformers import AttentionInterface, AttentionMaskInterface

    def attend(module, query, key, value, attention_mask, scaling=None, **kwargs):
        note_dtypes(query, key, value)
        q, k, v = (t.transpose(1, 2) for t in (query, key, value))
        return flash_attention(q, k, v, softmax_scale=scaling, causal=True), None

    AttentionInterface.register("cast_attention", attend)
    AttentionMaskInterface.register("cast_attention", lambda *args, **kwargs: None)
    if not os.path.isdir(MODEL):
        make_model_folder()
    SEEN.clear()
    config = LoraConfig(r=16, target_modules=target_modules, use_dora=True)
    model = get_peft_model(load_4bit("cast_attention"), config)
    train_two_steps(model, token_batch())
    check(
        "some tensor arrived as float32, so the cast was needed", any("float32" in s for s in SEEN)
    )


@scenario("fix-cast-qkv/unsloth", needs=["sm>=80", "flash-attn", "unsloth<2026.7.1"])
def fix_cast_qkv_unsloth():
    # region: fix-cast-qkv/unsloth
    # For Unsloth up to 2026.6.9; 2026.7.1 and newer cast by themselves.
    import torch
    import unsloth  # before transformers, trl and peft
    from unsloth.utils import attention_dispatch

    def with_cast(flash_attention):
        def call(q, k, v, *args, **kwargs):
            in_autocast = torch.is_autocast_enabled("cuda")
            dtype = torch.get_autocast_dtype("cuda") if in_autocast else torch.bfloat16
            return flash_attention(q.to(dtype), k.to(dtype), v.to(dtype), *args, **kwargs)

        return call

    for name in ("flash_attn_func", "flash_attn_varlen_func"):
        original = getattr(attention_dispatch, name)
        setattr(attention_dispatch, name, with_cast(original))
    # endregion
    trainer = unsloth_dora_trainer()
    trainer.train()
    check_losses(trainer)


@scenario("fix-adapter-dtype", needs=["sm>=80", "flash-attn", "bitsandbytes", "peft>=0.19"])
def fix_adapter_dtype():
    make_model_folder()
    use_flash_attn_without_cast()
    model = load_4bit("uncast_attention")
    input_ids = token_batch()
    # region: fix-adapter-dtype
    import torch
    from peft import LoraConfig, get_peft_model

    # `model` is a 4-bit model whose attention calls flash_attn_func without a cast.
    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
        use_dora=True,
    )
    # Keeps the adapter weights in bfloat16; on a 4-bit model this needs peft 0.19 or newer.
    model = get_peft_model(model, config, autocast_adapter_dtype=False)

    with torch.autocast("cuda", dtype=torch.bfloat16):  # what bf16=True does
        loss = model(input_ids=input_ids, labels=input_ids).loss
    # endregion
    train_two_steps(model, token_batch())
    check("q, k and v are bfloat16", set(SEEN) == {("bfloat16",) * 3})


@scenario("fix-sdpa/transformers", needs=["cuda", "bitsandbytes", "peft"])
def fix_sdpa_transformers():
    make_model_folder()
    # region: fix-sdpa/transformers
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    quantization = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        quantization_config=quantization,
        dtype=torch.bfloat16,
        attn_implementation="sdpa",  # casts under autocast, accepts float32 outside it
    )
    # endregion
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"], use_dora=True
    )
    train_two_steps(get_peft_model(model, config), token_batch())


@scenario("fix-sdpa/pytorch", needs=["cuda"])
def fix_sdpa_pytorch():
    import torch

    q, k, v = (torch.randn(1, 128, 8, 64, device="cuda") for _ in range(3))
    # region: fix-sdpa/pytorch
    import torch.nn.functional as F

    # q, k and v as flash_attn_func takes them: (batch, length, heads, head_dim).
    # SDPA wants the heads before the length, and accepts float32.
    q, k, v = (t.transpose(1, 2) for t in (q, k, v))
    output = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    output = output.transpose(1, 2)
    # endregion
    check("shape is (batch, length, heads, head_dim)", output.shape == (1, 128, 8, 64))
    check("output is float32", output.dtype == torch.float32)


@scenario("fix-without-dora", needs=["sm>=80", "flash-attn", "bitsandbytes", "peft"])
def fix_without_dora():
    make_model_folder()
    use_flash_attn_without_cast()
    model = load_4bit("uncast_attention")
    # region: fix-without-dora
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=16,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
        use_dora=False,
        use_rslora=True,  # scales by alpha / sqrt(r); helps higher ranks
    )
    model = get_peft_model(model, config)
    # endregion
    train_two_steps(model, token_batch())
    check("q, k and v are bfloat16", set(SEEN) == {("bfloat16",) * 3})


@scenario("check-dtypes", needs=["cuda"])
def check_dtypes():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        MODEL, dtype="float16", attn_implementation="sdpa"
    ).cuda()
    input_ids = token_batch()
    # region: check-dtypes
    import torch
    from transformers import AttentionInterface
    from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

    name = model.config._attn_implementation  # "flash_attention_2", "sdpa", ...
    attention = ALL_ATTENTION_FUNCTIONS[name]

    def report(module, query, key, value, *args, **kwargs):
        in_autocast = torch.is_autocast_enabled("cuda")
        autocast = torch.get_autocast_dtype("cuda") if in_autocast else "off"
        dtypes = f"q={query.dtype} k={key.dtype} v={value.dtype}"
        print(f"layer {module.layer_idx}: {dtypes} autocast={autocast}")
        return attention(module, query, key, value, *args, **kwargs)

    AttentionInterface.register(name, report)  # then run one training step
    # endregion
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), torch.autocast("cuda", dtype=torch.bfloat16):
        model(input_ids=input_ids, labels=input_ids)
    print(printed.getvalue(), end="")
    check("it reports both layers", printed.getvalue().count("autocast=torch.bfloat16") == 2)
    check("it finds float32", printed.getvalue().count("q=torch.float32") == 2)


@scenario("check-probe", needs=["transformers", "peft", "bitsandbytes"])
def check_probe():
    """The dtypes at attention, and the first module that leaves 16 bits, cause by cause."""
    make_model_folder()
    # region: check-probe
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    class Probe(TorchDispatchMode):  # with Probe(model): run the step that raises
        def __init__(self, model):
            super().__init__()
            self.seen, self.first, self.state = set(), "", "autocast=off grad=True"
            dtypes = [str(p.dtype)[6:] for p in model.parameters()]  # without "torch."
            self.weights = f"weights={dtypes[0]} packed={'uint8' in dtypes}"
            for module in model.modules():
                module.register_forward_hook(self.after, with_kwargs=True)

        def after(self, module, args, kwargs, output):
            output = output[0] if isinstance(output, tuple) else output
            given = [t.dtype for t in (*args, *kwargs.values()) if torch.is_tensor(t)]
            if torch.is_tensor(output) and output.dtype == torch.float32 not in given[:1]:
                self.first = self.first or type(module).__name__
            device = "cuda" if torch.cuda.is_available() else "cpu"
            cast = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else "off"
            self.state = f"autocast={cast} grad={torch.is_grad_enabled()}".replace("torch.", "")

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            name = func.name()
            if ("attn" in name or "attention" in name) and "backward" not in name:
                q, k, v = (str(t.dtype)[6:] for t in args[:3])
                line = f"q={q} k={k} v={v} {self.state} {self.weights} first={self.first or None}"
                if line not in self.seen:
                    print("tracebook-probe", line)
                self.seen.add(line)
            return func(*args, **(kwargs or {}))

    # endregion
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
    from transformers import AttentionInterface, AttentionMaskInterface, AutoModelForCausalLM
    from transformers import BitsAndBytesConfig

    device = "cuda" if torch.cuda.is_available() else "cpu"
    # PyTorch's own kernels: called like this, autocast does not cast for them either.
    kernel = getattr(
        torch.ops.aten,
        f"_scaled_dot_product_{'efficient' if device == 'cuda' else 'flash'}_attention"
        + ("" if device == "cuda" else "_for_cpu"),
    )
    middle = (None, True) if device == "cuda" else ()

    def uncast_attention(module, query, key, value, attention_mask, **kwargs):
        out = kernel(query, key, value, *middle, 0.0, True)[0]
        return out.transpose(1, 2), None

    AttentionInterface.register("uncast_attention", uncast_attention)
    AttentionMaskInterface.register("uncast_attention", lambda *args, **kwargs: None)

    def load(dtype, in_4bit=False):
        quantization = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
        )
        return AutoModelForCausalLM.from_pretrained(
            MODEL,
            quantization_config=quantization if in_4bit else None,
            dtype=dtype,
            attn_implementation="uncast_attention",
            device_map={"": device},
        )

    def printed(model, autocast, grad=True):
        text = io.StringIO()
        dtype = getattr(torch, autocast or "bfloat16")
        casts = torch.autocast(device, dtype, enabled=bool(autocast))
        with contextlib.redirect_stdout(text), contextlib.suppress(RuntimeError):
            with Probe(model), casts, torch.set_grad_enabled(grad):
                model(input_ids=token_batch(device), use_cache=False)
        print(text.getvalue(), end="")
        return text.getvalue()

    targets = {"r": 4, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]}
    if device == "cuda":  # PEFT asks for CUDA's autocast alone
        dora = get_peft_model(load("bfloat16", True), LoraConfig(use_dora=True, **targets))
        check("DoRA is named", "first=DoraLinearLayer" in printed(dora, "bfloat16"))
    kbit = prepare_model_for_kbit_training(load("bfloat16", True))
    line = printed(get_peft_model(kbit, LoraConfig(**targets)), "bfloat16")
    check("float32 from the embedding on", "packed=True first=Embedding" in line)
    all_float32 = "q=float32 k=float32 v=float32 autocast=off"
    line = printed(load("float32"), None)
    check("no autocast in training", f"{all_float32} grad=True weights=float32" in line)
    line = printed(load("float32"), None, grad=False)
    check("no autocast in evaluation", f"{all_float32} grad=False weights=float32" in line)
    line = printed(load("float16"), "bfloat16")
    check("two 16-bit types", "autocast=bfloat16 grad=True weights=float16" in line)
    line = printed(load("bfloat16"), "bfloat16")
    check("a sound run", "q=bfloat16 k=bfloat16 v=bfloat16" in line)


@scenario("fix-upgrade-unsloth", needs=["sm>=80", "flash-attn", "unsloth>=2026.7.1"])
def fix_upgrade_unsloth():
    trainer = unsloth_dora_trainer()
    trainer.train()
    check_losses(trainer)


# -------------------------------------------------------- what does not help, and what it costs


@scenario("extra-default-dtype", needs=["torch"])
def extra_default_dtype():
    """AdamW's states become float16 too: squares and eps round to 0, and the loss is nan."""
    import torch

    torch.set_default_dtype(torch.float16)
    torch.manual_seed(0)
    layer = torch.nn.Linear(256, 256)
    optimizer = torch.optim.AdamW(layer.parameters(), foreach=False)
    inputs = torch.randn(64, 256)
    for step in range(20):
        loss = (layer(inputs) - 1).square().mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        print(f"step {step}: loss {loss.item()}")
    check("parameters are float16", layer.weight.dtype == torch.float16)
    check("weights are no longer finite", not bool(torch.isfinite(layer.weight).all()))


@scenario("extra-promotion-cpu", scope="mechanism", needs=["transformers"])
def extra_promotion_cpu():
    """On any machine: which dtypes reach attention for each pair of weights and autocast."""
    make_model_folder()
    import torch
    from transformers import AttentionInterface, AutoModelForCausalLM
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    def reporting(module, query, key, value, *args, **kwargs):
        note_dtypes(query, key, value)
        return sdpa_attention_forward(module, query, key, value, *args, **kwargs)

    AttentionInterface.register("sdpa", reporting)
    for weights, autocast, expected in (
        ("bfloat16", "bfloat16", "bfloat16"),
        ("float32", "bfloat16", "float32"),
        ("bfloat16", "float16", "float32"),
        ("float16", "bfloat16", "float32"),
    ):
        SEEN.clear()
        model = AutoModelForCausalLM.from_pretrained(
            MODEL, dtype=weights, attn_implementation="sdpa"
        )
        print(f"{weights} weights, {autocast} autocast")
        with torch.autocast("cpu", dtype=getattr(torch, autocast)):
            model(input_ids=token_batch("cpu"), use_cache=False)
        check(f"q and k are {expected}", {seen[:2] for seen in SEEN} == {(expected, expected)})


@scenario("extra-attention-cost", needs=["sm>=80"], alone=True)
def extra_attention_cost():
    """Forward and backward of causal attention: batch 4, 32 heads of 128, 4,096 tokens."""
    import torch
    import torch.nn.functional as F
    from torch.nn.attention import SDPBackend, sdpa_kernel

    def sdpa(backend):
        def call(q, k, v):
            with sdpa_kernel(backend):
                return F.scaled_dot_product_attention(q, k, v, is_causal=True)

        return call

    def eager(q, k, v):
        scores = q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5
        future = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool, device=q.device).triu(1)
        return (
            torch.softmax(
                scores.masked_fill(future, float("-inf")), dim=-1, dtype=torch.float32
            ).to(q.dtype)
            @ v
        )

    flash, cudnn = sdpa(SDPBackend.FLASH_ATTENTION), sdpa(SDPBackend.CUDNN_ATTENTION)
    efficient, math = sdpa(SDPBackend.EFFICIENT_ATTENTION), sdpa(SDPBackend.MATH)
    for label, dtype, call, repeats in (
        ("bfloat16 flash", torch.bfloat16, flash, 20),
        ("bfloat16 cudnn", torch.bfloat16, cudnn, 20),
        ("bfloat16 efficient", torch.bfloat16, efficient, 20),
        ("bfloat16 math", torch.bfloat16, math, 5),
        ("bfloat16 eager", torch.bfloat16, eager, 5),
        ("float32 efficient", torch.float32, efficient, 10),
        ("float32 math", torch.float32, math, 5),
        ("float32 eager", torch.float32, eager, 5),
    ):
        milliseconds, peak = timed_attention(call, dtype, repeats)
        measure(label, step_ms=milliseconds, peak_mib=peak / 2**20)


def timed_attention(call, dtype, repeats):
    """Median milliseconds of forward and backward, and peak bytes allocated."""
    import statistics

    import torch

    torch.cuda.empty_cache()
    torch.manual_seed(0)
    q, k, v = (
        torch.randn(4, 32, 4096, 128, device="cuda", dtype=dtype, requires_grad=True)
        for _ in range(3)
    )
    upstream = torch.randn_like(q)

    def step():
        call(q, k, v).backward(upstream)
        q.grad = k.grad = v.grad = None

    torch.cuda.reset_peak_memory_stats()
    times = []
    for repeat in range(repeats + 2):  # the first two warm up
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        step()
        end.record()
        torch.cuda.synchronize()
        if repeat >= 2:
            times.append(start.elapsed_time(end))
    return statistics.median(times), torch.cuda.max_memory_allocated()
