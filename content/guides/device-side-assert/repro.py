# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
# ]
# ///
"""Raises "CUDA error: device-side assert triggered" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/device-side-assert/repro.py --out OUT

Nothing is downloaded: `openai-community/gpt2` is a folder that the prelude makes in the scenario's
own working directory, a GPT-2 with the same code, random weights and, like the real one, exactly
as many embedding rows as its tokenizer has tokens, 1,024 positions and no pad token.

An assert ends the CUDA context of its process; every scenario has a process of its own.
"""

import os

from repro.scenario import check, scenario

MODEL = "openai-community/gpt2"
ASSERT = "AcceleratorError: CUDA error: device-side assert triggered"


def make_model_folder():
    """./openai-community/gpt2: a GPT-2 of 2 layers with random weights, and its tokenizer."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        ["a short text", "a longer text with more words"] * 4,
        vocab_size=300,
        special_tokens=["<|endoftext|>"],
        show_progress=False,
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer._tokenizer,
        bos_token="<|endoftext|>",
        eos_token="<|endoftext|>",
        model_max_length=1024,
    )
    fast.save_pretrained(MODEL)
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=len(fast),
        n_positions=1024,
        n_embd=64,
        n_layer=2,
        n_head=2,
        bos_token_id=0,
        eos_token_id=0,
    )
    GPT2LMHeadModel(config).save_pretrained(MODEL)


def launch_blocking():
    """What `CUDA_LAUNCH_BLOCKING=1 python train.py` does; it must come before CUDA starts."""
    os.environ["CUDA_LAUNCH_BLOCKING"] = "1"


def load(device="cuda"):
    """The tokenizer and the model of the folder."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    return tokenizer, AutoModelForCausalLM.from_pretrained(MODEL).to(device)


def masked_batch(tokenizer, device="cuda"):
    """One text whose first two labels are -100, as after masking a prompt."""
    batch = tokenizer("a longer text with more words", return_tensors="pt").to(device)
    labels = batch["input_ids"].clone()
    labels[:, :2] = -100
    return batch, labels


def is_finite(value):
    """Whether every element of a tensor is finite."""
    import torch

    return bool(torch.isfinite(value).all())


# ----------------------------------------------------------------------------------- errors


@scenario("error/token-id", reproduces="assert", expect=ASSERT, needs=["cuda", "transformers"])
def error_token_id():
    launch_blocking()
    make_model_folder()
    # region: error/token-id
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")
    model = AutoModelForCausalLM.from_pretrained("openai-community/gpt2").cuda()

    tokenizer.add_special_tokens({"pad_token": "<pad>"})  # its id is the number of rows

    texts = ["a short text", "a longer text with more words"]
    batch = tokenizer(texts, padding=True, return_tensors="pt").to("cuda")
    logits = model(**batch).logits
    # endregion
    print(logits.sum().item())


@scenario("error/label", reproduces="assert", expect=ASSERT, needs=["cuda", "transformers"])
def error_label():
    make_model_folder()
    # region: error/label
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    train_labels = [1, 2, 3, 4, 5]

    tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")
    model = AutoModelForSequenceClassification.from_pretrained(
        "openai-community/gpt2", num_labels=5
    ).cuda()

    batch = tokenizer("a short text", return_tensors="pt").to("cuda")
    labels = torch.tensor([train_labels[-1]], device="cuda")
    loss = model(**batch, labels=labels).loss
    print(loss.item())
    # endregion


@scenario("error/label-padding", reproduces="assert", expect=ASSERT, needs=["cuda", "transformers"])
def error_label_padding():
    make_model_folder()
    tokenizer, model = load()
    tokenizer.pad_token = tokenizer.eos_token
    texts = ["a short text", "a longer text with more words"]
    # region: error/label-padding
    batch = tokenizer(texts, padding=True, return_tensors="pt").to("cuda")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -1)
    loss = model(**batch, labels=labels).loss
    print(loss.item())
    # endregion


@scenario("error/positions", reproduces="assert", expect=ASSERT, needs=["cuda", "transformers"])
def error_positions():
    launch_blocking()
    make_model_folder()
    tokenizer, model = load()
    texts = ["a longer text with more words " * 400]
    # region: error/positions
    batch = tokenizer(texts, return_tensors="pt").to("cuda")
    logits = model(**batch).logits
    # endregion
    print(logits.sum().item())


@scenario("error/gather", reproduces="assert", expect=ASSERT, needs=["cuda", "transformers"])
def error_gather():
    make_model_folder()
    tokenizer, model = load()
    batch, labels = masked_batch(tokenizer)
    # region: error/gather
    logits = model(**batch).logits[:, :-1]
    targets = labels[:, 1:]  # -100 where the prompt is masked
    log_probs = logits.log_softmax(-1)
    token_log_probs = log_probs.gather(2, targets.unsqueeze(2)).squeeze(2)
    print(token_log_probs.sum().item())
    # endregion


@scenario(
    "error/cpu-token-id",
    reproduces="cpu-embedding",
    expect="IndexError: index out of range in self",
    needs=["transformers"],
)
def error_cpu_token_id():
    make_model_folder()
    tokenizer, model = load("cpu")
    tokenizer.add_special_tokens({"pad_token": "<pad>"})
    texts = ["a short text", "a longer text with more words"]
    batch = tokenizer(texts, padding=True, return_tensors="pt")
    # region: error/cpu-token-id
    model = model.to("cpu")
    batch = {name: value.to("cpu") for name, value in batch.items()}
    model(**batch)  # the last line of the traceback is the bad lookup
    # endregion


@scenario(
    "error/cpu-label",
    reproduces="cpu-labels",
    expect="IndexError: Target 5 is out of bounds.",
    needs=["transformers"],
)
def error_cpu_label():
    make_model_folder()
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=5)
    batch = tokenizer("a short text", return_tensors="pt")
    model(**batch, labels=torch.tensor([5]))


@scenario(
    "error/cpu-gather",
    reproduces="cpu-gather",
    expect="index -100 is out of bounds for dimension 2 with size {rows}",
    needs=["transformers"],
)
def error_cpu_gather():
    make_model_folder()
    tokenizer, model = load("cpu")
    batch, labels = masked_batch(tokenizer, "cpu")
    log_probs = model(**batch).logits[:, :-1].log_softmax(-1)
    log_probs.gather(2, labels[:, 1:].unsqueeze(2))


# ------------------------------------------------------------------------------------ fixes


@scenario("check-ranges", needs=["transformers"])
def check_ranges():
    """On the CPU: the check is silent for a good batch and names each bad value."""
    make_model_folder()
    # region: check-ranges
    def out_of_range(model, batch):
        """What in a batch no table of the model can hold; run it before the first GPU step."""
        ids, labels = batch["input_ids"], batch.get("labels")
        rows = model.get_input_embeddings().num_embeddings
        config = model.config.get_text_config()
        # With RoPE no hard limit; T5 and BLOOM have no such field.
        positions = getattr(config, "max_position_embeddings", ids.shape[-1])
        found = []
        if ids.min() < 0 or ids.max() >= rows:
            found.append(f"token ids {ids.min()} to {ids.max()}, embedding rows {rows}")
        if ids.shape[-1] > positions:
            found.append(f"length {ids.shape[-1]}, positions {positions}")
        if labels is not None:
            is_classifier = "Classification" in type(model).__name__
            classes = model.config.num_labels if is_classifier else rows
            used = labels[labels != -100]
            if used.numel() and (used.min() < 0 or used.max() >= classes):
                found.append(f"labels {used.min()} to {used.max()}, classes {classes}")
        return found

    # endregion
    import torch

    tokenizer, model = load("cpu")
    rows = len(tokenizer)
    batch = dict(tokenizer("a short text", return_tensors="pt"))
    batch["labels"] = batch["input_ids"].clone()
    batch["labels"][:, 0] = -100
    check("a good batch passes", out_of_range(model, batch) == [])
    batch["input_ids"][0, -1] = rows
    for line in out_of_range(model, batch):
        print(line)
    check("the id is named", f"to {rows}, embedding rows {rows}" in out_of_range(model, batch)[0])
    long = {"input_ids": torch.zeros(1, 2000, dtype=torch.long)}
    check("the length is named", out_of_range(model, long) == ["length 2000, positions 1024"])
    batch["input_ids"][0, -1], batch["labels"][0, -1] = 0, -1
    check("the label is named", "labels -1 to" in out_of_range(model, batch)[0])
    from transformers import BloomConfig, BloomForCausalLM

    bloom = BloomForCausalLM(BloomConfig(vocab_size=32, hidden_size=16, n_layer=1, n_head=2))
    ids = {"input_ids": torch.tensor([[1, 2]])}
    check("a model without a table of positions passes", out_of_range(bloom, ids) == [])


@scenario("fix-find-index", needs=["cuda", "transformers"])
def fix_find_index():
    """The command of `commands.sh`: the traceback then ends at the lookup, not at a later line."""
    import subprocess
    import sys

    make_model_folder()
    script = (
        "import torch\n"
        "from transformers import AutoModelForCausalLM\n"
        f"model = AutoModelForCausalLM.from_pretrained({MODEL!r}).cuda()\n"
        "rows = model.get_input_embeddings().num_embeddings\n"
        "print(model(torch.tensor([[1, rows]], device='cuda')).logits.sum().item())\n"
    )
    environment = {**os.environ, "CUDA_LAUNCH_BLOCKING": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True
    )
    print(ran.stdout[-500:], ran.stderr[-3000:])
    printed = ran.stdout + ran.stderr
    check("the assert is reported", "device-side assert triggered" in printed)
    check("the traceback names the embedding", "torch/nn/functional.py" in printed)
    check("the hint about asynchronous errors is gone", "asynchronously" not in printed)


@scenario("fix-resize-embeddings", needs=["cuda", "transformers"])
def fix_resize_embeddings():
    make_model_folder()
    # region: fix-resize-embeddings
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")
    model = AutoModelForCausalLM.from_pretrained("openai-community/gpt2").cuda()

    tokenizer.add_special_tokens({"pad_token": "<pad>"})  # its id is the number of rows
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:
        model.resize_token_embeddings(len(tokenizer), pad_to_multiple_of=8)

    texts = ["a short text", "a longer text with more words"]
    batch = tokenizer(texts, padding=True, return_tensors="pt").to("cuda")
    logits = model(**batch).logits
    # endregion
    rows = model.get_input_embeddings().num_embeddings
    print(f"{len(tokenizer)} tokens, {rows} rows")
    check("every token has a row", rows >= len(tokenizer) and rows % 8 == 0)
    loss = model(**batch, labels=batch["input_ids"]).loss
    loss.backward()
    check("logits and loss are finite", is_finite(logits) and is_finite(loss))


@scenario("fix-reuse-token", needs=["cuda", "transformers"])
def fix_reuse_token():
    make_model_folder()
    # region: fix-reuse-token
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")
    model = AutoModelForCausalLM.from_pretrained("openai-community/gpt2").cuda()

    tokenizer.pad_token = tokenizer.eos_token  # a token that has a row already

    texts = ["a short text", "a longer text with more words"]
    batch = tokenizer(texts, padding=True, return_tensors="pt").to("cuda")
    logits = model(**batch).logits
    # endregion
    check("no token was added", len(tokenizer) == model.get_input_embeddings().num_embeddings)
    check("logits are finite", is_finite(logits))


@scenario("fix-labels/classes", needs=["cuda", "transformers"])
def fix_labels_classes():
    make_model_folder()
    # region: fix-labels/classes
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    train_labels = [1, 2, 3, 4, 5]
    label2id = {name: index for index, name in enumerate(sorted(set(train_labels)))}

    tokenizer = AutoTokenizer.from_pretrained("openai-community/gpt2")
    model = AutoModelForSequenceClassification.from_pretrained(
        "openai-community/gpt2", num_labels=len(label2id)
    ).cuda()

    batch = tokenizer("a short text", return_tensors="pt").to("cuda")
    labels = torch.tensor([label2id[train_labels[-1]]], device="cuda")
    loss = model(**batch, labels=labels).loss
    print(loss.item())
    # endregion
    check("labels run from 0 to 4", sorted(label2id.values()) == [0, 1, 2, 3, 4])
    check("loss is finite", is_finite(loss))


@scenario("fix-labels/padding", needs=["cuda", "transformers"])
def fix_labels_padding():
    make_model_folder()
    tokenizer, model = load()
    tokenizer.pad_token = tokenizer.eos_token
    texts = ["a short text", "a longer text with more words"]
    # region: fix-labels/padding
    batch = tokenizer(texts, padding=True, return_tensors="pt").to("cuda")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    loss = model(**batch, labels=labels).loss
    print(loss.item())
    # endregion
    check("some label is -100", bool((labels == -100).any()))
    check("loss is finite", is_finite(loss))


@scenario("fix-truncate", needs=["cuda", "transformers"])
def fix_truncate():
    make_model_folder()
    tokenizer, model = load()
    texts = ["a longer text with more words " * 400]
    # region: fix-truncate
    limit = model.config.max_position_embeddings
    batch = tokenizer(texts, truncation=True, max_length=limit, return_tensors="pt").to("cuda")
    logits = model(**batch).logits
    # endregion
    check("the batch has 1,024 tokens", batch["input_ids"].shape[1] == 1024)
    check("logits are finite", is_finite(logits))


@scenario("fix-mask-gather", needs=["cuda", "transformers"])
def fix_mask_gather():
    make_model_folder()
    tokenizer, model = load()
    batch, labels = masked_batch(tokenizer)
    # region: fix-mask-gather
    logits = model(**batch).logits[:, :-1]
    targets = labels[:, 1:]  # -100 where the prompt is masked
    mask = targets != -100
    log_probs = logits.log_softmax(-1)
    safe = targets.masked_fill(~mask, 0)  # any id that exists
    token_log_probs = log_probs.gather(2, safe.unsqueeze(2)).squeeze(2) * mask
    print(token_log_probs.sum().item())
    # endregion
    loss = model(**batch, labels=labels).loss * mask.sum()
    difference = (loss + token_log_probs.sum()).abs().item()
    check("the sum is the model's own loss", difference < 1e-2)


@scenario("extra-context-lost", needs=["cuda"])
def extra_context_lost():
    """What still works in a process after the assert: host-side counters and the CPU only."""
    import torch

    healthy = torch.ones(4, device="cuda")
    embedding = torch.nn.Embedding(10, 4).cuda()

    def works(call):
        try:
            call()
        except RuntimeError as error:
            print(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            return False
        return True

    bad = torch.tensor([10], device="cuda")
    check("the lookup fails", not works(lambda: embedding(bad).sum().item()))
    check("a new tensor fails", not works(lambda: torch.zeros(1, device="cuda")))
    check("reading a healthy tensor fails", not works(lambda: healthy.cpu()))
    check("empty_cache does not raise", works(torch.cuda.empty_cache))
    check("a new tensor still fails", not works(lambda: torch.zeros(1, device="cuda")))
    check("the CPU works", works(lambda: torch.ones(2).sum().item()))
