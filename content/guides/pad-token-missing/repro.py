# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.5.0",
#   "accelerate==1.15.0",
#   "datasets==4.8.0",
# ]
# ///
"""Raises "the tokenizer does not have a padding token" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/pad-token-missing/repro.py --out OUT

Nothing is downloaded: `meta-llama/Llama-3.2-1B` is a folder that the prelude makes in the
scenario's own working directory, a Llama of two layers with random weights and the special tokens
of the real one. So every snippet reads, and runs, as it would with the real checkpoint.

TRL 1.15 computes the SFT loss in a Triton kernel, which needs a GPU; 1.5.0 trains on any machine.
"""

from repro.scenario import check, scenario

MODEL = "meta-llama/Llama-3.2-1B"
ASKING = "ValueError: Asking to pad but the tokenizer does not have a padding token."
SPECIAL = ["<|begin_of_text|>", "<|end_of_text|>", "<|finetune_right_pad_id|>"]
TEXTS = ["Short.", "A longer sentence."] * 4


def make_model_folder():
    """A checkpoint whose tokenizer has an end token and no padding token."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(TEXTS, vocab_size=320, special_tokens=SPECIAL, show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer,
        bos_token=SPECIAL[0],
        eos_token=SPECIAL[1],
        model_max_length=512,
    )
    tokenizer.save_pretrained(MODEL)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        bos_token_id=0,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(MODEL)


def load():
    """Model and tokenizer as they come."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    return AutoModelForCausalLM.from_pretrained(MODEL), AutoTokenizer.from_pretrained(MODEL)


def rows_of(tokenizer):
    """Tokenized texts, each with its end token, for a collator that makes the labels."""
    return [{"input_ids": tokenizer(text + tokenizer.eos_token).input_ids} for text in TEXTS]


def train_two_steps(model, collator, rows):
    """Two steps of `Trainer` with finite losses."""
    import math

    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(
        output_dir="out",
        max_steps=2,
        logging_steps=1,
        per_device_train_batch_size=4,
        report_to="none",
    )
    trainer = Trainer(model=model, args=args, train_dataset=rows, data_collator=collator)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print("losses", losses)
    check("two finite losses", len(losses) == 2 and all(math.isfinite(loss) for loss in losses))


def end_is_trained(batch, tokenizer):
    """Whether the end token of each row has a label, and no padding has."""
    import torch

    labels = batch["labels"]
    trained_ends = (labels == tokenizer.eos_token_id).sum(dim=1)
    for ids, row in zip(batch["input_ids"], labels, strict=True):
        print(tokenizer.convert_ids_to_tokens(ids), row.tolist())
    return bool(torch.all(trained_ends == 1))


# ----------------------------------------------------------------------------------- errors


@scenario("error/tokenize", reproduces="asking-to-pad", expect=ASKING, needs=["torch"])
def error_tokenize():
    make_model_folder()
    # region: error/tokenize
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    batch = tokenizer(["Short.", "A longer sentence."], padding=True, return_tensors="pt")
    # endregion


@scenario("error/trainer", reproduces="asking-to-pad", expect=ASKING, needs=["accelerate"])
def error_trainer():
    make_model_folder()
    model, tokenizer = load()
    rows = rows_of(tokenizer)
    # region: error/trainer
    from transformers import DataCollatorForLanguageModeling, Trainer, TrainingArguments

    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    args = TrainingArguments(output_dir="out", max_steps=2, report_to="none")
    trainer = Trainer(model=model, args=args, train_dataset=rows, data_collator=collator)
    trainer.train()
    # endregion


@scenario(
    "error/collator",
    reproduces="collator",
    expect="ValueError: You are attempting to pad samples but the tokenizer you are using ({cls}) "
    "does not have a pad token.",
    needs=["torch"],
)
def error_collator():
    make_model_folder()
    _, tokenizer = load()
    from transformers import DataCollatorForLanguageModeling

    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    collator([row["input_ids"] for row in rows_of(tokenizer)])  # lists, not dictionaries


@scenario(
    "error/classification",
    reproduces="classification-head",
    expect="ValueError: Cannot handle batch sizes > 1 if no padding token is defined.",
    needs=["torch"],
)
def error_classification():
    make_model_folder()
    # region: error/classification
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer.pad_token = "<|finetune_right_pad_id|>"
    model = AutoModelForSequenceClassification.from_pretrained("meta-llama/Llama-3.2-1B")

    batch = tokenizer(["Short.", "A longer sentence."], padding=True, return_tensors="pt")
    logits = model(**batch).logits
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-reserved-token", needs=["accelerate"])
def fix_reserved_token():
    make_model_folder()
    # region: fix-reserved-token
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")

    pad_token = "<|finetune_right_pad_id|>"
    assert pad_token in tokenizer.get_vocab(), "choose a token that this tokenizer has"
    tokenizer.pad_token = pad_token
    model.config.pad_token_id = tokenizer.pad_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    # endregion
    from transformers import DataCollatorForLanguageModeling

    rows = rows_of(tokenizer)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    check("the end token is trained", end_is_trained(collator(rows[:2]), tokenizer))
    train_two_steps(model, collator, rows)
    check("no row was added", len(tokenizer) == model.get_input_embeddings().num_embeddings)


@scenario("fix-add-token", needs=["accelerate"])
def fix_add_token():
    make_model_folder()
    # region: fix-add-token
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")

    tokenizer.add_special_tokens({"pad_token": "[PAD]"})
    rows = model.get_input_embeddings().num_embeddings
    if len(tokenizer) > rows:  # some checkpoints have spare rows
        model.resize_token_embeddings(len(tokenizer), pad_to_multiple_of=64)
    model.config.pad_token_id = tokenizer.pad_token_id
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    # endregion
    from transformers import DataCollatorForLanguageModeling

    dataset = rows_of(tokenizer)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    check("the end token is trained", end_is_trained(collator(dataset[:2]), tokenizer))
    train_two_steps(model, collator, dataset)
    have = model.get_input_embeddings().num_embeddings
    print(f"{len(tokenizer)} tokens, {have} rows, before {rows}")
    check("every id has a row", tokenizer.pad_token_id < have)


@scenario("fix-eos-as-pad/trl", needs=["trl>=0.16.1"])
def fix_eos_as_pad_trl():
    make_model_folder()
    from datasets import Dataset

    dataset = Dataset.from_dict({"text": TEXTS})
    # region: fix-eos-as-pad/trl
    import torch
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(
        output_dir="out",
        bf16=torch.cuda.is_available(),
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = SFTTrainer(
        model="meta-llama/Llama-3.2-1B",  # no padding token: TRL takes the end token
        args=args,
        train_dataset=dataset,
    )
    trainer.train()
    # endregion
    tokenizer = trainer.processing_class
    check("padding is the end token", tokenizer.pad_token == tokenizer.eos_token)
    batch = trainer.data_collator([trainer.train_dataset[index] for index in range(2)])
    check("the end token is trained all the same", end_is_trained(batch, tokenizer))


@scenario("fix-eos-as-pad/transformers", needs=["accelerate"])
def fix_eos_as_pad_transformers():
    make_model_folder()
    texts = TEXTS
    # region: fix-eos-as-pad/transformers
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer.pad_token = tokenizer.eos_token
    model.config.pad_token_id = tokenizer.pad_token_id

    def tokenize(text):
        input_ids = tokenizer(text + tokenizer.eos_token).input_ids
        # Labels of your own: the collator then pads them by length, not by token.
        return {"input_ids": input_ids, "labels": list(input_ids)}

    train_dataset = [tokenize(text) for text in texts]
    collator = DataCollatorForSeq2Seq(tokenizer)
    # endregion
    check("the end token is trained", end_is_trained(collator(train_dataset[:2]), tokenizer))
    train_two_steps(model, collator, train_dataset)


@scenario("fix-model-config", needs=["torch"])
def fix_model_config():
    make_model_folder()
    # region: fix-model-config
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer.pad_token = "<|finetune_right_pad_id|>"
    model = AutoModelForSequenceClassification.from_pretrained("meta-llama/Llama-3.2-1B")
    model.config.pad_token_id = tokenizer.pad_token_id  # the head reads it from here

    batch = tokenizer(["Short.", "A longer sentence."], padding=True, return_tensors="pt")
    logits = model(**batch).logits
    # endregion
    import torch

    check("two rows of logits", logits.shape == (2, 2))
    alone = model(**tokenizer(["Short."], return_tensors="pt")).logits
    check("padding does not change the result", torch.allclose(logits[:1], alone, atol=1e-4))


@scenario("fix-blocks", needs=["accelerate"])
def fix_blocks():
    make_model_folder()
    model, tokenizer = load()
    texts = TEXTS
    # region: fix-blocks
    from transformers import default_data_collator

    length = 8  # 2048 or more in a real run
    ids = [token for text in texts for token in tokenizer(text + tokenizer.eos_token).input_ids]
    blocks = [ids[start : start + length] for start in range(0, len(ids) - length + 1, length)]
    train_dataset = [{"input_ids": block, "labels": list(block)} for block in blocks]
    collator = default_data_collator  # all rows have one length: nothing is padded
    # endregion
    check("several blocks", len(blocks) > 3)
    check("the tokenizer still has no padding token", tokenizer.pad_token is None)
    train_two_steps(model, collator, train_dataset)


@scenario("check-labels", needs=["torch"])
def check_labels():
    make_model_folder()
    _, tokenizer = load()
    from transformers import DataCollatorForLanguageModeling

    tokenizer.pad_token = "<|finetune_right_pad_id|>"
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    train_dataset = rows_of(tokenizer)
    # region: check-labels
    batch = collator([train_dataset[0], train_dataset[1]])
    for ids, labels in zip(batch["input_ids"], batch["labels"]):
        ends = labels[ids == tokenizer.eos_token_id].tolist()
        print("labels of the end token:", ends, "| trained tokens:", int((labels != -100).sum()))
    # endregion
    check("the end token is trained", end_is_trained(batch, tokenizer))


# ---------------------------------------------------------------------- what does not help


@scenario("extra-end-masked", needs=["torch"])
def extra_end_masked():
    """transformers' collator, with the end token as padding, trains no end token at all."""
    make_model_folder()
    _, tokenizer = load()
    from transformers import DataCollatorForLanguageModeling

    tokenizer.pad_token = tokenizer.eos_token
    batch = DataCollatorForLanguageModeling(tokenizer, mlm=False)(rows_of(tokenizer)[:2])
    check("the end token is not trained", not end_is_trained(batch, tokenizer))
    check("no label is the end token", int((batch["labels"] == tokenizer.eos_token_id).sum()) == 0)


@scenario(
    "extra-no-resize",
    expect="IndexError: index out of range in self",
    needs=["torch"],
)
def extra_no_resize():
    """A new token without a row in the embeddings."""
    make_model_folder()
    model, tokenizer = load()
    tokenizer.add_special_tokens({"pad_token": "[PAD]"})
    batch = tokenizer(TEXTS[:2], padding=True, return_tensors="pt")
    print("highest id", int(batch["input_ids"].max()), "rows", model.config.vocab_size)
    model(**batch)


@scenario(
    "extra-unknown-name",
    expect="TypeError: '<' not supported between instances of 'NoneType' and 'int'",
    needs=["torch"],
)
def extra_unknown_name():
    """Naming a token that the vocabulary lacks."""
    make_model_folder()
    _, tokenizer = load()
    tokenizer.pad_token = "[PAD]"
    print("pad_token_id", tokenizer.pad_token_id)
    check("it has no id", tokenizer.pad_token_id is None)
    tokenizer(TEXTS[:2], padding=True)
