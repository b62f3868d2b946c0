# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "peft==0.21.2",
#   "accelerate==1.15.0",
#   "bitsandbytes==0.50.2",
# ]
# ///
"""Raises "Must flatten tensors with uniform dtype", and FSDP2's counterpart, and runs each fix.

    python tools/repro/run.py content/guides/fsdp-uniform-dtype/repro.py --out OUT

No GPU is needed and nothing is downloaded: FSDP shards on the CPU over Gloo, and bitsandbytes
quantizes there. The errors need one process, the fixes train with two: the scenario's process is
rank 0 and starts this file once more as rank 1. `Qwen/Qwen3-0.6B` and `baidu/ERNIE-4.5-21B-A3B-PT`
are folders that the prelude makes: models of two layers with random weights.
"""

import contextlib
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

from repro.regions import regions_of
from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
MOE = "baidu/ERNIE-4.5-21B-A3B-PT"
FLATTEN_32 = (
    "ValueError: Must flatten tensors with uniform dtype but got torch.bfloat16 and torch.float32"
)
FLATTEN_U8 = (
    "ValueError: Must flatten tensors with uniform dtype but got torch.bfloat16 and torch.uint8"
)
FLATTEN_I8 = (
    "ValueError: Must flatten tensors with uniform dtype but got torch.bfloat16 and torch.int8"
)
GROUP = "AssertionError: FSDP expects uniform original parameter dtype but got {dtypes}"
WORKERS = {}


def worker(function):
    """Register what both ranks run."""
    WORKERS[function.__name__] = function
    return function


def make_model_folders():
    """Both models, in bfloat16, as they are published."""
    import torch
    from transformers import (
        Ernie4_5_MoeConfig,
        Ernie4_5_MoeForCausalLM,
        Qwen3Config,
        Qwen3ForCausalLM,
    )

    torch.manual_seed(0)
    sizes = {
        "vocab_size": 512,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "pad_token_id": 0,
    }
    dense = Qwen3Config(**sizes, head_dim=32, tie_word_embeddings=False)
    Qwen3ForCausalLM(dense).to(torch.bfloat16).save_pretrained(MODEL)
    experts = Ernie4_5_MoeConfig(
        **sizes,
        moe_intermediate_size=32,
        moe_num_experts=4,
        moe_k=2,
        moe_layer_start_index=0,
        moe_layer_end_index=1,
    )
    Ernie4_5_MoeForCausalLM(experts).to(torch.bfloat16).save_pretrained(MOE)


def start(world_size, **variables):
    """What torchrun would set."""
    make_model_folders()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=port, WORLD_SIZE=str(world_size))
    os.environ.update(RANK="0", LOCAL_RANK="0", OMP_NUM_THREADS="1", **variables)


def one_rank(name, **variables):
    start(1, CUDA_VISIBLE_DEVICES="", **variables)
    WORKERS[name]()


def two_ranks(name, **variables):
    """Run a worker as rank 0 here and as rank 1 in a second process, which must end well too."""
    start(2, **{"CUDA_VISIBLE_DEVICES": "", **variables})
    other = subprocess.Popen(
        [sys.executable, "-P", __file__, name], env={**os.environ, "RANK": "1", "LOCAL_RANK": "1"}
    )
    WORKERS[name]()
    check("rank 1 ended well", other.wait(120) == 0)


def join():
    """The process group; the device is the CPU."""
    import torch

    torch.distributed.init_process_group("gloo")
    torch.manual_seed(0)
    return torch.device("cpu")


def join_mesh():
    import torch
    from torch.distributed.device_mesh import init_device_mesh

    join()
    return init_device_mesh("cpu", (torch.distributed.get_world_size(),))


def load(**options):
    """The base model in bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL, **{"dtype": torch.bfloat16, **options})


def load_lora(**options):
    from peft import LoraConfig, get_peft_model

    return get_peft_model(load(**options), LoraConfig(target_modules="all-linear"))


def quantization(**options):
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        **options,
    )


def policy_of(*classes):
    """Accelerate's TRANSFORMER_BASED_WRAP."""
    import functools

    from torch.distributed.fsdp.wrap import transformer_auto_wrap_policy

    return functools.partial(transformer_auto_wrap_policy, transformer_layer_cls=set(classes))


def decoder_policy():
    from transformers.models.qwen3.modeling_qwen3 import Qwen3DecoderLayer

    return policy_of(Qwen3DecoderLayer)


def moe_policy():
    from transformers.models.ernie4_5_moe.modeling_ernie4_5_moe import Ernie4_5_MoeDecoderLayer

    return policy_of(Ernie4_5_MoeDecoderLayer)


def dtypes_of(model, trainable=None):
    return {
        str(p.dtype).removeprefix("torch.")
        for p in model.parameters()
        if trainable is None or p.requires_grad == trainable
    }


def check_trains(model, autocast=False):
    """Five steps on one batch: the loss falls, so gradients arrive at sharded weights."""
    import torch

    input_ids = torch.randint(0, 512, (2, 16))
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-2)
    losses = []
    for _ in range(5):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
            loss = model(input_ids=input_ids, labels=input_ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(round(loss.item(), 3))
    print("losses", losses, "trained in", dtypes_of(model, trainable=True))
    check("the loss falls", losses[-1] < losses[0])
    torch.distributed.destroy_process_group()


# ------------------------------------------------------------------------------ errors: FSDP1


@worker
def lora():
    device = join()
    # region: error/lora
    import torch
    from peft import LoraConfig, get_peft_model
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.bfloat16)
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))  # float32
    # endregion
    model = FSDP(
        model, auto_wrap_policy=decoder_policy(), use_orig_params=True, device_id=device
    )


@scenario("error/lora", reproduces="flatten-dtype", expect=FLATTEN_32)
def error_lora():
    """use_orig_params=True does not help."""
    one_rank("lora")


@worker
def storage():
    device = join()
    # region: error/quant-storage
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    quantization = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", quantization_config=quantization, dtype=torch.bfloat16
    )
    # endregion
    from peft import LoraConfig, get_peft_model
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    check("four bits are packed in uint8", "uint8" in dtypes_of(model))
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    FSDP(model, auto_wrap_policy=fsdp_auto_wrap_policy(model), device_id=device)


@scenario(
    "error/quant-storage",
    reproduces="flatten-integer",
    expect="ValueError: Cannot flatten integer dtype tensors",
)
def error_quant_storage():
    one_rank("storage")


@worker
def storage_in_root():
    device = join()
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    model = load_lora(quantization_config=quantization(), device_map="cpu")
    FSDP(model, use_orig_params=True, device_id=device)


@scenario(
    "error/quant-storage-root",
    reproduces="flatten-dtype",
    expect=FLATTEN_U8,
)
def error_quant_storage_root():
    """Without a wrap policy the embedding comes first, and the message names both."""
    one_rank("storage_in_root")


@scenario(
    "error/quant-storage-float16",
    reproduces="flatten-dtype",
    expect="ValueError: Must flatten tensors with uniform dtype but got torch.bfloat16 and "
    "torch.float16",
)
def error_quant_storage_float16():
    """The storage is bfloat16, and the rest was loaded in float16."""
    start(1, CUDA_VISIBLE_DEVICES="")
    device = join()
    import torch
    from peft import LoraConfig, get_peft_model
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    bfloat16 = quantization(bnb_4bit_quant_storage=torch.bfloat16)
    model = load(quantization_config=bfloat16, dtype=torch.float16, device_map="cpu")
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    FSDP(model, auto_wrap_policy=fsdp_auto_wrap_policy(model), device_id=device)


@worker
def eight_bit():
    device = join()
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from transformers import BitsAndBytesConfig

    eight = BitsAndBytesConfig(load_in_8bit=True)
    model = load_lora(quantization_config=eight, device_map="cpu")
    FSDP(model, use_orig_params=True, device_id=device)


@scenario(
    "error/eight-bit", reproduces="flatten-dtype", expect=FLATTEN_I8
)
def error_eight_bit():
    one_rank("eight_bit")


def load_4bit():
    import torch

    bfloat16 = quantization(bnb_4bit_quant_storage=torch.bfloat16)
    return load(quantization_config=bfloat16, device_map="cpu")


@worker
def kbit():
    device = join()
    model = load_4bit()
    # region: error/kbit
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    model = prepare_model_for_kbit_training(model)  # norms, embeddings and head: float32
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    # endregion
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    FSDP(model, auto_wrap_policy=fsdp_auto_wrap_policy(model), device_id=device)


@scenario("error/kbit", reproduces="flatten-dtype", expect=FLATTEN_32)
def error_kbit():
    """The storage is bfloat16, and the adapters have units of their own."""
    one_rank("kbit")


@worker
def kept():
    device = join()
    # region: error/kept
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "baidu/ERNIE-4.5-21B-A3B-PT", dtype=torch.bfloat16
    )  # its routers stay in float32
    # endregion
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    names = {name.split(".", 3)[-1] for name, p in model.named_parameters() if p.itemsize == 4}
    print("float32:", *sorted(names))
    check("the routers are", all(name.startswith("mlp.gate.") for name in names) and names)
    FSDP(model, auto_wrap_policy=moe_policy(), use_orig_params=True, device_id=device)


@scenario("error/kept", reproduces="flatten-dtype", expect=FLATTEN_32)
def error_kept():
    """A class of transformers that keeps its routers in float32, trained in full."""
    one_rank("kept")


@worker
def requires_grad():
    device = join()
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(
        load(), LoraConfig(target_modules="all-linear"), autocast_adapter_dtype=False
    )
    auto_wrap_policy = decoder_policy()
    # region: error/requires-grad
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    model = FSDP(
        model,
        auto_wrap_policy=auto_wrap_policy,
        device_id=device,
    )
    # endregion


@scenario(
    "error/requires-grad",
    reproduces="flatten-requires-grad",
    expect="ValueError: Must flatten tensors with uniform `requires_grad` when "
    "`use_orig_params=False`",
)
def error_requires_grad():
    one_rank("requires_grad")


@worker
def frozen_names():
    device = join()
    from peft import LoraConfig, get_peft_model
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from torch.distributed.fsdp.wrap import ModuleWrapPolicy
    from transformers.models.qwen3.modeling_qwen3 import Qwen3DecoderLayer

    model = get_peft_model(
        load(), LoraConfig(target_modules="all-linear"), autocast_adapter_dtype=False
    )
    FSDP(model, auto_wrap_policy=ModuleWrapPolicy({Qwen3DecoderLayer}), device_id=device)


@scenario(
    "error/frozen-names",
    reproduces="frozen-names",
    expect="ValueError: {module} has both parameters with requires_grad=True and False. FSDP does "
    "not support wrapping such modules when use_orig_params=False.",
)
def error_frozen_names():
    """The same with a ModuleWrapPolicy: other words, and the names."""
    one_rank("frozen_names")


# ------------------------------------------------------------------------------ errors: FSDP2


@worker
def group():
    mesh = join_mesh()
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(MOE, dtype=torch.bfloat16)
    input_ids = torch.randint(0, 512, (2, 16))
    # region: error/group
    import torch
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.model.layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)

    model(input_ids=input_ids)  # raises here, not in fully_shard
    # endregion


@scenario("error/group", reproduces="group-dtype", expect=GROUP)
def error_group():
    one_rank("group")


# ------------------------------------------------------------------------------------ fixes


@worker
def fixed_storage():
    device = join()
    # region: fix-quant-storage
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    quantization = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        bnb_4bit_quant_storage=torch.bfloat16,  # the same as dtype below
    )
    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B", quantization_config=quantization, dtype=torch.bfloat16
    )
    # endregion
    from bitsandbytes.nn import Params4bit

    check("one dtype", dtypes_of(model) == {"bfloat16"})
    packed = [p for p in model.parameters() if isinstance(p, Params4bit)]
    check("still four bits", len(packed) == 14 and all(p.bnb_quantized for p in packed))
    shard_and_train(model, device)


def shard_and_train(model, device):
    """LoRA, the wrap policy that Trainer takes from PEFT, and its autocast."""
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from torch.distributed.fsdp import MixedPrecision

    if not isinstance(model, PeftModel):
        model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    model = FSDP(
        model,
        auto_wrap_policy=fsdp_auto_wrap_policy(model),
        mixed_precision=MixedPrecision(torch.bfloat16, torch.bfloat16),
        device_id=device,
    )
    check_trains(model, autocast=True)


@scenario("fix-quant-storage")
def fix_quant_storage():
    two_ranks("fixed_storage")


@worker
def skipped():
    device = join()
    model = load_4bit()
    # region: fix-one-dtype/skip
    from peft import LoraConfig, get_peft_model

    # no prepare_model_for_kbit_training: get_peft_model freezes the base itself
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    # endregion
    check("the base has one dtype", dtypes_of(model, trainable=False) == {"bfloat16"})
    check("the adapters are float32", dtypes_of(model, trainable=True) == {"float32"})
    shard_and_train(model, device)


@scenario("fix-one-dtype/skip")
def fix_one_dtype_skip():
    two_ranks("skipped")


@worker
def cast():
    device = join()
    model = load_4bit()
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training

    model = prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)
    model = get_peft_model(model, LoraConfig(target_modules="all-linear"))
    # region: fix-one-dtype
    import torch

    for param in model.parameters():
        if param.dtype == torch.float32:
            param.data = param.data.to(torch.bfloat16)
    # endregion
    check("one dtype", dtypes_of(model) == {"bfloat16"})
    shard_and_train(model, device)


@scenario("fix-one-dtype")
def fix_one_dtype():
    two_ranks("cast")


@worker
def wrapped():
    device = join()
    model = load_lora()
    # region: fix-wrap-adapters
    import torch
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from torch.distributed.fsdp import MixedPrecision

    model = FSDP(
        model,
        auto_wrap_policy=fsdp_auto_wrap_policy(model),  # each LoRA layer is a unit
        mixed_precision=MixedPrecision(
            param_dtype=torch.bfloat16, reduce_dtype=torch.bfloat16, cast_forward_inputs=True
        ),
        device_id=device,
    )
    # endregion
    check("the adapters are float32", dtypes_of(model, trainable=True) == {"float32"})
    units = [name for name, m in model.named_modules() if isinstance(m, FSDP)]
    check("28 adapters, 2 layers and the model", len(units) == 31)
    check_trains(model)


@scenario("fix-wrap-adapters")
def fix_wrap_adapters():
    two_ranks("wrapped")


@worker
def wrapped_by_accelerate():
    from accelerate import Accelerator, FullyShardedDataParallelPlugin

    plugin = FullyShardedDataParallelPlugin(
        fsdp_version=1, auto_wrap_policy="TRANSFORMER_BASED_WRAP", cpu_ram_efficient_loading=False
    )
    accelerator = Accelerator(mixed_precision="bf16", fsdp_plugin=plugin)
    model = load_lora()
    # region: fix-wrap-adapters/accelerate
    from peft.utils.other import fsdp_auto_wrap_policy

    accelerator.state.fsdp_plugin.auto_wrap_policy = fsdp_auto_wrap_policy(model)
    model = accelerator.prepare(model)
    # endregion
    check("the adapters are float32", dtypes_of(model, trainable=True) == {"float32"})


@scenario("fix-wrap-adapters/accelerate", needs=["cuda", "gpus>=2"])
def fix_wrap_adapters_accelerate():
    """Accelerate has FSDP on accelerators only."""
    two_ranks("wrapped_by_accelerate", CUDA_VISIBLE_DEVICES="0,1")


@worker
def low_precision_adapters():
    device = join()
    # region: fix-adapter-dtype
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", dtype=torch.bfloat16)
    lora = LoraConfig(target_modules="all-linear")
    model = get_peft_model(model, lora, autocast_adapter_dtype=False)  # bfloat16
    # endregion
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    check("one dtype", dtypes_of(model) == {"bfloat16"})
    model = FSDP(
        model, auto_wrap_policy=decoder_policy(), use_orig_params=True, device_id=device
    )
    check_trains(model)


@scenario("fix-adapter-dtype")
def fix_adapter_dtype():
    two_ranks("low_precision_adapters")


@worker
def full_precision():
    device = join()
    auto_wrap_policy = moe_policy()
    # region: fix-load-fp32
    import torch
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from torch.distributed.fsdp import MixedPrecision
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "baidu/ERNIE-4.5-21B-A3B-PT", dtype=torch.float32
    )
    model = FSDP(
        model,
        auto_wrap_policy=auto_wrap_policy,
        mixed_precision=MixedPrecision(param_dtype=torch.bfloat16, reduce_dtype=torch.float32),
        use_orig_params=True,
        device_id=device,
    )
    # endregion
    check("the weights are float32", dtypes_of(model) == {"float32"})
    check_trains(model)


@scenario("fix-load-fp32")
def fix_load_fp32():
    two_ranks("full_precision")


@worker
def full_precision_group():
    mesh = join_mesh()
    # region: fix-load-fp32/fsdp2
    import torch
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "baidu/ERNIE-4.5-21B-A3B-PT", dtype=torch.float32
    )
    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.model.layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)
    # endregion
    check("the weights are float32", dtypes_of(model) == {"float32"})
    check_trains(model)


@scenario("fix-load-fp32/fsdp2")
def fix_load_fp32_fsdp2():
    two_ranks("full_precision_group")


@worker
def own_group():
    mesh = join_mesh()
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(MOE, dtype=torch.bfloat16)
    # region: fix-own-group
    import torch
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.model.layers:
        fully_shard(layer.mlp.gate, mesh=mesh)  # the float32 part first, as it is
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)
    # endregion
    check("both dtypes are left", dtypes_of(model) == {"bfloat16", "float32"})
    check_trains(model)


@scenario("fix-own-group")
def fix_own_group():
    two_ranks("own_group")


@worker
def orig_params():
    device = join()
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(
        load(), LoraConfig(target_modules="all-linear"), autocast_adapter_dtype=False
    )
    auto_wrap_policy = decoder_policy()
    # region: fix-orig-params
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP

    model = FSDP(
        model,
        auto_wrap_policy=auto_wrap_policy,
        use_orig_params=True,
        device_id=device,
    )
    # endregion
    check_trains(model)


@scenario("fix-orig-params")
def fix_orig_params():
    two_ranks("orig_params")


@worker
def second_generation():
    mesh = join_mesh()
    model = load_lora()
    # region: fix-fsdp2
    import torch
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.get_base_model().model.layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)
    # endregion
    check("the base stays bfloat16", dtypes_of(model, trainable=False) == {"bfloat16"})
    check("the adapters stay float32", dtypes_of(model, trainable=True) == {"float32"})
    check_trains(model)


@scenario("fix-fsdp2")
def fix_fsdp2():
    two_ranks("second_generation")


CONFIG = """\
compute_environment: LOCAL_MACHINE
distributed_type: FSDP
fsdp_config:
  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
  fsdp_backward_prefetch: BACKWARD_PRE
  fsdp_cpu_ram_efficient_loading: true
  fsdp_offload_params: false
  fsdp_sharding_strategy: FULL_SHARD
  fsdp_state_dict_type: SHARDED_STATE_DICT
  fsdp_sync_module_states: true
  fsdp_use_orig_params: false
mixed_precision: bf16
num_machines: 1
num_processes: 2
"""


@scenario("fix-fsdp2/accelerate")
def fix_fsdp2_accelerate():
    """The command of commands.sh, with a configuration as `accelerate config` writes it."""
    import yaml

    Path("fsdp.yaml").write_text(CONFIG, encoding="utf-8")
    commands = Path(__file__).with_name("commands.sh").read_text(encoding="utf-8")
    command = regions_of(commands)["fix-fsdp2/accelerate"].split("accelerate launch")[0]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", command],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    print(done.stdout, done.stderr)
    check("it ended well", done.returncode == 0)
    config = yaml.safe_load(Path("fsdp2.yaml").read_text(encoding="utf-8"))["fsdp_config"]
    print(config)
    check("version 2", config["fsdp_version"] == 2)
    check("the wrap policy is kept", config["fsdp_auto_wrap_policy"] == "TRANSFORMER_BASED_WRAP")


# ----------------------------------------------------------------------------------- checks


def find_units(model):
    """What the page offers as a probe."""
    # region: check-units
    def list_units(model):
        classes = set(getattr(model, "_no_split_modules", None) or [])
        units = {name: m for name, m in model.named_modules() if type(m).__name__ in classes}
        lines = {}
        for name, unit in [*units.items(), ("", model)]:
            inner = [] if unit is not model else [f"{inside}." for inside in units]
            kinds = {True: {}, False: {}}
            for own, param in unit.named_parameters():
                if not own.startswith(tuple(inner)):
                    dtype = str(param.dtype).removeprefix("torch.")
                    kinds[param.requires_grad].setdefault(dtype, own)
            trained, frozen = ("+".join(sorted(kinds[k])) or "none" for k in (True, False))
            kind = type(unit).__name__
            line = f"unit: {kind} | trainable: {trained} | frozen: {frozen}"
            lines.setdefault(line, [f"  {d}: {own}" for k in kinds.values() for d, own in k.items()])
        for line, examples in lines.items():
            print(line, *examples, sep="\n")

    list_units(model)  # right before FSDP(model), accelerator.prepare(model) or trainer.train()
    # endregion


@scenario("check-units")
def check_units():
    import torch
    from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
    from transformers import AutoModelForCausalLM

    make_model_folders()
    config = LoraConfig(target_modules="all-linear")
    kbit = prepare_model_for_kbit_training(load_4bit(), use_gradient_checkpointing=False)
    uint8 = load(quantization_config=quantization(), device_map="cpu")
    for model, expected in [
        (load_lora(), "Qwen3DecoderLayer | trainable: float32 | frozen: bfloat16"),
        (get_peft_model(uint8, config), "| trainable: float32 | frozen: bfloat16+uint8"),
        (get_peft_model(kbit, config), "| trainable: float32 | frozen: bfloat16+float32"),
        (
            AutoModelForCausalLM.from_pretrained(MOE, dtype=torch.bfloat16),
            "Ernie4_5_MoeDecoderLayer | trainable: bfloat16+float32 | frozen: none",
        ),
        (
            get_peft_model(load(), config, autocast_adapter_dtype=False),
            "Qwen3DecoderLayer | trainable: bfloat16 | frozen: bfloat16",
        ),
        (load(), "Qwen3DecoderLayer | trainable: bfloat16 | frozen: none"),
    ]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            find_units(model)
        print(printed.getvalue())
        check(expected, expected in printed.getvalue())


# ------------------------------------------------------- what does not help, and what it costs


@scenario("extra-efficient-loading", expect=FLATTEN_32)
def extra_efficient_loading():
    """The variable decides who loads, not the dtype."""
    one_rank("lora", ACCELERATE_USE_FSDP="true", FSDP_CPU_RAM_EFFICIENT_LOADING="true")


@worker
def without_input_cast():
    device = join()
    import torch
    from peft.utils.other import fsdp_auto_wrap_policy
    from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
    from torch.distributed.fsdp import MixedPrecision

    model = load_lora()
    model = FSDP(
        model,
        auto_wrap_policy=fsdp_auto_wrap_policy(model),
        mixed_precision=MixedPrecision(torch.bfloat16, torch.bfloat16),
        device_id=device,
    )
    check_trains(model)


@scenario(
    "extra-without-input-cast",
    expect="RuntimeError: expected m1 and m2 to have the same dtype, but got: float != "
    "c10::BFloat16",
)
def extra_without_input_cast():
    """PEFT casts the input to the adapter's float32 before FSDP casts the adapter."""
    one_rank("without_input_cast")


@worker
def autocast_instead():
    device = join()
    shard_and_train(load_lora(), device)


@scenario("extra-autocast-instead", scope="mechanism")
def extra_autocast_instead():
    """What Accelerate and Trainer do about it: autocast around the forward."""
    two_ranks("autocast_instead")


@worker
def second_generation_uint8():
    mesh = join_mesh()
    from torch.distributed.fsdp import fully_shard

    model = load_lora(quantization_config=quantization(), device_map="cpu")
    for layer in model.get_base_model().model.layers:
        fully_shard(layer, mesh=mesh)


@scenario(
    "extra-fsdp2-uint8",
    expect="RuntimeError: only Tensors of floating point dtype can require gradients",
)
def extra_fsdp2_uint8():
    """FSDP2 needs floating storage as well, and says it in other words."""
    one_rank("second_generation_uint8")


@worker
def second_generation_4bit():
    mesh = join_mesh()
    import torch
    from peft import LoraConfig, get_peft_model
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    model = get_peft_model(load_4bit(), LoraConfig(target_modules="all-linear"))
    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.get_base_model().model.layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)
    check_trains(model)


@scenario("extra-fsdp2-4bit")
def extra_fsdp2_4bit():
    """4-bit weights in bfloat16 storage under FSDP2."""
    two_ranks("second_generation_4bit")


@worker
def dora_second_generation():
    mesh = join_mesh()
    import torch
    from peft import LoraConfig, get_peft_model
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    model = get_peft_model(load(), LoraConfig(target_modules="all-linear", use_dora=True))
    policy = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    for layer in model.get_base_model().model.layers:
        fully_shard(layer, mesh=mesh, mp_policy=policy)
    fully_shard(model, mesh=mesh, mp_policy=policy)
    check_trains(model)


@scenario("extra-fsdp2-dora")
def extra_fsdp2_dora():
    two_ranks("dora_second_generation")


@scenario("extra-own-group-linear")
def extra_own_group_linear():
    """A float32 Linear between bfloat16 layers: its group needs a policy for inputs and outputs."""
    start(1, CUDA_VISIBLE_DEVICES="")
    mesh = join_mesh()
    import torch
    from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard

    half = MixedPrecisionPolicy(param_dtype=torch.bfloat16, reduce_dtype=torch.float32)
    full = MixedPrecisionPolicy(param_dtype=torch.float32, output_dtype=torch.bfloat16)
    said = []
    for options in ({}, {"mp_policy": full}):
        first, middle, last = (torch.nn.Linear(8, 8) for _ in range(3))
        model = torch.nn.Sequential(first.bfloat16(), middle, last.bfloat16())
        fully_shard(middle, mesh=mesh, **options)
        fully_shard(model, mesh=mesh, mp_policy=half)
        try:
            model(torch.randn(2, 8)).float().sum().backward()
            said.append(f"gradient in {middle.weight.grad.dtype}")
        except RuntimeError as error:
            said.append(str(error))
    print(*said, sep="\n")
    check("without a policy the dtypes do not fit", "must have the same dtype" in said[0])
    check("with one it trains in float32", said[1] == "gradient in torch.float32")
    torch.distributed.destroy_process_group()


@scenario(
    "extra-4bit-to-float32",
    expect="RuntimeError: shape '{shape}' is invalid for input of size {size}",
    scope="mechanism",
)
def extra_4bit_to_float32():
    """What Accelerate did before 1.13 with mixed precision: the packed weights are cast as well."""
    import torch
    from peft import LoraConfig, get_peft_model

    make_model_folders()
    model = get_peft_model(load_4bit(), LoraConfig(target_modules="all-linear"))
    input_ids = torch.randint(0, 512, (2, 16))
    model(input_ids=input_ids)
    model = model.to(torch.float32)
    check("the packed weights are float32", dtypes_of(model) == {"float32"})
    model(input_ids=input_ids)


@scenario("extra-lost-updates")
def extra_lost_updates():
    """Ten steps of AdamW at 1e-5: how many weights have not moved at all."""
    import torch

    make_model_folders()
    shares = {}
    for name in ("bfloat16", "float32"):
        model = load(dtype=getattr(torch, name))
        before = [p.detach().clone() for p in model.model.layers.parameters()]
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
        torch.manual_seed(0)
        for _ in range(10):
            input_ids = torch.randint(0, 512, (8, 32))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                model(input_ids=input_ids, labels=input_ids).loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        after = list(model.model.layers.parameters())
        still = sum(int((a == b).sum()) for a, b in zip(before, after, strict=True))
        shares[name] = still / sum(p.numel() for p in before)
        print(f"{name}: {shares[name]:.1%} of the layers' weights did not move")
    measure("did not move", **{f"{name}_share": share for name, share in shares.items()})
    check("most updates are lost in bfloat16", shares["bfloat16"] > 0.5)
    check("and few in float32", shares["float32"] < 0.05)


if __name__ == "__main__":
    WORKERS[sys.argv[1]]()
