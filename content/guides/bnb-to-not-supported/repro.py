# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Raises what transformers says when a bitsandbytes model is moved or cast, and runs each fix.

    python tools/repro/run.py content/guides/bnb-to-not-supported/repro.py --out OUT

bitsandbytes quantizes on the CPU as well. The wordings belong to different releases, so some
scenarios need an environment of their own, as their `needs` say. transformers before 4.45 wants a
GPU for 4 and 8 bits. Nothing is downloaded: `Qwen/Qwen2.5-0.5B-Instruct` is a folder that the
prelude makes, a Qwen2 of two layers with random weights.
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen2.5-0.5B-Instruct"
BOTH_BITS = (
    "ValueError: `.to` is not supported for `4-bit` or `8-bit` bitsandbytes models. Please use "
    "the model as it is, since the model has already been set to the correct devices and casted "
    "to the correct `dtype`."
)
ONLY_8BIT = (
    "ValueError: `.to` is not supported for `8-bit` bitsandbytes models. Please use the model as "
    "it is, since the model has already been set to the correct devices and casted to the correct "
    "`dtype`."
)
CUDA_8BIT = (
    "ValueError: Calling `cuda()` is not supported for `8-bit` quantized models.  Please use the "
    "model as it is, since the model has already been set to the correct devices."
)
NO_CAST = (
    "ValueError: You cannot cast a bitsandbytes model in a new `dtype`. Make sure to load the "
    "model using `from_pretrained` using the desired `dtype` by passing the correct `dtype` "
    "argument."
)
NO_HALF = "ValueError: `.half()` is not supported for quantized model. {rest}"
NO_FLOAT = "ValueError: `.float()` is not supported for quantized model. {rest}"


def make_model_folder():
    """./Qwen/Qwen2.5-0.5B-Instruct, in bfloat16."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    Qwen2ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def nf4_config(**options):
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        **options,
    )


def int8_config():
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(load_in_8bit=True)


def load(**options):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL, **options)


def load_4bit(**options):
    make_model_folder()
    return load(quantization_config=nf4_config(**options))


def load_8bit():
    make_model_folder()
    return load(quantization_config=int8_config())


def logits_of(model):
    import torch

    with torch.no_grad():
        ids = torch.arange(3, 19, device=model.device)[None]
        return model(input_ids=ids).logits.float().cpu()


def first_matrix(model):
    """A layer of bitsandbytes, inside LoRA or not."""
    return next(m for name, m in model.named_modules() if type(m).__module__.startswith("bitsandb"))


def norm_dtype(model):
    return next(p.dtype for name, p in model.named_parameters() if "norm" in name)


# ----------------------------------------------------------- errors of the pinned releases


@scenario("error/cuda", reproduces="calling-cuda", expect=CUDA_8BIT, needs=["bitsandbytes"])
def error_cuda():
    make_model_folder()
    bnb_config = int8_config()
    # region: error/cuda
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=bnb_config
    )
    model = model.cuda()
    # endregion


@scenario("error/cast", reproduces="cast", expect=NO_CAST, needs=["bitsandbytes"])
def error_cast():
    make_model_folder()
    # region: error/cast
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=BitsAndBytesConfig(load_in_4bit=True)
    )
    model = model.to(torch.float16)
    # endregion


@scenario("error/cast-device", reproduces="cast", expect=NO_CAST, needs=["bitsandbytes"])
def error_cast_device():
    """A dtype beside the device, even the one that the model has."""
    import torch

    model = load_4bit()
    check("it is bfloat16 already", model.dtype == torch.bfloat16)
    model.to("cpu", dtype=torch.bfloat16)


@scenario("error/cast-8bit", reproduces="cast", expect=NO_CAST, needs=["bitsandbytes"])
def error_cast_8bit():
    import torch

    load_8bit().to(torch.bfloat16)


@scenario("error/half", reproduces="half", expect=NO_HALF, needs=["bitsandbytes"])
def error_half():
    load_4bit().half()


@scenario("error/float", reproduces="float", expect=NO_FLOAT, needs=["bitsandbytes"])
def error_float():
    load_4bit().float()


# -------------------------------------------------------------- errors of other releases


@scenario(
    "error/dispatch",
    reproduces="bitsandbytes-models",
    expect=BOTH_BITS,
    needs=["cuda", "transformers<4.45", "accelerate>=1.2", "bitsandbytes"],
)
def error_dispatch():
    """No .to in the code: accelerate calls it while the model is loaded."""
    make_model_folder()
    bnb_config = nf4_config()
    # region: error/dispatch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=bnb_config, device_map="auto"
    )
    # endregion


@scenario(
    "error/dispatch-8bit",
    reproduces="bitsandbytes-models",
    expect=BOTH_BITS,
    needs=["cuda", "transformers<4.45", "accelerate>=1.2", "bitsandbytes"],
)
def error_dispatch_8bit():
    make_model_folder()
    load(quantization_config=int8_config(), device_map="auto")


@scenario(
    "error/moved-4bit",
    reproduces="bitsandbytes-models",
    expect=BOTH_BITS,
    needs=["cuda", "transformers<4.45", "accelerate<1.2", "bitsandbytes"],
)
def error_moved_4bit():
    """The model is loaded, and then moved to where it is."""
    load_4bit().to("cuda")


@scenario(
    "error/moved",
    reproduces="bitsandbytes-8bit",
    expect=ONLY_8BIT,
    needs=["transformers>=4.45", "transformers<5", "bitsandbytes"],
)
def error_moved():
    make_model_folder()
    bnb_config = int8_config()
    # region: error/moved
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=bnb_config
    )
    model = model.to("cuda")
    # endregion


@scenario(
    "error/old-bitsandbytes",
    reproduces="need-048",
    expect="ValueError: You need to install `pip install bitsandbytes>=0.48.0` if you want to "
    "move a 8-bit model across devices using to().",
    needs=["transformers>=5", "bitsandbytes<0.48"],
)
def error_old_bitsandbytes():
    load_8bit().to("cpu")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-upgrade", needs=["transformers>=5", "accelerate>=1.13", "bitsandbytes>=0.48.1"])
def fix_upgrade():
    """What failed while loading, and .to(device) afterwards, in 4 and in 8 bits."""
    import torch

    make_model_folder()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for config in (nf4_config(), int8_config()):
        model = load(quantization_config=config, device_map="auto")
        before = logits_of(model)
        check("it can be moved", model.to(device) is model)
        check("and computes the same", torch.equal(logits_of(model), before))


@scenario(
    "fix-upgrade/v4",
    needs=["transformers>=4.57", "transformers<5", "accelerate>=1.2", "bitsandbytes>=0.48.1"],
)
def fix_upgrade_v4():
    """transformers 4: loading works with both, .to(device) with 4 bits."""
    import torch

    make_model_folder()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    for config in (nf4_config(), int8_config()):
        model = load(quantization_config=config, device_map="auto")
        check("it computes", bool(logits_of(model).isfinite().all()))
        if model.config.quantization_config.load_in_4bit:
            check("4 bits can be moved", model.to(device) is model)


@scenario(
    "fix-pin-accelerate",
    needs=["cuda", "transformers<4.45", "accelerate<1.2", "bitsandbytes"],
)
def fix_pin_accelerate():
    """The loading of error/dispatch, with the older accelerate."""
    make_model_folder()
    for config in (nf4_config(), int8_config()):
        model = load(quantization_config=config, device_map="auto")
        check("it is on the GPU", model.device.type == "cuda")
        check("it computes", bool(logits_of(model).isfinite().all()))


@scenario("fix-place", needs=["bitsandbytes"])
def fix_place():
    import torch

    make_model_folder()
    bnb_config = int8_config()
    input_ids = torch.arange(3, 19)[None]
    # region: fix-place
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=bnb_config, device_map="auto"
    )
    output = model.generate(input_ids.to(model.device), max_new_tokens=8)
    # endregion
    wanted = "cuda" if torch.cuda.is_available() else "cpu"
    check("all of it is there", {p.device.type for p in model.parameters()} == {wanted})
    check("it has generated", output.shape[1] > 16)


@scenario("fix-place/training", needs=["bitsandbytes", "peft"])
def fix_place_training():
    """Each process has its own device; Trainer then leaves the model where it is."""
    import torch
    from transformers import Trainer, TrainingArguments

    make_model_folder()
    bnb_config = nf4_config()
    # region: fix-place/training
    from accelerate import PartialState
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct",
        quantization_config=bnb_config,
        device_map={"": PartialState().device},
    )
    # endregion
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear"))
    before = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
    ids = torch.arange(3, 19)
    args = TrainingArguments(output_dir="out", max_steps=2, report_to="none", save_strategy="no")
    data = [{"input_ids": ids, "labels": ids.clone()} for _ in range(8)]
    Trainer(model=model, args=args, train_dataset=data).train()
    after = dict(model.named_parameters())
    changed = [name for name in before if not torch.equal(before[name], after[name].detach())]
    check("LoRA has been trained", any("lora_B" in name for name in changed))


@scenario("fix-place/guard", needs=["bitsandbytes"])
def fix_place_guard():
    """For code that gets models of both kinds."""
    import torch

    device, dtype = "cpu", torch.float32
    quantized, plain = load_8bit(), load()

    def place(model):
        # region: fix-place/guard
        if not getattr(model, "is_quantized", False):
            model = model.to(device, dtype)
        # endregion
        return model

    check("the quantized model stays", norm_dtype(place(quantized)) == torch.bfloat16)
    check("the other one is cast", norm_dtype(place(plain)) == torch.float32)


@scenario("fix-move", needs=["cuda", "transformers>=5", "bitsandbytes>=0.48.1"])
def fix_move():
    """Off the GPU and back, in 4 and in 8 bits."""
    import torch

    make_model_folder()
    for config in (nf4_config(), int8_config()):
        model = load(quantization_config=config, device_map="auto")
        before = logits_of(model)
        # region: fix-move
        import torch

        model = model.to("cpu")
        torch.cuda.empty_cache()
        # the other model runs
        model = model.to("cuda")
        # endregion
        check("it is back", {p.device.type for p in model.parameters()} == {"cuda"})
        check("and computes the same", torch.equal(logits_of(model), before))


@scenario("fix-dtype", needs=["bitsandbytes"])
def fix_dtype():
    make_model_folder()
    # region: fix-dtype
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    nf4 = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.float16
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen2.5-0.5B-Instruct", quantization_config=nf4, dtype=torch.float16
    )
    # endregion
    check("norms are fp16", norm_dtype(model) == torch.float16)
    check("it multiplies in fp16", first_matrix(model).compute_dtype == torch.float16)
    check("the logits are", model(torch.arange(3, 19)[None]).logits.dtype == torch.float16)


@scenario("fix-dtype/bf16", needs=["bitsandbytes"])
def fix_dtype_bf16():
    """8 bits: there is no compute dtype to set."""
    import torch

    make_model_folder()
    model = load(quantization_config=int8_config(), dtype=torch.bfloat16)
    check("norms are bf16", norm_dtype(model) == torch.bfloat16)
    check("it computes", bool(logits_of(model).isfinite().all()))


@scenario("fix-dequantize", needs=["bitsandbytes"])
def fix_dequantize():
    import torch

    model = load_4bit()
    # region: fix-dequantize
    import torch

    model = model.dequantize()
    model = model.to(torch.float16)
    # endregion
    check("all is fp16", {p.dtype for p in model.parameters()} == {torch.float16})
    check("no layer is bitsandbytes'", not getattr(model, "is_quantized", False))
    check("it computes", bool(logits_of(model).isfinite().all()))


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-cpu-forward", needs=["cuda", "transformers>=5", "bitsandbytes>=0.48.1"])
def extra_cpu_forward():
    """A 4-bit model that has computed on a CPU with AVX512-BF16 is wrong after .to("cuda")."""
    make_model_folder()
    model = load(quantization_config=nf4_config(), device_map="auto")
    before = logits_of(model)
    model.to("cpu")
    logits_of(model)
    state = first_matrix(model).weight.quant_state
    repacked = bool(getattr(state, "packing_format_for_cpu", False))
    print(f"repacked for the CPU: {repacked}")
    model.to("cuda")
    check("wrong where it was repacked", (compare(logits_of(model), before) > 0.3) == repacked)


@scenario("extra-default-compute", needs=["bitsandbytes"])
def extra_default_compute():
    """Left alone, a 4-bit layer computes in fp32, whatever the dtype of the model."""
    import torch
    from transformers import BitsAndBytesConfig

    make_model_folder()
    model = load(quantization_config=BitsAndBytesConfig(load_in_4bit=True))
    logits_of(model)
    check("the model is bf16", model.dtype == torch.bfloat16)
    check("its layers are not", first_matrix(model).compute_dtype == torch.float32)


@scenario("extra-bfloat16", needs=["bitsandbytes"])
def extra_bfloat16():
    """.bfloat16() is not refused; it changes norms and embeddings, not the 4-bit layers."""
    import torch
    from transformers import BitsAndBytesConfig

    make_model_folder()
    config = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=torch.float16)
    model = load(quantization_config=config, dtype=torch.float16)
    model.bfloat16()
    logits_of(model)
    layer = first_matrix(model)
    check("norms are cast", norm_dtype(model) == torch.bfloat16)
    check("the packed weight is not", layer.weight.dtype == torch.uint8)
    check("and computes as before", layer.compute_dtype == torch.float16)


@scenario("extra-flag", needs=["bitsandbytes"])
def extra_flag():
    """Without the check, a cast rewrites packed weights that are stored as bf16."""
    import torch

    before = logits_of(load_4bit(bnb_4bit_quant_storage=torch.bfloat16))
    model = load(quantization_config=nf4_config(bnb_4bit_quant_storage=torch.bfloat16))
    model.is_quantized = False
    model.half()
    check("the packed weight was cast", first_matrix(model).weight.dtype == torch.float16)
    check("the logits are others", compare(logits_of(model), before) > 0.3)


@scenario("extra-peft-cast", needs=["bitsandbytes", "peft"])
def extra_peft_cast():
    """PeftModel has no such check: the same cast, and no error."""
    import torch
    from peft import LoraConfig, get_peft_model

    before = logits_of(load_4bit(bnb_4bit_quant_storage=torch.bfloat16))
    model = load(quantization_config=nf4_config(bnb_4bit_quant_storage=torch.bfloat16))
    peft_model = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear"))
    peft_model.to(torch.float16)  # a new adapter changes nothing by itself
    check("the packed weight was cast", first_matrix(model).weight.dtype == torch.float16)
    check("the logits are others", compare(logits_of(peft_model), before) > 0.3)


@scenario("extra-peft-uint8", needs=["bitsandbytes", "peft"])
def extra_peft_uint8():
    """With the default storage the same cast leaves the packed weights alone."""
    import torch
    from peft import LoraConfig, get_peft_model

    before = logits_of(load_4bit())
    model = load(quantization_config=nf4_config())
    peft_model = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear"))
    peft_model.to(torch.float16)
    check("the logits are nearly the same", compare(logits_of(peft_model), before) < 0.05)


def compare(after, before):
    """How far two outputs are apart, as a share of the first one's norm."""
    difference = float((after - before).norm() / before.norm())
    print(f"relative difference of the logits: {difference:.3f}")
    return difference
