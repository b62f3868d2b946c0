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

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-8B"
MOE = "Qwen/Qwen3-30B-A3B"
DISPATCHED = (
    "ValueError: Some modules are dispatched on the CPU or the disk. Make sure you have enough "
    "GPU RAM to fit the quantized model. If you want to dispatch the model on the CPU or the disk "
    "while keeping these modules in 32-bit, you need to set "
    "`llm_int8_enable_fp32_cpu_offload=True` and pass a custom `device_map` to "
    "`from_pretrained`. {rest}"
)

#: Four small layers: 0.5 MiB of embeddings and head, 3.5 million parameters that are quantized.
SMALL = {"vocab_size": 512, "hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 4}
#: 24 layers, 674 MiB in 8 bits, 338 MiB in 4.
DEEP = {"vocab_size": 512, "hidden_size": 1024, "intermediate_size": 8192, "num_hidden_layers": 24}
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
    with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
        model = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    model.save_pretrained(MODEL)


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


def warm_up():
    """What the libraries take of a GPU once, so that it does not count below."""
    make_model_folder()
    for config in (nf4_config(), int8_config()):
        logits_of(load(quantization_config=config, device_map={"": 0}))


def settle():
    """Give back what nobody uses any more."""
    import gc

    import torch

    gc.collect()
    torch.cuda.empty_cache()


def leave_free(mib):
    """A tensor that leaves so much of the GPU; keep it."""
    import torch

    settle()
    free, _ = torch.cuda.mem_get_info()
    taken = torch.empty(free - mib * 2**20, dtype=torch.uint8, device="cuda")
    free, total = torch.cuda.mem_get_info()
    print(f"{free / 2**20:.0f} of {total / 2**20:.0f} MiB free")
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
    settle()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    check("another process holds the GPU", holder.stdout.readline().strip() == "holding")
    return holder


# ----------------------------------------------------------------------------------- errors


@scenario("error/auto", reproduces="current", expect=DISPATCHED, needs=["cuda", "bitsandbytes"])
def error_auto():
    """674 MiB of weights in 8 bits, 770 MiB free: "auto" plans with 81 percent of that."""
    warm_up()
    make_model_folder(DEEP)
    bnb = int8_config()
    taken = leave_free(770)
    # region: error/auto
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=bnb, device_map="auto"
    )
    # endregion
    del taken


@scenario("error/8bit", reproduces="current", expect=DISPATCHED, needs=["bitsandbytes"])
def error_8bit():
    """4 MiB in 8 bits, and room for 3, which is RAM here."""
    make_model_folder()
    # region: error/8bit
    from transformers import BitsAndBytesConfig

    bnb = BitsAndBytesConfig(load_in_8bit=True)
    # endregion
    load(quantization_config=bnb, device_map="auto", max_memory={"cpu": "3MiB"})


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
    """338 MiB in 4 bits: refused beside another process, loaded after its end."""
    make_model_folder(DEEP)
    holder = start_holder()
    refuse_auto()
    holder.terminate()  # what `kill PID` does
    holder.wait()
    model = load(quantization_config=nf4_config(), device_map="auto")
    check("all of it is on the GPU", devices_of(model) == {"cuda:0"})


@scenario("fix-free/notebook", needs=["cuda", "bitsandbytes"], alone=True)
def fix_free_notebook():
    """A second model beside the first, as when a cell runs again."""
    make_model_folder(DEEP)
    model = load(quantization_config=nf4_config(), device_map="auto")
    taken = leave_free(100)
    refuse_auto()
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


def refuse_auto():
    try:
        load(quantization_config=nf4_config(), device_map="auto")
    except ValueError as error:
        print(error)
    else:
        check("there was no room", False)


@scenario("fix-one-gpu", needs=["bitsandbytes", "peft"])
def fix_one_gpu():
    """A device instead of a plan; each process has its own, which is the CPU without a GPU."""
    make_model_folder()
    bnb = nf4_config()
    # region: fix-one-gpu
    from accelerate import PartialState
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-8B", quantization_config=bnb, device_map={"": PartialState().device}
    )
    # endregion
    check("it is on one device", len(devices_of(model)) == 1)
    changed, _ = train(model)
    check("LoRA has been trained", changed > 0)


@scenario("fix-smaller", needs=["bitsandbytes"])
def fix_smaller():
    """The room of error/8bit."""
    make_model_folder()
    # region: fix-smaller
    import torch
    from transformers import BitsAndBytesConfig

    bnb = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
    )
    # endregion
    model = load(quantization_config=bnb, device_map="auto", max_memory={"cpu": "3MiB"})
    check("all of it is in that room", devices_of(model) == {"cpu"})
    print(f"{model.get_memory_footprint() / 2**20:.2f} MiB")


@scenario("fix-smaller/gpus", scope="mechanism", needs=["transformers>=5", "bitsandbytes"])
def fix_smaller_gpus():
    """Two GPUs of which neither has room for the model: "auto" takes both; needs no GPU."""
    make_model_folder()
    plan = plan_of("auto", {0: "2MiB", 1: "2MiB", "cpu": "1GiB"})
    print(plan)
    check("it is on both", set(plan.values()) == {0, 1})


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


@scenario("fix-visible", needs=["cuda"])
def fix_visible():
    """Hidden, and visible again; error/no-gpu is what the plan becomes without it."""
    import os

    count = f"{sys.executable} -c 'import torch; print(torch.cuda.device_count())'"
    seen = []
    for command in (count, f"unset CUDA_VISIBLE_DEVICES; {count}"):
        done = subprocess.run(
            ["bash", "-c", command],
            env=dict(os.environ, CUDA_VISIBLE_DEVICES=""),
            capture_output=True,
            text=True,
        )
        seen.append(int(done.stdout.split()[-1]))
    print(seen)
    check("hidden there is none, then there is", seen[0] == 0 < seen[1])


@scenario("fix-offload", needs=["cuda", "bitsandbytes"])
def fix_offload():
    """338 MiB in 4 bits, 330 MiB free; half of the layers stays in RAM."""
    import torch

    warm_up()
    make_model_folder(DEEP)
    whole = logits_of(load(device_map={"": 0}))
    taken = leave_free(330)
    # region: fix-offload
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, BitsAndBytesConfig

    gpu_layers = 12  # as many as fit; the others wait in RAM
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
    check("half of the layers wait in RAM", layers == set(range(12, 24)))
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


@scenario("extra-all-in-ram", needs=["transformers>=5", "bitsandbytes"])
def extra_all_in_ram():
    """If not even the first weight finds room, all goes to RAM, and nothing is raised."""
    make_model_folder(VOCABULARY)
    model = load(
        quantization_config=nf4_config(),
        device_map="auto",
        max_memory={0: "2MiB", "cpu": "1GiB"},
    )
    check("all of it is in RAM", devices_of(model) == {"cpu"})


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


@scenario("extra-scales", needs=["bitsandbytes"])
def extra_scales():
    """What 4 bits take besides: a scale for each 64 weights, which get_memory_footprint omits."""
    from bitsandbytes.nn import Linear4bit

    make_model_folder()
    for double, wanted in ((False, 0.125), (True, 0.032)):
        model = load(quantization_config=nf4_config(bnb_4bit_use_double_quant=double))
        weights = [m.weight for m in model.modules() if isinstance(m, Linear4bit)]
        states = [w.quant_state for w in weights]
        scales = [s.absmax for s in states] + [s.state2.absmax for s in states if s.nested]
        packed, extra = (sum(t.nbytes for t in tensors) for tensors in (weights, scales))
        counted = sum(p.nbytes for p in [*model.parameters(), *model.buffers()])
        print(f"double quantization {double}: scales are {extra / packed:.1%} of the 4-bit weights")
        check("that is the share", abs(extra / packed - wanted) < 0.001)
        check("the footprint is without them", model.get_memory_footprint() == counted)


@scenario("extra-flag-auto", needs=["transformers>=5", "bitsandbytes"])
def extra_flag_auto():
    """The flag beside "auto": no error, and the offloaded layers are 4 bits; CPU and disk here."""
    import torch
    from bitsandbytes.nn import Linear4bit

    make_model_folder()
    plain = logits_of(load(quantization_config=nf4_config()))
    first = 0 if torch.cuda.is_available() else "cpu"
    model = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map="auto",
        max_memory={first: "2MiB"},
        offload_folder="offload",
    )
    print(model.hf_device_map)
    check("a part is on the disk", set(model.hf_device_map.values()) == {first, "disk"})
    layer = model.get_submodule("model.layers.3.mlp.up_proj")
    check("it is quantized", isinstance(layer, Linear4bit))
    check("and offloaded", layer.weight.device.type == "meta")
    difference = compare(logits_of(model), plain, "flag and auto, against 4 bits without offload")
    check("it computes the same", difference < 1e-3)


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


@scenario("extra-train-cpu", needs=["cuda", "bitsandbytes", "peft"])
def extra_train_cpu():
    """LoRA on a model with a layer in RAM, where accelerate itself does not refuse."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import Trainer, TrainingArguments

    make_model_folder()
    device_map = whole_map(4, 0)
    device_map["model.layers.3"] = "cpu"
    model = load(
        quantization_config=nf4_config(llm_int8_enable_fp32_cpu_offload=True),
        device_map=device_map,
    )
    model = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear"))
    devices = {}
    for name, p in model.named_parameters():
        if p.requires_grad:
            devices.setdefault(str(p.device), set()).add(name.split(".layers.")[1].split(".")[0])
    print("LoRA of which layer is where:", devices)
    ids = torch.arange(3, 19)
    args = TrainingArguments(output_dir="out", max_steps=2, report_to="none", save_strategy="no")
    data = [{"input_ids": ids, "labels": ids.clone()} for _ in range(8)]
    try:
        Trainer(model=model, args=args, train_dataset=data).train()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
    else:
        print("it has trained")
    check("the adapter of the layer in RAM has no data", devices.get("meta") == {"3"})
