# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Raises "expected mat1 and mat2 to have the same dtype" and its kin, and runs each fix.

    python tools/repro/run.py content/guides/matmul-dtype-mismatch/repro.py --out OUT

Most scenarios run on any machine; where there is a GPU, the fixes run on it. The wording depends on
the device, so the errors say where they run. Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder
that the prelude makes in the scenario's own working directory, a Qwen3 of two layers with random
weights in bfloat16.
"""

import contextlib
import io
import os

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
CPU_FLOAT = (
    "RuntimeError: expected m1 and m2 to have the same dtype, but got: float != c10::BFloat16"
)
CPU_BFLOAT16 = (
    "RuntimeError: expected m1 and m2 to have the same dtype, but got: c10::BFloat16 != float"
)
CUDA_FLOAT = (
    "RuntimeError: expected mat1 and mat2 to have the same dtype, but got: float != c10::BFloat16"
)
CUDA_BFLOAT16 = (
    "RuntimeError: expected mat1 and mat2 to have the same dtype, but got: c10::BFloat16 != float"
)


def any_device():
    """The GPU where there is one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a Qwen3 of 2 layers with random weights in bfloat16."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    if os.path.isdir(MODEL):
        return
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
        tie_word_embeddings=False,
        eos_token_id=1,
        pad_token_id=0,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def load_model(device):
    """The whole model in bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM

    make_model_folder()
    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.bfloat16).to(device)


def load_model_with_float32_head(device):
    """bfloat16, but `lm_head` is float32, as after a partial cast or `modules_to_save`."""
    model = load_model(device)
    model.lm_head.float()
    return model


def token_batch(device):
    import torch

    return torch.arange(3, 35, device=device).reshape(2, 16)


# ----------------------------------------------------------------------------------- errors


@scenario("error/inputs", reproduces="cpu-matmul", expect=CPU_FLOAT, needs=["transformers"])
def error_inputs():
    model = load_model("cpu")
    # region: error/inputs
    import torch

    inputs_embeds = torch.randn(2, 16, model.config.hidden_size, device=model.device)
    output = model(inputs_embeds=inputs_embeds)
    # endregion


@scenario("error/inputs-gpu", reproduces="cuda-matmul", expect=CUDA_FLOAT, needs=["cuda"])
def error_inputs_gpu():
    import torch

    model = load_model("cuda")
    model(inputs_embeds=torch.randn(2, 16, model.config.hidden_size, device="cuda"))


@scenario(
    "error/outside-autocast", reproduces="cpu-matmul", expect=CPU_BFLOAT16, needs=["transformers"]
)
def error_outside_autocast():
    model = load_model_with_float32_head("cpu")
    input_ids = token_batch("cpu")
    # region: error/outside-autocast
    output = model.generate(input_ids, max_new_tokens=8)
    # endregion


@scenario(
    "error/outside-autocast-gpu", reproduces="cuda-matmul", expect=CUDA_BFLOAT16, needs=["cuda"]
)
def error_outside_autocast_gpu():
    model = load_model_with_float32_head("cuda")
    model.generate(token_batch("cuda"), max_new_tokens=8)


@scenario(
    "error/no-flag", reproduces="cuda-matmul", expect=CUDA_BFLOAT16, needs=["cuda", "accelerate"]
)
def error_no_flag():
    model = load_model_with_float32_head("cuda")
    train_dataset = [{"input_ids": row, "labels": row} for row in token_batch("cpu")]
    # region: error/no-flag
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(output_dir="out")
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion


@scenario(
    "error/new-layer",
    reproduces="linear-bias",
    expect="RuntimeError: mat1 and mat2 must have the same dtype, but got BFloat16 and Float",
    needs=["transformers"],
)
def error_new_layer():
    import torch

    model = load_model(any_device())
    input_ids = token_batch(model.device)
    # region: error/new-layer
    value_head = torch.nn.Linear(model.config.hidden_size, 1, device=model.device)

    output = model(input_ids=input_ids, output_hidden_states=True)
    values = value_head(output.hidden_states[-1])
    # endregion


@scenario(
    "error/kbit",
    reproduces="cuda-matmul",
    expect=CUDA_FLOAT,
    needs=["cuda", "bitsandbytes", "peft"],
)
def error_kbit():
    model = load_4bit_model()
    input_ids = token_batch(model.device)
    # region: error/kbit
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    model = prepare_model_for_kbit_training(model)  # norms, embeddings and head: float32
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    model.get_output_embeddings().to(torch.bfloat16)

    output = model(input_ids=input_ids)
    # endregion


def load_4bit_model():
    """The model in bitsandbytes' nf4, computing in bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    make_model_folder()
    quantization = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )
    return AutoModelForCausalLM.from_pretrained(
        MODEL, quantization_config=quantization, dtype=torch.bfloat16, device_map={"": 0}
    )


@scenario("error/upcast", reproduces="cpu-matmul", expect=CPU_FLOAT, needs=["torch"])
def error_upcast():
    # region: error/upcast
    import torch

    class Norm(torch.nn.Module):
        def __init__(self, size):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.ones(size))

        def forward(self, x):
            x = x.float()  # squares need the range of float32
            x = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)
            return self.weight * x  # bfloat16 * float32 is float32

    # endregion
    norm_and_projection(Norm, "cpu")


def norm_and_projection(norm, device):
    """A norm and the projection that follows it, in bfloat16."""
    import torch

    layers = torch.nn.Sequential(norm(64), torch.nn.Linear(64, 64, bias=False))
    return layers.to(device, torch.bfloat16)(
        torch.randn(2, 8, 64, device=device, dtype=torch.bfloat16)
    )


@scenario(
    "error/merge",
    reproduces="index-put",
    expect="RuntimeError: Index put requires the source and destination dtypes match, "
    "got BFloat16 for the destination and Float for the source.",
    needs=["torch"],
)
def error_merge():
    inputs_embeds, image_features, is_image = text_and_image()
    # region: error/merge
    inputs_embeds[is_image] = image_features
    # endregion


def text_and_image():
    """Text embeddings in bfloat16, features of an image tower in float32, and where they go."""
    import torch

    device = any_device()
    is_image = torch.zeros(1, 8, dtype=torch.bool, device=device)
    is_image[0, 2:5] = True
    inputs_embeds = torch.zeros(1, 8, 64, dtype=torch.bfloat16, device=device)
    return inputs_embeds, torch.randn(3, 64, device=device), is_image


@scenario(
    "error/conv",
    reproduces="conv-bias",
    expect="RuntimeError: Input type (float) and bias type (c10::BFloat16) should be the same",
    needs=["torch"],
)
def error_conv():
    """What a vision tower does first with `pixel_values`."""
    import torch

    patches = torch.nn.Conv2d(3, 64, kernel_size=14, stride=14).to(any_device(), torch.bfloat16)
    patches(torch.rand(1, 3, 224, 224, device=any_device()))


@scenario(
    "error/bmm",
    reproduces="scalar-half",
    expect="RuntimeError: expected scalar type Half but found Float",
    needs=["torch"],
)
def error_bmm():
    import torch

    device = any_device()
    scores = torch.rand(2, 4, 8, device=device, dtype=torch.float16)
    torch.bmm(scores, torch.rand(2, 8, 4, device=device))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-autocast/pytorch", needs=["transformers"])
def fix_autocast_pytorch():
    model = load_model_with_float32_head(any_device())
    input_ids = token_batch(model.device)
    # region: fix-autocast/pytorch
    import torch

    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        output = model.generate(input_ids, max_new_tokens=8)
    # endregion
    check("eight tokens were generated", output.shape[1] == input_ids.shape[1] + 8)


@scenario("fix-autocast/transformers", needs=["cuda", "accelerate"])
def fix_autocast_transformers():
    model = load_model_with_float32_head("cuda")
    train_dataset = [{"input_ids": row, "labels": row} for row in token_batch("cpu")]
    # region: fix-autocast/transformers
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        bf16=True,  # on cards before Ampere: fp16=True
    )
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check("three epochs ran", trainer.state.global_step == 3)


@scenario("fix-cast-inputs", needs=["transformers"])
def fix_cast_inputs():
    model = load_model(any_device())
    # region: fix-cast-inputs
    import torch

    inputs_embeds = torch.randn(2, 16, model.config.hidden_size, device=model.device)
    output = model(inputs_embeds=inputs_embeds.to(model.dtype))
    # endregion
    check("logits are bfloat16", output.logits.dtype == torch.bfloat16)
    check("logits are finite", bool(torch.isfinite(output.logits).all()))


@scenario("fix-cast-inputs/merge", needs=["torch"])
def fix_cast_inputs_merge():
    import torch

    inputs_embeds, image_features, is_image = text_and_image()
    # region: fix-cast-inputs/merge
    inputs_embeds[is_image] = image_features.to(inputs_embeds.dtype)
    # endregion
    check("the features arrived", bool((inputs_embeds[0, 2:5] != 0).any()))
    check("the text stayed bfloat16", inputs_embeds.dtype == torch.bfloat16)


@scenario("fix-one-dtype", needs=["transformers"])
def fix_one_dtype():
    import torch

    model = load_model(any_device())
    input_ids = token_batch(model.device)
    # region: fix-one-dtype
    value_head = torch.nn.Linear(model.config.hidden_size, 1, device=model.device)
    value_head.to(model.dtype)

    output = model(input_ids=input_ids, output_hidden_states=True)
    values = value_head(output.hidden_states[-1])
    # endregion
    check("values are bfloat16", values.dtype == torch.bfloat16)


@scenario("fix-one-dtype/kbit", needs=["cuda", "bitsandbytes", "peft"])
def fix_one_dtype_kbit():
    model = load_4bit_model()
    input_ids = token_batch(model.device)
    # region: fix-one-dtype/kbit
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    model = prepare_model_for_kbit_training(model)  # norms, embeddings and head: float32
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    # Leave them as they are: the last norm and the head fit each other.

    output = model(input_ids=input_ids)
    # endregion
    check("logits are float32", output.logits.dtype == torch.float32)
    output = model.generate(input_ids=input_ids, max_new_tokens=8)
    check("generate() runs without autocast", output.shape[1] == input_ids.shape[1] + 8)


@scenario("fix-cast-back", needs=["torch"])
def fix_cast_back():
    # region: fix-cast-back
    import torch

    class Norm(torch.nn.Module):
        def __init__(self, size):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.ones(size))

        def forward(self, x):
            dtype = x.dtype
            x = x.float()  # squares need the range of float32
            x = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)
            return self.weight * x.to(dtype)

    # endregion
    check("the output is bfloat16", norm_and_projection(Norm, any_device()).dtype == torch.bfloat16)


@scenario("check-first-mismatch", needs=["transformers"])
def check_first_mismatch():
    model = load_model_with_float32_head(any_device())
    # region: check-first-mismatch
    import torch

    names = {m: name for name, m in model.named_modules() if type(m) is torch.nn.Linear}

    def report(layer, inputs):
        if inputs[0].dtype != layer.weight.dtype:
            print(f"{names[layer]}: input {inputs[0].dtype}, weight {layer.weight.dtype}")

    for layer in names:
        layer.register_forward_pre_hook(report)  # then run the call that raises
    # endregion
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(RuntimeError):
        model(input_ids=token_batch(model.device))
    print(printed.getvalue(), end="")
    expected = "lm_head: input torch.bfloat16, weight torch.float32\n"
    check("it names the head, and nothing else", printed.getvalue() == expected)


# ------------------------------------------------------- what does not help, and what is no cause


@scenario(
    "extra-default-dtype",
    expect="RuntimeError: mat1 and mat2 must have the same dtype, but got BFloat16 and Half",
    needs=["transformers"],
)
def extra_default_dtype():
    """The new layer is float16 now; the loaded model is still bfloat16."""
    import torch

    model = load_model(any_device())
    torch.set_default_dtype(torch.float16)
    value_head = torch.nn.Linear(model.config.hidden_size, 1, device=model.device)
    output = model(input_ids=token_batch(model.device), output_hidden_states=True)
    value_head(output.hidden_states[-1])


@scenario(
    "extra-cast-ids",
    expect="RuntimeError: Expected tensor for argument #1 'indices' to have one of the following "
    "scalar types: Long, Int; but got {dtype}",
    needs=["transformers"],
)
def extra_cast_ids():
    import torch

    model = load_model("cpu")
    model(input_ids=token_batch("cpu").to(torch.bfloat16))


@scenario("extra-lora-float32", needs=["transformers", "peft"])
def extra_lora_float32():
    """float32 adapters on a bfloat16 base are no cause: PEFT casts inside the layer."""
    import torch
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(load_model(any_device()), LoraConfig(target_modules="all-linear"))
    adapters = {p.dtype for p in model.parameters() if p.requires_grad}
    print("adapters", adapters)
    check("the adapters are float32", adapters == {torch.float32})
    output = model.generate(input_ids=token_batch(any_device()), max_new_tokens=8)
    check("generate() runs without autocast", output.shape[1] == 24)


@scenario("extra-qlora-autocast", needs=["cuda", "bitsandbytes", "peft"])
def extra_qlora_autocast():
    """Autocast also cures the 4-bit model with a half-cast head."""
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    model = prepare_model_for_kbit_training(load_4bit_model())
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    model.get_output_embeddings().to(torch.bfloat16)
    with torch.autocast("cuda", dtype=torch.bfloat16):
        output = model(input_ids=token_batch("cuda"))
    check("logits are bfloat16", output.logits.dtype == torch.bfloat16)
