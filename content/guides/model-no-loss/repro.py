# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
#   "tokenizers==0.23.3",
#   "peft==0.21.0",
#   "trl==1.16.0",
# ]
# ///
"""Raises "The model did not return a loss" in the ways that readers meet it, and runs each fix.

    python tools/repro/run.py content/guides/model-no-loss/repro.py --out OUT

CPU only; nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of
two layers with random weights and a tokenizer of 300 words.
"""

import math

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
TEXTS = [
    "What is two plus two? Four.",
    "Name a colour. Blue.",
    "Where is Rome? In Italy, since a long time ago.",
    "Say nothing. All right.",
]
NO_LABELS = (
    "ValueError: The model did not return a loss from the inputs, only the following keys: "
    "logits. For reference, the inputs it received are input_ids,attention_mask."
)
RENAMED = (
    "ValueError: The model did not return a loss from the inputs, only the following keys: "
    "logits. For reference, the inputs it received are input_ids,attention_mask,sentiment."
)
LABELS_IGNORED = (
    "ValueError: The model did not return a loss from the inputs, only the following keys: "
    "logits. For reference, the inputs it received are input_ids,attention_mask,labels."
)


def make_model_folder():
    """./Qwen/Qwen3-0.6B: a model with random weights and a byte-level tokenizer."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    special = ["<|endoftext|>", "<|im_end|>"]
    backend.train_from_iterator(
        TEXTS,
        trainers.BpeTrainer(
            vocab_size=300,
            special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, eos_token="<|im_end|>", pad_token="<|endoftext|>"
    )
    tokenizer.save_pretrained(MODEL)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=320,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)


def load():
    """Model, tokenizer and raw dataset, as a script has them."""
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer

    make_model_folder()
    model = AutoModelForCausalLM.from_pretrained(MODEL)
    return model, AutoTokenizer.from_pretrained(MODEL), Dataset.from_dict({"text": TEXTS})


def tokenized(tokenizer, dataset):
    """What most scripts do with the texts."""
    return dataset.map(lambda row: tokenizer(row["text"]), remove_columns="text")


def make_args(**options):
    from transformers import TrainingArguments

    options = {
        "output_dir": "out",
        "max_steps": 2,
        "per_device_train_batch_size": 2,
        "logging_steps": 1,
        "report_to": "none",
        "use_cpu": True,
        "save_strategy": "no",
        **options,
    }
    return TrainingArguments(**options)


def make_custom_model(forward):
    """A model of one's own around a backbone; only its `forward` matters here."""
    import torch

    class Classifier(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.backbone = load()[0].model
            self.head = torch.nn.Linear(64, 2)

    Classifier.forward = forward
    return Classifier()


def make_wrapper(model):
    """What many scripts put around a model: its forward() says nothing of the arguments."""
    import torch

    class Wrapper(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = model

        def forward(self, *args, **kwargs):
            return self.inner(*args, **kwargs)

    return Wrapper()


def labelled(column):
    """Equal lengths, and a class for each text in the column of that name."""
    _, tokenizer, dataset = load()
    rows = tokenizer(dataset["text"][:], padding="max_length", max_length=32)
    from datasets import Dataset

    return Dataset.from_dict(
        {
            "input_ids": rows["input_ids"],
            "attention_mask": rows["attention_mask"],
            column: [0, 1, 0, 1],
        }
    )


def losses_of(trainer):
    losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
    print("losses:", [round(loss, 3) for loss in losses])
    return losses


def is_a_start(losses, classes):
    """A random model guesses: the loss of the first step is near ln(classes)."""
    return len(losses) == 2 and abs(losses[0] - math.log(classes)) < 0.5


# ----------------------------------------------------------------------------------- errors


@scenario("error/no-labels", reproduces="no-loss", expect=NO_LABELS, needs=["datasets"])
def error_no_labels():
    model, tokenizer, dataset = load()
    train_dataset = tokenized(tokenizer, dataset)
    args = make_args()
    # region: error/no-labels
    from transformers import Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,  # input_ids and attention_mask
        processing_class=tokenizer,
    )
    trainer.train()
    # endregion


@scenario("error/labels-none", reproduces="no-loss", expect=LABELS_IGNORED, needs=["datasets"])
def error_labels_none():
    """This collator pads labels; where there are none it puts None into the batch."""
    model, tokenizer, dataset = load()
    train_dataset = tokenized(tokenizer, dataset)
    args = make_args()
    # region: error/labels-none
    from transformers import DataCollatorForSeq2Seq, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,  # input_ids and attention_mask
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    # endregion


@scenario("error/renamed", reproduces="no-loss", expect=NO_LABELS, needs=["datasets"])
def error_renamed():
    from transformers import AutoModelForSequenceClassification

    train_dataset = labelled("sentiment")
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    args = make_args()
    # region: error/renamed
    from transformers import Trainer

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)  # has "sentiment"
    trainer.train()
    # endregion


@scenario("error/string-labels", reproduces="no-loss", expect=NO_LABELS, needs=["datasets"])
def error_string_labels():
    """The default collator leaves columns of strings out without a word."""
    from transformers import AutoModelForSequenceClassification, Trainer

    rows = labelled("labels").remove_columns("labels")
    train_dataset = rows.add_column("labels", ["yes", "no", "yes", "no"])
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    Trainer(model=model, args=make_args(), train_dataset=train_dataset).train()


@scenario(
    "error/headless",
    reproduces="no-loss",
    expect="ValueError: The model did not return a loss from the inputs, only the following keys: "
    "last_hidden_state. For reference, the inputs it received are "
    "input_ids,attention_mask,labels,num_items_in_batch.",
    needs=["datasets"],
)
def error_headless():
    """The labels arrive and are swallowed by forward(**kwargs)."""
    _, tokenizer, dataset = load()
    train_dataset = tokenized(tokenizer, dataset)
    args = make_args()
    # region: error/headless
    from transformers import AutoModel, DataCollatorForLanguageModeling, Trainer

    model = AutoModel.from_pretrained("Qwen/Qwen3-0.6B")  # no head: hidden states only
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset, data_collator=collator)
    trainer.train()
    # endregion


@scenario(
    "error/headless-column",
    reproduces="no-loss",
    expect="ValueError: The model did not return a loss from the inputs, only the following keys: "
    "last_hidden_state. For reference, the inputs it received are input_ids,attention_mask.",
    needs=["datasets"],
)
def error_headless_column():
    """Labels in a column of the dataset are dropped, because forward() has no such argument."""
    from transformers import AutoModel, Trainer

    train_dataset = labelled("labels")
    model = AutoModel.from_pretrained(MODEL)
    Trainer(model=model, args=make_args(), train_dataset=train_dataset).train()


@scenario(
    "error/own-forward", reproduces="no-loss", expect=LABELS_IGNORED, needs=["datasets"]
)
def error_own_forward():
    # region: error/own-forward
    def forward(self, input_ids, attention_mask=None, labels=None):
        hidden = self.backbone(input_ids, attention_mask=attention_mask).last_hidden_state
        logits = self.head(hidden[:, -1])
        return {"logits": logits}

    # endregion
    from transformers import Trainer

    model = make_custom_model(forward)
    Trainer(model=model, args=make_args(), train_dataset=labelled("labels")).train()


@scenario(
    "error/raw-text",
    reproduces="no-columns-match",
    expect="ValueError: No columns in the dataset match the model's forward method signature: "
    "(input_ids, {more}). The following columns have been ignored: [text].",
    needs=["datasets"],
)
def error_raw_text():
    model, tokenizer, train_dataset = load()
    args = make_args()
    # region: error/raw-text
    from transformers import Trainer

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)  # a column "text"
    trainer.train()
    # endregion


@scenario(
    "error/hidden-signature",
    reproduces="no-columns-match",
    expect="ValueError: No columns in the dataset match the model's forward method signature: "
    "(args, kwargs, {more}",
    needs=["datasets"],
)
def error_hidden_signature():
    """A wrapper with forward(*args, **kwargs) hides the model's arguments from the Trainer."""
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer, dataset = load()
    trainer = Trainer(
        model=make_wrapper(model),
        args=make_args(),
        train_dataset=tokenized(tokenizer, dataset),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-lm-collator", needs=["datasets"])
def fix_lm_collator():
    model, tokenizer, dataset = load()
    train_dataset = tokenized(tokenizer, dataset)
    args = make_args()
    # region: fix-lm-collator
    from transformers import DataCollatorForLanguageModeling, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,  # input_ids and attention_mask
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    # endregion
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))
    batch = trainer.data_collator([train_dataset[0], train_dataset[2]])
    padding = batch["attention_mask"] == 0
    check("there is padding", bool(padding.any()))
    check("padding is not trained", bool((batch["labels"][padding] == -100).all()))


@scenario("fix-own-labels", needs=["datasets"])
def fix_own_labels():
    model, tokenizer, _ = load()
    from datasets import Dataset

    pairs = [{"prompt": text.split("? ")[0], "answer": " Yes."} for text in TEXTS]
    dataset = Dataset.from_list(pairs)
    args = make_args()
    # region: fix-own-labels
    from transformers import DataCollatorForSeq2Seq, Trainer

    def tokenize(row):
        prompt = tokenizer(row["prompt"]).input_ids
        answer = tokenizer(row["answer"] + tokenizer.eos_token).input_ids
        return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}

    train_dataset = dataset.map(tokenize, remove_columns=dataset.column_names)
    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        data_collator=DataCollatorForSeq2Seq(tokenizer),  # pads labels with -100
    )
    trainer.train()
    # endregion
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))
    batch = trainer.data_collator([train_dataset[0], train_dataset[1]])
    trained = batch["labels"][0][batch["labels"][0] != -100]
    check("only the answer is trained", tokenizer.decode(trained) == " Yes.<|im_end|>")


@scenario("fix-rename-column", needs=["datasets"])
def fix_rename_column():
    from transformers import AutoModelForSequenceClassification

    train_dataset = labelled("sentiment")
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    args = make_args()
    # region: fix-rename-column
    from transformers import Trainer

    train_dataset = train_dataset.rename_column("sentiment", "labels")
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    check("two losses were logged", len(losses_of(trainer)) == 2)


@scenario("fix-right-class", needs=["datasets"])
def fix_right_class():
    _, tokenizer, dataset = load()
    train_dataset = tokenized(tokenizer, dataset)
    args = make_args()
    # region: fix-right-class
    from transformers import AutoModelForCausalLM, DataCollatorForLanguageModeling, Trainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset, data_collator=collator)
    trainer.train()
    # endregion
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))


@scenario("fix-return-loss", needs=["datasets"])
def fix_return_loss():
    # region: fix-return-loss
    import torch

    def forward(self, input_ids, attention_mask=None, labels=None):
        hidden = self.backbone(input_ids, attention_mask=attention_mask).last_hidden_state
        logits = self.head(hidden[:, -1])
        if labels is None:
            return {"logits": logits}
        loss = torch.nn.functional.cross_entropy(logits, labels)
        return {"loss": loss, "logits": logits}

    # endregion
    from transformers import Trainer

    model = make_custom_model(forward)
    train_dataset = labelled("labels")
    trainer = Trainer(
        model=model, args=make_args(), train_dataset=train_dataset, eval_dataset=train_dataset
    )
    before = model.head.weight.detach().clone()
    trainer.train()
    losses = losses_of(trainer)
    check("the losses are numbers", len(losses) == 2 and all(map(math.isfinite, losses)))
    check("the head was trained", bool((model.head.weight != before).any()))
    check("evaluation has a loss, too", "eval_loss" in trainer.evaluate())


@scenario("fix-loss-func", needs=["datasets"])
def fix_loss_func():
    """A model whose forward cannot be edited and returns logits only."""

    def forward(self, input_ids, attention_mask=None):
        hidden = self.backbone(input_ids, attention_mask=attention_mask).last_hidden_state
        return {"logits": self.head(hidden[:, -1])}

    model = make_custom_model(forward)
    train_dataset = labelled("labels")
    # region: fix-loss-func
    import torch
    from transformers import Trainer, TrainingArguments

    def compute_loss(outputs, labels, num_items_in_batch=None):
        loss = torch.nn.functional.cross_entropy(outputs["logits"], labels, reduction="sum")
        return loss / (len(labels) if num_items_in_batch is None else num_items_in_batch)

    args = TrainingArguments(output_dir="out", label_names=["labels"])  # keeps that column
    trainer = Trainer(
        model=model, args=args, train_dataset=train_dataset, compute_loss_func=compute_loss
    )
    # endregion
    args.max_steps, args.logging_steps, args.report_to, args.save_strategy = 2, 1, [], "no"
    before = model.head.weight.detach().clone()
    trainer.train()
    check("the head was trained", bool((model.head.weight.cpu() != before).any()))
    losses = losses_of(trainer)
    check("the losses are numbers", len(losses) == 2 and all(map(math.isfinite, losses)))
    logged = []
    for accumulated in (1, 2):  # the same two rows, in one batch and in two; nothing is learned
        args = make_args(
            label_names=["labels"],
            learning_rate=0.0,
            per_device_train_batch_size=2 // accumulated,
            gradient_accumulation_steps=accumulated,
        )
        trainer = Trainer(
            model=model, args=args, train_dataset=train_dataset, compute_loss_func=compute_loss
        )
        trainer.train()
        logged.append(losses_of(trainer)[0])
    check("accumulating two batches does not change it", abs(logged[0] - logged[1]) < 0.01)


@scenario("fix-tokenize", needs=["datasets"])
def fix_tokenize():
    model, tokenizer, train_dataset = load()
    args = make_args()
    # region: fix-tokenize
    from transformers import DataCollatorForLanguageModeling, Trainer

    def tokenize(row):
        return tokenizer(row["text"] + tokenizer.eos_token, truncation=True, max_length=2048)

    train_dataset = train_dataset.map(tokenize, remove_columns=train_dataset.column_names)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset, data_collator=collator)
    trainer.train()
    # endregion
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))


@scenario("fix-tokenize/trl", needs=["datasets", "trl"])
def fix_tokenize_trl():
    load()
    from datasets import Dataset

    train_dataset = Dataset.from_dict({"text": TEXTS})
    # region: fix-tokenize/trl
    import torch
    from trl import SFTConfig, SFTTrainer

    bf16 = torch.cuda.is_bf16_supported(including_emulation=False)
    args = SFTConfig(output_dir="out", bf16=bf16, logging_steps=1)
    trainer = SFTTrainer(model="Qwen/Qwen3-0.6B", args=args, train_dataset=train_dataset)
    trainer.train()
    # endregion
    losses = losses_of(trainer)
    check("three epochs of one batch", len(losses) == 3)
    check("the first loss is near ln(vocabulary)", is_a_start(losses[:2], 320))


@scenario("fix-keep-columns", needs=["datasets"])
def fix_keep_columns():
    from transformers import DataCollatorForLanguageModeling

    model, tokenizer, dataset = load()
    model = make_wrapper(model)
    train_dataset = tokenized(tokenizer, dataset)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    # region: fix-keep-columns
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(output_dir="out", remove_unused_columns=False)
    trainer = Trainer(model=model, args=args, train_dataset=train_dataset, data_collator=collator)
    # endregion
    args.max_steps, args.logging_steps, args.report_to, args.save_strategy = 2, 1, [], "no"
    trainer.train()
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))


def show_batch(trainer):
    """What the page offers as a probe."""
    # region: check-batch
    import inspect

    batch = next(iter(trainer.get_train_dataloader()))
    model = trainer.model
    core = model.get_base_model() if hasattr(model, "get_base_model") else model
    forward = inspect.signature(core.forward).parameters
    labels = "missing"
    if "labels" in batch:
        labels = "None" if batch["labels"] is None else "present"
    dropped = [name for name in trainer.train_dataset[0] if name not in batch]
    print("labels:", labels, "| in forward():", "labels" in forward)
    print("dropped columns:", len(dropped), *dropped)
    print("model:", type(core).__name__, "| batch:", *batch)
    # endregion


@scenario("check-batch", needs=["datasets", "peft"])
def check_batch():
    import contextlib
    import io

    from transformers import (
        AutoModel,
        AutoModelForCausalLM,
        DataCollatorForLanguageModeling,
        DataCollatorForSeq2Seq,
        Trainer,
    )

    model, tokenizer, dataset = load()
    rows = tokenized(tokenizer, dataset)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    with_text = dataset.map(lambda row: tokenizer(row["text"]))
    from peft import LoraConfig, get_peft_model

    def ignores(self, input_ids, attention_mask=None, labels=None):
        return {"logits": input_ids}

    cases = {
        "no labels": (
            dict(model=model, train_dataset=rows, processing_class=tokenizer),
            ["labels: missing | in forward(): True", "dropped columns: 0"],
        ),
        "no labels, text dropped": (
            dict(model=model, train_dataset=with_text, processing_class=tokenizer),
            ["labels: missing | in forward(): True", "dropped columns: 1 text"],
        ),
        "labels None": (
            dict(
                model=model, train_dataset=rows, data_collator=DataCollatorForSeq2Seq(tokenizer)
            ),
            ["labels: None | in forward(): True", "dropped columns: 0"],
        ),
        "fixed": (
            dict(model=model, train_dataset=rows, data_collator=collator),
            ["labels: present | in forward(): True", "dropped columns: 0"],
        ),
        "headless": (
            dict(
                model=AutoModel.from_pretrained(MODEL),
                train_dataset=rows,
                processing_class=tokenizer,
            ),
            ["labels: missing | in forward(): False", "dropped columns: 0"],
        ),
        "headless, labels made": (
            dict(
                model=AutoModel.from_pretrained(MODEL), train_dataset=rows, data_collator=collator
            ),
            ["labels: present | in forward(): False", "dropped columns: 0"],
        ),
        "LoRA": (
            dict(
                model=get_peft_model(
                    AutoModelForCausalLM.from_pretrained(MODEL),
                    LoraConfig(target_modules=["q_proj"], task_type="CAUSAL_LM"),
                ),
                train_dataset=rows,
                processing_class=tokenizer,
            ),
            ["labels: missing | in forward(): True", "dropped columns: 0"],
        ),
        "own forward": (
            dict(model=make_custom_model(ignores), train_dataset=labelled("labels")),
            ["labels: present | in forward(): True", "dropped columns: 0"],
        ),
    }
    for name, (options, expected) in cases.items():
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            show_batch(Trainer(args=make_args(), **options))
        print(f"---- {name}\n{printed.getvalue()}")
        check(f"{name} is told", printed.getvalue().splitlines()[:2] == expected)


# --------------------------------------------------------- what does not help, and neighbours


@scenario(
    "extra-keep-columns",
    expect=RENAMED,
    needs=["datasets"],
)
def extra_keep_columns():
    """remove_unused_columns=False alone hands the column over under a name nobody reads."""
    from transformers import AutoModelForSequenceClassification, Trainer

    train_dataset = labelled("sentiment")
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    args = make_args(remove_unused_columns=False)
    Trainer(model=model, args=args, train_dataset=train_dataset).train()


@scenario("extra-label-names", expect=RENAMED, needs=["datasets"])
def extra_label_names():
    """label_names keeps the column; the model still has no argument of that name."""
    from transformers import AutoModelForSequenceClassification, Trainer

    train_dataset = labelled("sentiment")
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    args = make_args(label_names=["sentiment"])
    Trainer(model=model, args=args, train_dataset=train_dataset).train()


@scenario("extra-padding-collator", expect=NO_LABELS, needs=["datasets"])
def extra_padding_collator():
    """DataCollatorWithPadding pads; it makes no labels."""
    from transformers import DataCollatorWithPadding, Trainer

    model, tokenizer, dataset = load()
    trainer = Trainer(
        model=model,
        args=make_args(),
        train_dataset=tokenized(tokenizer, dataset),
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    trainer.train()


@scenario("extra-label-column", needs=["datasets"])
def extra_label_column():
    """A class in a column named label is renamed by the collator."""
    from transformers import AutoModelForSequenceClassification, Trainer

    train_dataset = labelled("label")
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    trainer = Trainer(model=model, args=make_args(), train_dataset=train_dataset)
    trainer.train()
    check("two losses were logged", len(losses_of(trainer)) == 2)


@scenario("extra-copied-labels", needs=["datasets"])
def extra_copied_labels():
    """labels = input_ids on padded rows trains the padding; the loss looks better than it is."""
    from transformers import Trainer

    model, tokenizer, dataset = load()

    def tokenize(row):
        padded = tokenizer(row["text"], padding="max_length", max_length=64)
        return {**padded, "labels": padded["input_ids"]}

    rows = dataset.map(tokenize, remove_columns="text")
    trainer = Trainer(model=model, args=make_args(), train_dataset=rows)
    batch = next(iter(trainer.get_train_dataloader()))
    labels, mask = batch["labels"], batch["attention_mask"]
    share = float(((mask == 0) & (labels != -100)).sum() / (labels != -100).sum())
    print(f"share of trained positions that are padding: {share:.2f}")
    check("most of what is trained is padding", share > 0.5)


@scenario("extra-peft-without-task-type", needs=["datasets", "peft"])
def extra_peft_without_task_type():
    """The Trainer looks through PEFT at the base model's forward."""
    from peft import LoraConfig, get_peft_model
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer, dataset = load()
    model = get_peft_model(model, LoraConfig(target_modules=["q_proj", "v_proj"]))
    trainer = Trainer(
        model=model,
        args=make_args(),
        train_dataset=tokenized(tokenizer, dataset),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    check("the first loss is near ln(vocabulary)", is_a_start(losses_of(trainer), 320))


@scenario("extra-evaluation-silent", needs=["datasets"])
def extra_evaluation_silent():
    """Evaluation without labels raises nothing; it only lacks eval_loss."""
    from transformers import Trainer

    model, tokenizer, dataset = load()
    rows = tokenized(tokenizer, dataset)
    trainer = Trainer(
        model=model, args=make_args(), eval_dataset=rows, processing_class=tokenizer
    )
    metrics = trainer.evaluate()
    print(sorted(metrics))
    check("there is no eval_loss", "eval_loss" not in metrics)


@scenario("extra-trl-seq2seq", needs=["datasets", "trl>=1.16"])
def extra_trl_seq2seq():
    """SFTTrainer of TRL 1.16 makes the labels itself, so that this collator finds some."""
    from transformers import DataCollatorForSeq2Seq
    from trl import SFTConfig, SFTTrainer

    model, tokenizer, dataset = load()
    args = SFTConfig(
        output_dir="out", bf16=False, use_cpu=True, max_steps=2, logging_steps=1, report_to="none"
    )
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        processing_class=tokenizer,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    check("two losses were logged", len(losses_of(trainer)) == 2)


@scenario("extra-string-labels", needs=["datasets"])
def extra_string_labels():
    """Numbers instead of strings: class_encode_column."""
    from transformers import AutoModelForSequenceClassification, Trainer

    rows = labelled("labels").remove_columns("labels")
    rows = rows.add_column("labels", ["yes", "no", "yes", "no"])
    rows = rows.class_encode_column("labels")
    check("the names are kept", rows.features["labels"].names == ["no", "yes"])
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    trainer = Trainer(model=model, args=make_args(), train_dataset=rows)
    trainer.train()
    check("two losses were logged", len(losses_of(trainer)) == 2)


@scenario("extra-loss-func-mean", needs=["datasets"])
def extra_loss_func_mean():
    """A mean in compute_loss_func is added up over the accumulated batches."""
    import torch
    from transformers import Trainer

    def forward(self, input_ids, attention_mask=None):
        hidden = self.backbone(input_ids, attention_mask=attention_mask).last_hidden_state
        return {"logits": self.head(hidden[:, -1])}

    def mean(outputs, labels, num_items_in_batch=None):
        return torch.nn.functional.cross_entropy(outputs["logits"], labels)

    model = make_custom_model(forward)
    train_dataset = labelled("labels")
    logged = []
    for accumulated in (1, 2):  # the same two rows, in one batch and in two; nothing is learned
        args = make_args(
            label_names=["labels"],
            learning_rate=0.0,
            per_device_train_batch_size=2 // accumulated,
            gradient_accumulation_steps=accumulated,
        )
        trainer = Trainer(
            model=model, args=args, train_dataset=train_dataset, compute_loss_func=mean
        )
        trainer.train()
        logged.append(losses_of(trainer)[0])
    check("it is twice as large", abs(logged[1] / logged[0] - 2) < 0.01)
