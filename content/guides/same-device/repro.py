# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
# ]
# ///
"""Raises "Expected all tensors to be on the same device" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/same-device/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes in the scenario's own
working directory, a Qwen3 with the same code and random weights of a few megabytes.

Scenarios about several GPUs need two of them; the refusal of `device_map="auto"` in distributed
mode happens before any GPU is used, and runs on the CPU with one process.
"""

import os
import subprocess
import sys

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"


def make_model_folder(layers=2):
    """./Qwen/Qwen3-0.6B: a small Qwen3 with random weights."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=layers,
        num_attention_heads=4,
        num_key_value_heads=4,
        head_dim=32,
        max_position_embeddings=256,
        pad_token_id=0,
        eos_token_id=1,
    )
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(MODEL)


def token_batch():
    """Two sequences of 16 tokens on the CPU, as a DataLoader gives them."""
    import torch

    ids = torch.randint(3, 500, (2, 16), generator=torch.Generator().manual_seed(0))
    return {"input_ids": ids, "labels": ids.clone()}


def load():
    """The model of the folder on the GPU."""
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(MODEL).to("cuda")


def is_finite(value):
    """Whether every element of a tensor is finite."""
    import torch

    return bool(torch.isfinite(value).all())


def run_two_ranks(script):
    """What `torchrun` prints for a script on two GPUs."""
    with open("train.py", "w", encoding="utf-8") as file:
        file.write(script)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    ran = subprocess.run(
        [*command, "--nproc_per_node=2", "train.py"], capture_output=True, text=True, timeout=120
    )
    print(ran.stdout[-3000:], ran.stderr[-3000:])
    return ran.stdout + ran.stderr


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/inputs",
    reproduces="argument-is-on",
    expect=(
        "RuntimeError: Expected all tensors to be on the same device, but got index is on cpu, "
        "different from other tensors on cuda:0 (when checking argument in method "
        "wrapper_CUDA__index_select)"
    ),
    needs=["cuda", "transformers"],
)
def error_inputs():
    make_model_folder()
    model, batches = load(), [token_batch()]
    # region: error/inputs
    for batch in batches:
        loss = model(**batch).loss
        loss.backward()
    # endregion


@scenario(
    "error/labels",
    reproduces="argument-is-on",
    expect=(
        "RuntimeError: Expected all tensors to be on the same device, but got target is on cpu, "
        "different from other tensors on cuda:0 (when checking argument in method "
        "wrapper_CUDA_nll_loss_forward)"
    ),
    needs=["cuda", "transformers"],
)
def error_labels():
    make_model_folder()
    model, batch = load(), token_batch()
    # region: error/labels
    import torch.nn.functional as F

    logits = model(input_ids=batch["input_ids"].to(model.device)).logits
    loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), batch["labels"][:, 1:].flatten())
    # endregion
    print(loss.item())


@scenario(
    "error/attribute",
    reproduces="two-devices",
    expect=(
        "RuntimeError: Expected all tensors to be on the same device, but found at least two "
        "devices, cuda:0 and cpu!"
    ),
    needs=["cuda"],
)
def error_attribute():
    # region: error/attribute
    import torch
    from torch import nn

    class Scaled(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.linear = nn.Linear(size, size)
            self.scale = torch.ones(size)  # a plain attribute: .to() does not move it

        def forward(self, x):
            return self.linear(x) * self.scale

    model = Scaled(8).to("cuda")
    model(torch.randn(2, 8, device="cuda"))
    # endregion


@scenario(
    "error/new-tensor",
    reproduces="two-devices",
    expect=(
        "RuntimeError: Expected all tensors to be on the same device, but found at least two "
        "devices, cuda:0 and cpu!"
    ),
    needs=["cuda"],
)
def error_new_tensor():
    # region: error/new-tensor
    import torch

    def add_positions(x):
        positions = torch.arange(x.shape[1])  # on the CPU
        return x + positions[None, :, None]

    add_positions(torch.randn(2, 16, 8, device="cuda"))
    # endregion


@scenario(
    "error/two-gpus",
    reproduces="argument-is-on",
    expect="Expected all tensors to be on the same device, but got mat1 is on cuda:0, different",
    needs=["gpus>=2", "transformers", "accelerate"],
)
def error_two_gpus():
    make_model_folder(layers=8)
    input_ids = token_batch()["input_ids"]
    # region: error/two-gpus
    from torch import nn
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", device_map="auto")
    value_head = nn.Linear(model.config.hidden_size, 1, dtype=model.dtype).to("cuda:1")

    output = model(input_ids.to(model.device), output_hidden_states=True)
    values = value_head(output.hidden_states[-1].to(model.device))
    # endregion


@scenario(
    "error/device-map",
    reproduces="device-map-distributed",
    expect=(
        "ValueError: You can't train a model that has been loaded with `device_map='auto'` in any "
        "distributed mode."
    ),
    scope="mechanism",
    needs=["transformers", "accelerate"],
)
def error_device_map():
    """Accelerate's guard, in a distributed run of one CPU process: a map with two entries."""
    os.environ.update(CUDA_VISIBLE_DEVICES="", ACCELERATE_USE_CPU="true")
    make_model_folder()
    import torch
    from accelerate import Accelerator, dispatch_model
    from transformers import AutoModelForCausalLM

    torch.distributed.init_process_group(
        "gloo", store=torch.distributed.HashStore(), rank=0, world_size=1
    )
    os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1")
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    dispatch_model(
        model, device_map={"model": "cpu", "lm_head": "cpu"}, main_device="cpu", force_hooks=True
    )
    print("device map", model.hf_device_map)
    accelerator = Accelerator(cpu=True)
    print("distributed type", accelerator.distributed_type)
    accelerator.prepare(model)


@scenario(
    "error/data-parallel",
    reproduces="data-parallel",
    expect=(
        "RuntimeError: module must have its parameters and buffers on device cuda:0 "
        "(device_ids[0]) but found one of them on device: cuda:1"
    ),
    needs=["gpus>=2"],
)
def error_data_parallel():
    import torch

    model = torch.nn.Linear(8, 8).to("cuda:1")
    torch.nn.DataParallel(model, device_ids=[0, 1])(torch.randn(4, 8, device="cuda:0"))


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-move-inputs/pytorch", needs=["cuda", "transformers"])
def fix_move_inputs_pytorch():
    make_model_folder()
    model, batches = load(), [token_batch()]
    # region: fix-move-inputs/pytorch
    for batch in batches:
        batch = {name: value.to(model.device) for name, value in batch.items()}
        loss = model(**batch).loss
        loss.backward()
    # endregion
    check("loss is finite", is_finite(loss))


@scenario("fix-move-inputs/generate", needs=["cuda", "transformers"])
def fix_move_inputs_generate():
    make_model_folder()
    import warnings

    model, inputs = load(), {"input_ids": token_batch()["input_ids"]}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # region: fix-move-inputs/generate
        inputs = {name: value.to(model.device) for name, value in inputs.items()}
        output = model.generate(**inputs, max_new_tokens=8)
        # endregion
    texts = [str(warning.message) for warning in caught]
    check("no warning about devices", not any("being on a device type" in text for text in texts))
    check("the output is on the GPU", output.is_cuda)


@scenario("fix-follow-device/loss", needs=["cuda", "transformers"])
def fix_follow_device_loss():
    make_model_folder()
    model, batch = load(), token_batch()
    # region: fix-follow-device/loss
    import torch.nn.functional as F

    logits = model(input_ids=batch["input_ids"].to(model.device)).logits
    labels = batch["labels"].to(logits.device)
    loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
    # endregion
    check("loss is finite", is_finite(loss))


@scenario("fix-follow-device/head", needs=["gpus>=2", "transformers", "accelerate"])
def fix_follow_device_head():
    make_model_folder(layers=8)
    input_ids = token_batch()["input_ids"]
    # region: fix-follow-device/head
    from torch import nn
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B", device_map="auto")
    value_head = nn.Linear(model.config.hidden_size, 1, dtype=model.dtype).to("cuda:1")

    output = model(input_ids.to(model.device), output_hidden_states=True)
    values = value_head(output.hidden_states[-1].to(value_head.weight.device))
    # endregion
    print("device map", model.hf_device_map)
    check("the model is on two GPUs", len(set(model.hf_device_map.values())) == 2)
    check("values are finite", is_finite(values))


@scenario("fix-register/buffer", needs=["cuda"])
def fix_register_buffer():
    # region: fix-register/buffer
    import torch
    from torch import nn

    class Scaled(nn.Module):
        def __init__(self, size):
            super().__init__()
            self.linear = nn.Linear(size, size)
            self.register_buffer("scale", torch.ones(size), persistent=False)

        def forward(self, x):
            return self.linear(x) * self.scale

    model = Scaled(8).to("cuda")
    model(torch.randn(2, 8, device="cuda"))
    # endregion
    check("the buffer moved", model.scale.is_cuda)
    check("it is not saved", "scale" not in model.state_dict())


@scenario("fix-register/new-tensor", needs=["cuda"])
def fix_register_new_tensor():
    # region: fix-register/new-tensor
    import torch

    def add_positions(x):
        positions = torch.arange(x.shape[1], device=x.device)
        return x + positions[None, :, None]

    add_positions(torch.randn(2, 16, 8, device="cuda"))
    # endregion
    check("the result is on the GPU", add_positions(torch.ones(1, 2, 3, device="cuda")).is_cuda)


@scenario("fix-one-process", needs=["cuda", "transformers", "accelerate"])
def fix_one_process():
    make_model_folder()
    train_dataset = [
        {name: value[0] for name, value in token_batch().items()} for _ in range(16)
    ]
    # region: fix-one-process
    from accelerate import PartialState
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    model = AutoModelForCausalLM.from_pretrained(
        "Qwen/Qwen3-0.6B",
        device_map={"": PartialState().local_process_index},  # the whole model on this GPU
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
    check("all weights are on one GPU", {str(p.device) for p in model.parameters()} == {"cuda:0"})
    check("two steps ran", trainer.state.global_step == 2)


@scenario("fix-one-process/launch", needs=["gpus>=2", "transformers", "accelerate"])
def fix_one_process_launch():
    """The same under `torchrun`: each rank has the whole model on its own GPU."""
    make_model_folder()
    printed = run_two_ranks(
        "import torch\n"
        "from accelerate import PartialState\n"
        "from transformers import AutoModelForCausalLM, Trainer, TrainingArguments\n"
        "ids = torch.arange(3, 19)\n"
        "rows = [{'input_ids': ids, 'labels': ids} for _ in range(64)]\n"
        "index = PartialState().local_process_index\n"
        f"model = AutoModelForCausalLM.from_pretrained({MODEL!r}, device_map={{'': index}})\n"
        "args = TrainingArguments('out', max_steps=2, logging_steps=1, report_to='none')\n"
        "trainer = Trainer(model=model, args=args, train_dataset=rows)\n"
        "trainer.train()\n"
        "print('rank', index, 'steps', trainer.state.global_step, model.device, flush=True)\n"
    )
    check("rank 0 trained on cuda:0", "rank 0 steps 2 cuda:0" in printed)
    check("rank 1 trained on cuda:1", "rank 1 steps 2 cuda:1" in printed)


@scenario("fix-one-gpu", needs=["cuda"])
def fix_one_gpu():
    """The command of `commands.sh`: the process sees one GPU, whatever the machine has."""
    ran = subprocess.run(
        [sys.executable, "-c", "import torch; print('visible', torch.cuda.device_count())"],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": "0"},
        capture_output=True,
        text=True,
    )
    print(ran.stdout, ran.stderr[-1000:])
    check("one GPU is visible", "visible 1" in ran.stdout)


@scenario("check-devices", needs=["transformers"])
def check_devices():
    make_model_folder()
    from transformers import AutoModelForCausalLM

    model, batch = AutoModelForCausalLM.from_pretrained(MODEL), token_batch()
    # region: check-devices
    from itertools import chain

    print("model", {str(t.device) for t in chain(model.parameters(), model.buffers())})
    print("batch", {name: str(value.device) for name, value in batch.items()})
    print("device_map", getattr(model, "hf_device_map", None))
    # endregion
    check("all of it is on the CPU", {str(p.device) for p in model.parameters()} == {"cpu"})


@scenario("extra-not-errors", needs=["cuda"])
def extra_not_errors():
    """Two mixtures that PyTorch allows: a CPU scalar of no dimensions, and CPU indices."""
    import torch

    x = torch.ones(4, device="cuda")
    check("x + a 0-dim CPU tensor", (x + torch.tensor(1.0)).is_cuda)
    check("x[CPU indices]", x[torch.tensor([0, 1])].is_cuda)
