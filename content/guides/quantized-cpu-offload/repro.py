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
"""Raises "Some modules are dispatched on the CPU or the disk", and runs each fix.

    python tools/repro/run.py content/guides/quantized-cpu-offload/repro.py --out OUT

The error comes from a plan made of sizes, before any weight is loaded, so most of it runs without a
GPU; `max_memory` makes memory scarce there, and on a GPU a large tensor or another process does.
Nothing is downloaded: `Qwen/Qwen3-8B` is a folder that the prelude makes, with random weights.
Two scenarios want transformers 4, two 5.18 or newer, as their `needs` say.
"""

import subprocess
import sys

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-8B"
MOE = "Qwen/Qwen3-30B-A3B"
DISPATCHED = (
    "ValueError: Some modules are dispatched on the CPU or the disk. Make sure you have enough "
    "GPU RAM to fit the quantized model. If you want to dispatch the model on the CPU or the disk "
    "while keeping these modules in 32-bit, you need to set "
    "`llm_int8_enable_fp32_cpu_offload=True` and pass a custom `device_map` to "
    "`from_pretrained`. {rest}"
)
OOM = "OutOfMemoryError: CUDA out of memory. {rest}"

#: Four small layers: 0.5 MiB of embeddings and head, 3.5 million parameters that are quantized.
SMALL = {"vocab_size": 512, "hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 4}
#: 24 layers, 384 MiB in 8 bits, 192 MiB in 4.
DEEP = {"vocab_size": 512, "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24}
#: 512 MiB of embeddings and head, which stay in 16 bits, and 10 MiB of layers.
WIDE = {
    "vocab_size": 131072,
    "hidden_size": 1024,
    "intermediate_size": 2048,
    "num_hidden_layers": 2,
}
#: 4 MiB of embeddings and head, 2 MiB of layers.
VOCABULARY = {
    "vocab_size": 8192,
    "hidden_size": 128,
    "intermediate_size": 256,
    "num_hidden_layers": 24,
}


def make_model_folder(sizes=SMALL):
    """./Qwen/Qwen3-8B, in bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen3Config

    torch.manual_seed(0)
    head_dim = min(64, sizes["hidden_size"] // 2)
    heads = sizes["hidden_size"] // head_dim
    config = Qwen3Config(
        num_attention_heads=heads, num_key_value_heads=heads, head_dim=head_dim, **sizes
    )
    AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16).save_pretrained(MODEL)


def make_moe_folder():
    """./Qwen/Qwen3-30B-A3B: two layers of 16 experts, which hold most of the weights."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen3MoeConfig

    torch.manual_seed(0)
    config = Qwen3MoeConfig(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        moe_intermediate_size=128,
        num_experts=16,
        num_experts_per_tok=2,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=64,
    )
    AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16).save_pretrained(MOE)


def nf4_config(**options):
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        **options,
    )


def int8_config(**options):
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(load_in_8bit=True, **options)


def load(model=MODEL, **options):
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(model, **options)


def logits_of(model):
    import torch

    with torch.no_grad():
        device = "cuda" if torch.cuda.is_available() else "cpu"
        ids = torch.arange(3, 19, device=device)[None]
        return model(input_ids=ids).logits.float().cpu()


def devices_of(model):
    return {str(p.device) for p in model.parameters()}


def plan_of(device_map, max_memory):
    """The map that from_pretrained makes of the model in ./Qwen/Qwen3-8B; no weight is loaded."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM
    from transformers.integrations.accelerate import _get_device_map
    from transformers.quantizers.auto import AutoHfQuantizer

    quantizer = AutoHfQuantizer.from_config(nf4_config(), pre_quantized=False)
    with torch.device("meta"):
        config = AutoConfig.from_pretrained(MODEL)
        model = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
        quantizer.preprocess_model(model=model, device_map=device_map)
    return dict(_get_device_map(model, device_map, max_memory, quantizer))


# ------------------------------------------------------------------------ scarce GPU memory


def warm_up(gpus=(0,)):
    """What the libraries take of a GPU once, so that it does not count below."""
    import gc

    import torch
    from transformers import AutoModelForCausalLM

    make_model_folder()
    for gpu in gpus:
        AutoModelForCausalLM.from_pretrained(
            MODEL, quantization_config=nf4_config(), device_map={"": gpu}
        )
        AutoModelForCausalLM.from_pretrained(
            MODEL, quantization_config=int8_config(), device_map={"": gpu}
        )
    gc.collect()
    torch.cuda.empty_cache()


def leave_free(mib, gpu=0):
    """A tensor that leaves so much of the GPU; keep it."""
    import torch

    free, _ = torch.cuda.mem_get_info(gpu)
    taken = torch.empty(free - mib * 2**20, dtype=torch.uint8, device=f"cuda:{gpu}")
    free, total = torch.cuda.mem_get_info(gpu)
    print(f"GPU {gpu}: {free / 2**20:.0f} of {total / 2**20:.0f} MiB free")
    return taken


HOLDER = """
import sys, torch
torch.zeros(1, device="cuda")
free, _ = torch.cuda.mem_get_info()
taken = torch.empty(free - 200 * 2**20, dtype=torch.uint8, device="cuda")
print("holding", flush=True)
sys.stdin.read()
"""


def start_holder():
    """Another process that leaves 200 MiB of the GPU; it ends with this process at the latest."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    check("another process holds the GPU", holder.stdout.readline().strip() == "holding")
    return holder


# ----------------------------------------------------------------------------------- errors


@scenario("error/auto", reproduces="current", expect=DISPATCHED, needs=["cuda", "bitsandbytes"])
def error_auto():
    """522 MiB of weights, 590 MiB free: "auto" plans with 81 percent of that."""
    warm_up()
    make_model_folder(WIDE)
    nf4 = nf4_config()
    taken = leave_free(590)
    # region: error/auto
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=nf4, device_map="auto"
    )
    # endregion
    del taken


@scenario(
    "error/occupied",
    reproduces="current",
    expect=DISPATCHED,
    needs=["cuda", "bitsandbytes"],
    alone=True,
)
def error_occupied():
    """192 MiB in 4 bits, on a GPU of which another process holds the rest."""
    warm_up()
    make_model_folder(DEEP)
    holder = start_holder()
    try:
        load(quantization_config=nf4_config(), device_map="auto")
    finally:
        holder.terminate()
        holder.wait()


@scenario("error/8bit", reproduces="current", expect=DISPATCHED, needs=["cuda", "bitsandbytes"])
def error_8bit():
    warm_up()
    make_model_folder(DEEP)
    taken = leave_free(400)
    # region: error/8bit
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    bnb = BitsAndBytesConfig(load_in_8bit=True)
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=bnb, device_map="auto"
    )
    # endregion
    del taken


@scenario("error/max-memory", reproduces="current", expect=DISPATCHED, needs=["bitsandbytes"])
def error_max_memory():
    make_model_folder()
    nf4 = nf4_config()
    # region: error/max-memory
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B",
        quantization_config=nf4,
        device_map="auto",
        max_memory={0: "2MiB", "cpu": "32GiB"},
    )
    # endregion


@scenario("error/max-memory-8bit", reproduces="current", expect=DISPATCHED, needs=["bitsandbytes"])
def error_max_memory_8bit():
    """Without "cpu" in max_memory, the rest goes to the disk."""
    make_model_folder()
    load(quantization_config=int8_config(), device_map="auto", max_memory={0: "2MiB"})


@scenario("error/map", reproduces="current", expect=DISPATCHED, needs=["bitsandbytes"])
def error_map():
    make_model_folder()
    load(quantization_config=nf4_config(), device_map={"model": 0, "lm_head": "cpu"})


@scenario("error/no-gpu", reproduces="current", expect=DISPATCHED, needs=["bitsandbytes"])
def error_no_gpu():
    """Without a GPU the plan is made for RAM and disk; here RAM is short."""
    make_model_folder()
    load(quantization_config=nf4_config(), device_map="auto", max_memory={"cpu": "1MiB"})


@scenario(
    "error/experts",
    reproduces="current",
    expect=DISPATCHED,
    needs=["transformers>=5", "bitsandbytes"],
)
def error_experts():
    """1.8 million parameters, 0.9 MiB at half a byte each; 2 MiB are too little."""
    make_moe_folder()
    load(MOE, quantization_config=nf4_config(), device_map="auto", max_memory={"cpu": "2MiB"})


@scenario(
    "error/several-gpus",
    reproduces="current",
    expect=DISPATCHED,
    needs=["transformers>=5", "transformers<5.18", "bitsandbytes"],
)
def error_several_gpus():
    """6 MiB of weights, four times 6 MiB of room: the embedding is too big for an equal share."""
    make_model_folder(VOCABULARY)
    load(
        quantization_config=nf4_config(),
        device_map="auto",
        max_memory={0: "6MiB", 1: "6MiB", 2: "6MiB", 3: "6MiB", "cpu": "1GiB"},
    )


@scenario(
    "error/transformers-4",
    reproduces="current",
    expect=DISPATCHED,
    needs=["transformers>=4.57", "transformers<5", "bitsandbytes"],
)
def error_transformers_4():
    make_model_folder()
    load(quantization_config=nf4_config(), device_map="auto", max_memory={0: "1MiB"})


@scenario(
    "error/transformers-518",
    reproduces="current",
    expect=DISPATCHED,
    needs=["transformers>=5.18", "bitsandbytes"],
)
def error_transformers_518():
    """One GPU that is too small, in the release that mended several."""
    make_model_folder(VOCABULARY)
    load(quantization_config=nf4_config(), device_map="auto", max_memory={0: "6MiB"})


@scenario(
    "error/old-name",
    reproduces="not-an-argument",
    expect="TypeError: Qwen3ForCausalLM.__init__() got an unexpected keyword argument "
    "'load_in_8bit_fp32_cpu_offload'",
    needs=["bitsandbytes"],
)
def error_old_name():
    """What the message of transformers 4.27 to 4.45 told its readers to write."""
    make_model_folder()
    load(
        quantization_config=nf4_config(), device_map="auto", load_in_8bit_fp32_cpu_offload=True
    )


@scenario(
    "error/training",
    reproduces="accelerate-training",
    expect="ValueError: You can't train a model that has been loaded in 8-bit or 4-bit precision "
    "with CPU or disk offload. {rest}",
    needs=["bitsandbytes", "peft"],
)
def error_training():
    """A part is on the disk, another one on the first device."""
    import torch

    make_model_folder()
    first = 0 if torch.cuda.is_available() else "cpu"
    device_map = whole_map(4, first)
    device_map["lm_head"] = "disk"
    model = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map=device_map,
        offload_folder="offload",
    )
    train(model)


def whole_map(layers, device):
    names = ["model.embed_tokens", "model.rotary_emb", "model.norm", "lm_head"]
    return {name: device for name in names + [f"model.layers.{i}" for i in range(layers)]}


def train(model):
    """Two steps of LoRA with Trainer; how many of its tensors have changed, of how many."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import Trainer, TrainingArguments

    model = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear"))
    before = {name: p.detach().cpu() for name, p in model.named_parameters() if p.requires_grad}
    before = {name: p.clone() for name, p in before.items()}
    ids = torch.arange(3, 19)
    args = TrainingArguments(
        output_dir="out", max_steps=2, learning_rate=0.01, report_to="none", save_strategy="no"
    )
    data = [{"input_ids": ids, "labels": ids.clone()} for _ in range(8)]
    Trainer(model=model, args=args, train_dataset=data).train()
    after = {name: p.detach().cpu() for name, p in model.named_parameters() if p.requires_grad}
    changed = sum(not torch.equal(before[name], after[name]) for name in before)
    print(f"{changed} of {len(before)} tensors of LoRA have changed")
    return changed, len(before)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-free", needs=["cuda", "bitsandbytes"], alone=True)
def fix_free():
    """The loading of error/occupied, after the other process has ended."""
    warm_up()
    make_model_folder(DEEP)
    holder = start_holder()
    try:
        load(quantization_config=nf4_config(), device_map="auto")
    except ValueError as error:
        print(error)
    else:
        check("the GPU was full", False)
    holder.terminate()  # what `kill PID` does
    holder.wait()
    model = load(quantization_config=nf4_config(), device_map="auto")
    check("all of it is on the GPU", devices_of(model) == {"cuda:0"})


@scenario("fix-free/notebook", needs=["cuda", "bitsandbytes"], alone=True)
def fix_free_notebook():
    """A cell that has run before: its model is still there."""
    warm_up()
    make_model_folder(DEEP)
    taken = leave_free(420)
    model = load(quantization_config=nf4_config(), device_map="auto")
    try:
        load(quantization_config=nf4_config(), device_map="auto")
    except ValueError as error:
        print(error)
    else:
        check("there was no room for a second one", False)
    # region: fix-free/notebook
    import gc

    import torch

    del model  # and whatever else holds it: trainer, pipeline, peft_model
    gc.collect()
    torch.cuda.empty_cache()
    # endregion
    model = load(quantization_config=nf4_config(), device_map="auto")
    check("all of it is on the GPU", devices_of(model) == {"cuda:0"})
    del taken


@scenario("fix-one-gpu", needs=["cuda", "bitsandbytes"])
def fix_one_gpu():
    """The GPU of error/auto."""
    warm_up()
    make_model_folder(WIDE)
    nf4 = nf4_config()
    taken = leave_free(590)
    # region: fix-one-gpu
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=nf4, device_map={"": 0}
    )
    # endregion
    check("all of it is on the GPU", devices_of(model) == {"cuda:0"})
    del taken
    check("it computes", bool(logits_of(model).isfinite().all()))


@scenario("fix-one-gpu/training", needs=["bitsandbytes", "peft"])
def fix_one_gpu_training():
    make_model_folder()
    nf4 = nf4_config()
    # region: fix-one-gpu/training
    from accelerate import PartialState
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=nf4, device_map={"": PartialState().device}
    )
    # endregion
    check("it is on one device", len(devices_of(model)) == 1)
    changed, _ = train(model)
    check("LoRA has been trained", changed > 0)


@scenario("fix-smaller", needs=["cuda", "bitsandbytes"])
def fix_smaller():
    """The GPU of error/8bit."""
    warm_up()
    make_model_folder(DEEP)
    taken = leave_free(400)
    # region: fix-smaller
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    bnb = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=bnb, device_map="auto"
    )
    # endregion
    check("all of it is on the GPU", devices_of(model) == {"cuda:0"})
    del taken
    check("it computes", bool(logits_of(model).isfinite().all()))


@scenario("fix-smaller/gpus", needs=["gpus>=2", "bitsandbytes"])
def fix_smaller_gpus():
    """Two GPUs of which neither has room for the model: "auto" takes both."""
    warm_up(gpus=(0, 1))
    make_model_folder(DEEP)
    taken = [leave_free(200, gpu) for gpu in (0, 1)]
    model = load(quantization_config=nf4_config(), device_map="auto")
    check("it is on both", devices_of(model) == {"cuda:0", "cuda:1"})
    taken.clear()
    check("it computes", bool(logits_of(model).isfinite().all()))


@scenario("fix-experts", needs=["transformers>=4.57", "transformers<5", "bitsandbytes"])
def fix_experts():
    """What error/experts refuses: in transformers 4 each expert is made of linear layers."""
    from bitsandbytes.nn import Linear4bit

    make_moe_folder()
    model = load(
        MOE, quantization_config=nf4_config(), device_map="auto", max_memory={"cpu": "2MiB"}
    )
    experts = [
        m for name, m in model.named_modules() if "experts." in name and name.endswith("_proj")
    ]
    check("96 matrices of experts, all in 4 bits", len(experts) == 96)
    check("each is quantized", all(isinstance(m, Linear4bit) for m in experts))
    print(f"{model.get_memory_footprint() / 2**20:.2f} MiB")


@scenario(
    "fix-several-gpus",
    scope="mechanism",
    needs=["transformers>=5.18", "bitsandbytes"],
)
def fix_several_gpus():
    """The plan of error/several-gpus in a newer release; needs no GPU."""
    make_model_folder(VOCABULARY)
    room = {0: "6MiB", 1: "6MiB", 2: "6MiB", 3: "6MiB", "cpu": "1GiB"}
    plan = plan_of("auto", room)
    print(plan)
    check("all of it is on GPUs", set(plan.values()) <= {0, 1, 2, 3})


@scenario(
    "fix-several-gpus/sequential",
    scope="mechanism",
    needs=["transformers>=5", "bitsandbytes"],
)
def fix_several_gpus_sequential():
    """The same room, filled one GPU after the other; needs no GPU."""
    make_model_folder(VOCABULARY)
    room = {0: "6MiB", 1: "6MiB", 2: "6MiB", 3: "6MiB", "cpu": "1GiB"}
    plan = plan_of("sequential", room)
    print(plan)
    check("all of it is on GPUs", set(plan.values()) <= {0, 1, 2, 3})


@scenario("fix-limits", needs=["bitsandbytes"])
def fix_limits():
    import torch

    make_model_folder()
    nf4 = nf4_config()
    # region: fix-limits
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=nf4, device_map="auto"
    )
    # endregion
    wanted = "cuda:0" if torch.cuda.is_available() else "cpu"
    check("all of it is in one place", devices_of(model) == {wanted})
    check("it computes", bool(logits_of(model).isfinite().all()))


LOADER = """
import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

bnb = BitsAndBytesConfig(load_in_4bit=True)
model = AutoModelForCausalLM.from_pretrained(
    "Qwen/Qwen3-8B", quantization_config=bnb, device_map="auto"
)
print(torch.cuda.device_count(), {p.device.type for p in model.parameters()})
"""


@scenario("fix-visible", needs=["cuda", "bitsandbytes"])
def fix_visible():
    """The plan without the GPU and with it; the error itself is error/no-gpu."""
    import os

    make_model_folder()
    seen = []
    for environment in (dict(os.environ, CUDA_VISIBLE_DEVICES=""), dict(os.environ)):
        done = subprocess.run(
            [sys.executable, "-c", LOADER], env=environment, capture_output=True, text=True
        )
        seen.append(done.stdout.strip())
    print(seen)
    check("hidden, the plan is for RAM", seen[0] == "0 {'cpu'}")
    check("visible, it is for the GPU", seen[1] == "1 {'cuda'}")


@scenario("fix-offload", needs=["cuda", "bitsandbytes"])
def fix_offload():
    """192 MiB in 4 bits, 230 MiB free; a third of the layers stays in RAM."""
    import torch

    warm_up()
    make_model_folder(DEEP)
    whole = logits_of(load(device_map={"": 0}))
    torch.cuda.empty_cache()
    taken = leave_free(230)
    # region: fix-offload
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, BitsAndBytesConfig

    gpu_layers = 16  # as many as fit; the others wait in RAM
    config = AutoConfig.from_pretrained("Qwen/Qwen3-8B")
    device_map = {"model.embed_tokens": 0, "model.rotary_emb": 0, "model.norm": 0, "lm_head": 0}
    for i in range(config.num_hidden_layers):
        device_map[f"model.layers.{i}"] = 0 if i < gpu_layers else "cpu"

    bnb = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        llm_int8_enable_fp32_cpu_offload=True,
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=bnb, device_map=device_map
    )
    # endregion
    names = [name for name, p in model.named_parameters() if p.device.type == "meta"]
    layers = {int(name.split(".")[2]) for name in names}
    check("a third waits in RAM", layers == set(range(16, 24)))
    compare(logits_of(model), whole, "offloaded, against bf16")
    check("it computes", bool(logits_of(model).isfinite().all()))
    del taken


def compare(after, before, what):
    difference = float((after - before).norm() / before.norm())
    print(f"{what}: relative difference of the logits {difference:.3f}")
    return difference


# ------------------------------------------------------------------------------ which cause


@scenario("check-gpu")
def check_gpu():
    # region: check-gpu
    import torch

    print("gpus:", torch.cuda.device_count())
    for gpu in range(torch.cuda.device_count()):
        free, total = torch.cuda.mem_get_info(gpu)
        taken = "yes" if free < 0.8 * total else "no"
        print(f"gpu {gpu} | taken: {taken} | {free / 2**30:.1f} of {total / 2**30:.1f} GiB free")
    # endregion
    check("it has asked", True)


@scenario("check-size", needs=["bitsandbytes"])
def check_size():
    make_model_folder()
    # region: check-size
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained("Qwen/Qwen3-8B")
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    linear = [m for name, m in model.named_modules() if isinstance(m, torch.nn.Linear)]
    head = model.get_output_embeddings()
    quantized = sum(m.weight.numel() for m in linear if m is not head)
    rest = sum(p.numel() for p in model.parameters()) - quantized
    for bits in (8, 4):
        size = (quantized * bits / 8 + rest * 2) / 2**30
        print(f"{bits} bits: {size:.3f} GiB, of which {rest * 2 / 2**30:.3f} GiB are not quantized")
    # endregion
    footprint = load(quantization_config=nf4_config()).get_memory_footprint() / 2**30
    check("that is what the loaded model takes", abs(size / footprint - 1) < 0.01)


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-honest-oom", expect=OOM, needs=["cuda", "bitsandbytes"])
def extra_honest_oom():
    """522 MiB of weights, 400 MiB free: no plan, and the real error."""
    warm_up()
    make_model_folder(WIDE)
    taken = leave_free(400)
    load(quantization_config=nf4_config(), device_map={"": 0})
    del taken


@scenario("extra-ignored-name", expect=DISPATCHED, needs=["bitsandbytes"])
def extra_ignored_name():
    """In the config the old name is only logged, and nothing changes."""
    make_model_folder()
    load(
        quantization_config=nf4_config(load_in_8bit_fp32_cpu_offload=True),
        device_map={"model": 0, "lm_head": "cpu"},
    )


@scenario("extra-experts", needs=["transformers>=5", "bitsandbytes"])
def extra_experts():
    """How many bytes of a loaded MoE are not quantized, and whose they are."""
    make_moe_folder()
    model = load(MOE, quantization_config=nf4_config())
    sizes = {name: p.numel() * p.element_size() for name, p in model.named_parameters()}
    experts = sum(size for name, size in sizes.items() if ".experts." in name)
    print(f"experts in 16 bits: {experts / sum(sizes.values()):.0%} of the bytes")
    plain = load(MOE).get_memory_footprint()
    print(f"4 bits: {model.get_memory_footprint() / plain:.0%} of the size in bf16")
    check("they are nearly all of it", experts > 0.85 * sum(sizes.values()))


@scenario("extra-offload-folder", expect=DISPATCHED, needs=["bitsandbytes"])
def extra_offload_folder():
    make_model_folder()
    load(
        quantization_config=nf4_config(),
        device_map="auto",
        max_memory={0: "2MiB", "cpu": "1GiB"},
        offload_folder="offload",
    )


@scenario("extra-double-quant", expect=DISPATCHED, needs=["bitsandbytes"])
def extra_double_quant():
    """The plan counts half a byte for each weight either way."""
    make_model_folder()
    load(
        quantization_config=nf4_config(bnb_4bit_use_double_quant=True),
        device_map="auto",
        max_memory={0: "2MiB", "cpu": "1GiB"},
    )


@scenario("extra-margin", scope="mechanism", needs=["transformers>=5", "bitsandbytes"])
def extra_margin():
    """How much room a plan wants, as a multiple of what the model takes; needs no GPU."""
    make_model_folder(VOCABULARY)
    size = load(quantization_config=nf4_config()).get_memory_footprint()
    for percent in range(100, 140):
        try:
            plan_of("auto", {0: size * percent // 100, "cpu": 2**30})
        except ValueError:
            continue
        break
    print(f"max_memory must be {percent} % of the model's size")
    check("a tenth is kept back", 110 <= percent <= 113)


@scenario("extra-keeps-dtype", needs=["bitsandbytes"])
def extra_keeps_dtype():
    """Modules off the GPU are not quantized, and in bf16, though the message says 32-bit."""
    import torch

    make_model_folder()
    model = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map={"model": "cpu", "lm_head": "disk"},
        offload_folder="offload",
    )
    check("nothing is quantized", {p.dtype for p in model.parameters()} == {torch.bfloat16})


@scenario("extra-flag-auto", needs=["cuda", "bitsandbytes"])
def extra_flag_auto():
    """The flag with device_map="auto", and too little room."""
    import torch

    warm_up()
    make_model_folder(DEEP)
    for config in (nf4_config, int8_config):
        whole = logits_of(load(quantization_config=config(), device_map={"": 0}))
        torch.cuda.empty_cache()
        model = load(
            quantization_config=config(llm_int8_enable_fp32_cpu_offload=True),
            device_map="auto",
            max_memory={0: "150MiB", "cpu": "32GiB"},
        )
        print({str(device) for device in model.hf_device_map.values()})
        print({str(p.dtype) for p in model.parameters()}, model.get_memory_footprint() / 2**20)
        try:
            compare(logits_of(model), whole, config.__name__)
        except Exception as error:
            print(f"{config.__name__}: {type(error).__name__}: {error}")
    check("it has been tried", True)


@scenario("extra-train-cpu", needs=["cuda", "bitsandbytes", "peft"])
def extra_train_cpu():
    """Training with a part in RAM, where accelerate no longer refuses it."""
    make_model_folder()
    device_map = whole_map(4, 0)
    device_map["model.layers.3"] = "cpu"
    model = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map=device_map,
    )
    try:
        train(model)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
    check("it has been tried", True)


@scenario("extra-offload-cost", needs=["cuda", "bitsandbytes"], alone=True)
def extra_offload_cost():
    """One token more, with all layers on the GPU and with a third of them in RAM."""
    import time

    import torch

    make_model_folder(DEEP)

    def milliseconds(model):
        for _ in range(3):
            logits_of(model)
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(10):
            logits_of(model)
        torch.cuda.synchronize()
        return round((time.perf_counter() - start) * 100, 1)

    whole = load(quantization_config=nf4_config(), device_map={"": 0})
    measure("all 24 layers on the GPU", forward_ms=milliseconds(whole))
    device_map = whole_map(24, 0)
    device_map.update({f"model.layers.{i}": "cpu" for i in range(16, 24)})
    part = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map=device_map,
    )
    measure("8 of 24 layers in RAM", forward_ms=milliseconds(part))
