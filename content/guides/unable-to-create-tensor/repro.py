# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
#   "trl==1.16.0",
# ]
# ///
"""Raises "Unable to create tensor, you should probably activate truncation and/or padding".

    python tools/repro/run.py content/guides/unable-to-create-tensor/repro.py --out OUT

All of it is about data, so the CPU is enough. Nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder
that the prelude makes, a Qwen3 of one layer with random weights and a tokenizer of bytes.
"""

from repro.scenario import check, measure, scenario

MODEL = "Qwen/Qwen3-0.6B"
TEXTS = ["short", "a text that is longer", "one more", "and the longest text of all four"]
LABELS = (
    "ValueError: Unable to create tensor, you should probably {advice} with the same length. "
    "Perhaps your features (`labels` in this case) have excessive nesting"
)
LABEL = (
    "ValueError: Unable to create tensor, you should probably {advice} with the same length. "
    "Perhaps your features (`label` in this case) have excessive nesting"
)
TEXT = (
    "ValueError: Unable to create tensor, you should probably {advice} with the same length. "
    "Perhaps your features (`text` in this case) have excessive nesting"
)
INPUT_IDS = (
    "ValueError: Unable to create tensor, you should probably {advice} with the same length. "
    "Perhaps your features (`input_ids` in this case) have excessive nesting"
)
SEQUENCE = "ValueError: expected sequence of length {length} at dim {dimension} (got {other})"


def make_model_folder():
    """./Qwen/Qwen3-0.6B with a tokenizer."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=32,
        pad_token_id=1,
    )
    Qwen3ForCausalLM(config).save_pretrained(MODEL)
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        ["some text"],
        vocab_size=300,
        special_tokens=["<|im_end|>", "<|endoftext|>"],
        show_progress=False,
    )
    PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        model_max_length=512,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(MODEL)


def load():
    """Model and tokenizer."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    make_model_folder()
    return AutoModelForCausalLM.from_pretrained(MODEL), AutoTokenizer.from_pretrained(MODEL)


def load_classifier():
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    make_model_folder()
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=2)
    return model, AutoTokenizer.from_pretrained(MODEL)


def make_args(**options):
    from transformers import TrainingArguments

    options = {"per_device_train_batch_size": 2, "max_steps": 2, **options}
    return TrainingArguments(
        output_dir="out", report_to="none", save_strategy="no", use_cpu=True, **options
    )


def make_texts(**columns):
    from datasets import Dataset

    return Dataset.from_dict({"text": TEXTS, **columns})


def tokenized(tokenizer, **columns):
    """input_ids and attention_mask of other lengths in each row, and further columns."""
    from datasets import Dataset

    return Dataset.from_dict({**tokenizer(TEXTS), **columns})


def prompt_masked(tokenizer):
    """As an instruction data set looks: the first two tokens are the prompt, so -100 in labels."""
    ids = tokenizer(TEXTS)["input_ids"]
    return tokenized(tokenizer, labels=[[-100, -100, *row[2:]] for row in ids])


def check_trained(trainer):
    steps = trainer.train().global_step
    check("two steps were done", steps == 2)


def first_batch(trainer):
    batch = next(iter(trainer.get_train_dataloader()))
    print({name: tuple(tensor.shape) for name, tensor in batch.items()})
    return batch


# ----------------------------------------------------------------------------------- errors


@scenario("error/labels", reproduces="ragged", expect=LABELS)
def error_labels():
    """With a tokenizer and no collator, Trainer takes DataCollatorWithPadding."""
    model, tokenizer = load()
    args, train_dataset = make_args(), prompt_masked(tokenizer)
    # region: error/labels
    from transformers import Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        processing_class=tokenizer,
    )
    # endregion
    trainer.train()


@scenario("error/labels-lm", reproduces="ragged", expect=LABELS)
def error_labels_lm():
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer = load()
    Trainer(
        model=model,
        args=make_args(),
        train_dataset=prompt_masked(tokenizer),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    ).train()


@scenario("error/labels-trl", reproduces="ragged", expect=LABELS)
def error_labels_trl():
    """TRL's own collator pads labels; it is replaced here."""
    from transformers import DataCollatorForLanguageModeling
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = load()
    args = SFTConfig(
        output_dir="out",
        report_to="none",
        use_cpu=True,
        bf16=False,
        max_steps=2,
        per_device_train_batch_size=2,
        save_strategy="no",
    )
    SFTTrainer(
        model=model,
        args=args,
        train_dataset=prompt_masked(tokenizer),
        processing_class=tokenizer,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    ).train()


@scenario("error/text-column", reproduces="nesting", expect=TEXT)
def error_text_column():
    from transformers import DataCollatorForSeq2Seq, Trainer

    model, tokenizer = load()
    train_dataset = prompt_masked(tokenizer).add_column("text", TEXTS)
    Trainer(
        model=model,
        args=make_args(remove_unused_columns=False),
        train_dataset=train_dataset,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()


@scenario("error/text-column-loader", reproduces="nesting", expect=TEXT)
def error_text_column_loader():
    """A DataLoader of one's own removes no column."""
    from torch.utils.data import DataLoader
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    # region: error/text-column-loader
    def tokenize(rows):
        return tokenizer(rows["text"], truncation=True)

    train_dataset = make_texts().map(tokenize, batched=True)
    # endregion
    collate = DataCollatorWithPadding(tokenizer)
    next(iter(DataLoader(train_dataset, batch_size=2, collate_fn=collate)))


@scenario("error/string-label", reproduces="nesting", expect=LABEL)
def error_string_label():
    from transformers import Trainer

    model, tokenizer = load_classifier()
    Trainer(
        model=model,
        args=make_args(),
        train_dataset=tokenized(tokenizer, label=["good", "bad", "good", "bad"]),
        processing_class=tokenizer,
    ).train()


@scenario("error/strings", reproduces="strings", expect="ValueError: too many dimensions 'str'")
def error_strings():
    """Without a tokenizer's collator the inner line is all there is."""
    from transformers import default_data_collator

    default_data_collator([{"label": "good"}, {"label": "bad"}])


@scenario("error/no-padding", reproduces="ragged", expect=INPUT_IDS)
def error_no_padding():
    _, tokenizer = load()
    texts = TEXTS
    # region: error/no-padding
    batch = tokenizer(texts, return_tensors="pt")
    # endregion
    print(batch)


@scenario("error/truncation-only", reproduces="ragged", expect=INPUT_IDS)
def error_truncation_only():
    _, tokenizer = load()
    tokenizer(TEXTS, truncation=True, max_length=512, return_tensors="pt")


@scenario("error/max-length-only", reproduces="ragged", expect=INPUT_IDS)
def error_max_length_only():
    """Pads the short ones to max_length and leaves the long ones longer."""
    _, tokenizer = load()
    tokenizer(TEXTS, padding="max_length", max_length=10, return_tensors="pt")


@scenario("error/no-max-length", reproduces="ragged", expect=INPUT_IDS)
def error_no_max_length():
    """A tokenizer without a length of its own: padding="max_length" pads nothing."""
    from transformers import AutoTokenizer

    make_model_folder()
    tokenizer = AutoTokenizer.from_pretrained(MODEL, model_max_length=int(1e30))
    tokenizer(TEXTS, padding="max_length", truncation=True, return_tensors="pt")


@scenario("error/overflow", reproduces="ragged", expect=INPUT_IDS)
def error_overflow():
    """One text is enough: its last piece is shorter."""
    _, tokenizer = load()
    text = TEXTS[3]
    tokenizer(
        text, truncation=True, max_length=10, return_overflowing_tokens=True, return_tensors="pt"
    )


@scenario("error/no-collator", reproduces="sequence-length", expect=SEQUENCE)
def error_no_collator():
    """Neither a tokenizer nor a collator: default_data_collator pads nothing."""
    model, tokenizer = load()
    args, train_dataset = make_args(), prompt_masked(tokenizer)
    # region: error/no-collator
    from transformers import Trainer

    trainer = Trainer(model=model, args=args, train_dataset=train_dataset)
    # endregion
    trainer.train()


@scenario("error/own-collator", reproduces="sequence-length", expect=SEQUENCE)
def error_own_collator():
    from torch.utils.data import DataLoader

    _, tokenizer = load()
    train_dataset = prompt_masked(tokenizer)
    # region: error/own-collator
    import torch

    def collate(rows):
        return {
            "input_ids": torch.tensor([row["input_ids"] for row in rows]),
            "labels": torch.tensor([row["labels"] for row in rows]),
        }
    # endregion
    next(iter(DataLoader(train_dataset, batch_size=2, collate_fn=collate)))


@scenario("error/nested", reproduces="nesting", expect=INPUT_IDS)
def error_nested():
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer = load()
    dataset = make_texts()
    # region: error/nested
    def tokenize(row):
        return tokenizer(row["text"], truncation=True, return_tensors="pt")

    train_dataset = dataset.map(tokenize, remove_columns=dataset.column_names)
    # endregion
    check("one level too many", len(train_dataset[0]["input_ids"]) == 1)
    Trainer(
        model=model,
        args=make_args(),
        train_dataset=train_dataset,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    ).train()


@scenario("error/nested-list", reproduces="nesting", expect=INPUT_IDS)
def error_nested_list():
    """The tokenizer gets a list of one text."""
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    dataset = make_texts()
    dataset = dataset.map(lambda row: tokenizer([row["text"]]), remove_columns=["text"])
    DataCollatorWithPadding(tokenizer)([dataset[0], dataset[1]])


@scenario("error/none", reproduces="nesting", expect=LABEL)
def error_none():
    from transformers import Trainer

    model, tokenizer = load_classifier()
    Trainer(
        model=model,
        args=make_args(),
        train_dataset=tokenized(tokenizer, label=[0, None, 1, None]),
        processing_class=tokenizer,
    ).train()


@scenario(
    "error/audio",
    reproduces="features",
    expect="ValueError: Unable to convert output 'input_values' (type: list) to tensor: {rest}",
)
def error_audio():
    import numpy
    from transformers import Wav2Vec2FeatureExtractor

    processor = Wav2Vec2FeatureExtractor()
    clips = [numpy.zeros(length, dtype="float32") for length in (400, 700)]
    # region: error/audio
    batch = processor(clips, sampling_rate=16_000, return_tensors="pt")
    # endregion
    print(batch)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-pad-labels")
def fix_pad_labels():
    model, tokenizer = load()
    args, train_dataset = make_args(), prompt_masked(tokenizer)
    # region: fix-pad-labels
    from transformers import DataCollatorForSeq2Seq, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        processing_class=tokenizer,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    # endregion
    check_labels_padded(first_batch(trainer))
    check_trained(trainer)


def check_labels_padded(batch):
    padding = batch["attention_mask"] == 0
    check("some positions are padding", bool(padding.any()))
    check("they do not count", bool((batch["labels"][padding] == -100).all()))
    kept = batch["labels"] != -100
    check("the prompt stays masked", not bool(kept[:, :2].any()))
    check("the answers count", bool((batch["labels"] == batch["input_ids"])[kept].all()))
    check("in each row", bool(kept.any(dim=1).all()))


@scenario("fix-pad-labels/trl")
def fix_pad_labels_trl():
    from trl import SFTConfig

    model, tokenizer = load()
    train_dataset = prompt_masked(tokenizer)
    args = SFTConfig(
        output_dir="out",
        report_to="none",
        use_cpu=True,
        bf16=False,
        max_steps=2,
        per_device_train_batch_size=2,
        save_strategy="no",
    )
    # region: fix-pad-labels/trl
    from trl import SFTTrainer

    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        processing_class=tokenizer,
    )  # no data_collator: TRL's own pads labels with -100
    # endregion
    check_labels_padded(first_batch(trainer))
    check_trained(trainer)


@scenario("fix-pad-labels/tokens")
def fix_pad_labels_tokens():
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    make_model_folder()
    model = AutoModelForTokenClassification.from_pretrained(MODEL, num_labels=2)
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    tags = [[0] * len(row) for row in tokenizer(TEXTS)["input_ids"]]
    args, train_dataset = make_args(), tokenized(tokenizer, labels=tags)
    # region: fix-pad-labels/tokens
    from transformers import DataCollatorForTokenClassification, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        processing_class=tokenizer,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )
    # endregion
    batch = first_batch(trainer)
    same = (batch["labels"] == -100) == (batch["attention_mask"] == 0)
    check("padding does not count, all else does", bool(same.all()))
    check_trained(trainer)


@scenario("fix-pad-labels/copies")
def fix_pad_labels_copies():
    """Labels that only repeat input_ids: leave them to the collator."""
    model, tokenizer = load()
    args = make_args()
    train_dataset = tokenized(tokenizer, labels=tokenizer(TEXTS)["input_ids"])
    # region: fix-pad-labels/copies
    from transformers import DataCollatorForLanguageModeling, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset.remove_columns("labels"),
        processing_class=tokenizer,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    # endregion
    batch = first_batch(trainer)
    same = (batch["labels"] == -100) == (batch["attention_mask"] == 0)
    check("padding does not count, all else does", bool(same.all()))
    check_trained(trainer)


@scenario("fix-drop-column")
def fix_drop_column():
    from torch.utils.data import DataLoader
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    dataset = make_texts(label=[0, 1, 0, 1])
    # region: fix-drop-column
    def tokenize(rows):
        return tokenizer(rows["text"], truncation=True)

    train_dataset = dataset.map(tokenize, batched=True)
    train_dataset = train_dataset.select_columns(["input_ids", "attention_mask", "label"])
    # endregion
    collate = DataCollatorWithPadding(tokenizer)
    batch = next(iter(DataLoader(train_dataset, batch_size=2, collate_fn=collate)))
    kept = {"input_ids", "attention_mask", "labels"}
    check("the columns that the model takes", set(batch) == kept)
    check("both rows have the same length", batch["input_ids"].shape[0] == 2)


@scenario("fix-drop-column/trainer")
def fix_drop_column_trainer():
    model, tokenizer = load()
    data_collator = make_seq2seq(tokenizer)
    train_dataset = prompt_masked(tokenizer).add_column("text", TEXTS)
    # region: fix-drop-column/trainer
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments("out", remove_unused_columns=True)  # the default
    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        data_collator=data_collator,
    )
    # endregion
    check("the text is not in the batch", "text" not in first_batch(trainer))
    trainer.args.max_steps = 2
    check_trained(trainer)


def make_seq2seq(tokenizer):
    from transformers import DataCollatorForSeq2Seq

    return DataCollatorForSeq2Seq(tokenizer)


@scenario("fix-number-labels")
def fix_number_labels():
    from transformers import Trainer

    model, tokenizer = load_classifier()
    train_dataset = tokenized(tokenizer, label=["good", "bad", "good", "bad"])
    # region: fix-number-labels
    train_dataset = train_dataset.class_encode_column("label")
    print(train_dataset.features["label"].names)
    # endregion
    check("they are numbers", train_dataset["label"][:] == [1, 0, 1, 0])
    check_trained(
        Trainer(
            model=model,
            args=make_args(),
            train_dataset=train_dataset,
            processing_class=tokenizer,
        )
    )


@scenario("fix-pad-inputs")
def fix_pad_inputs():
    _, tokenizer = load()
    texts = TEXTS
    # region: fix-pad-inputs
    batch = tokenizer(texts, padding=True, truncation=True, max_length=512, return_tensors="pt")
    # endregion
    check("one tensor", batch["input_ids"].shape[0] == 4)
    check("the padding is masked", int((batch["attention_mask"] == 0).sum()) > 0)
    longest = max(len(row) for row in tokenizer(TEXTS)["input_ids"])
    check("as long as the longest", batch["input_ids"].shape[1] == longest)


@scenario("fix-pad-inputs/pieces")
def fix_pad_inputs_pieces():
    _, tokenizer = load()
    text = TEXTS[3]
    # region: fix-pad-inputs/pieces
    pieces = tokenizer(
        text,
        max_length=10,
        stride=2,
        truncation=True,
        padding=True,
        return_overflowing_tokens=True,
        return_tensors="pt",
    )
    # endregion
    check("several pieces of one length", pieces["input_ids"].shape[0] > 2)
    check("of ten tokens", pieces["input_ids"].shape[1] == 10)


@scenario("fix-collator")
def fix_collator():
    model, tokenizer = load()
    args, train_dataset = make_args(), prompt_masked(tokenizer)
    # region: fix-collator
    from transformers import DataCollatorForSeq2Seq, Trainer

    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=train_dataset,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    # endregion
    check_labels_padded(first_batch(trainer))
    check_trained(trainer)


@scenario("fix-collator/own")
def fix_collator_own():
    from torch.utils.data import DataLoader

    _, tokenizer = load()
    train_dataset = prompt_masked(tokenizer)
    # region: fix-collator/own
    import torch
    from torch.nn.utils.rnn import pad_sequence

    def collate(rows):
        def pad(column, value):
            tensors = [torch.tensor(row[column]) for row in rows]
            return pad_sequence(tensors, batch_first=True, padding_value=value)

        return {
            "input_ids": pad("input_ids", tokenizer.pad_token_id),
            "attention_mask": pad("attention_mask", 0),
            "labels": pad("labels", -100),
        }
    # endregion
    check_labels_padded(next(iter(DataLoader(train_dataset, batch_size=2, collate_fn=collate))))


@scenario("fix-flatten")
def fix_flatten():
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer = load()
    dataset = make_texts()
    # region: fix-flatten
    def tokenize(rows):
        return tokenizer(rows["text"], truncation=True)

    train_dataset = dataset.map(tokenize, batched=True, remove_columns=dataset.column_names)
    # endregion
    check("a row is a list of numbers", isinstance(train_dataset[0]["input_ids"][0], int))
    check_trained(
        Trainer(
            model=model,
            args=make_args(),
            train_dataset=train_dataset,
            data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
        )
    )


@scenario("fix-no-none")
def fix_no_none():
    from transformers import Trainer

    model, tokenizer = load_classifier()
    train_dataset = tokenized(tokenizer, label=[0, None, 1, None])
    # region: fix-no-none
    before = len(train_dataset)
    train_dataset = train_dataset.filter(lambda row: row["label"] is not None)
    print(f"{before - len(train_dataset)} of {before} rows removed")
    # endregion
    check("two rows are left", train_dataset["label"][:] == [0, 1])
    check_trained(
        Trainer(
            model=model,
            args=make_args(),
            train_dataset=train_dataset,
            processing_class=tokenizer,
        )
    )


@scenario("fix-pad-audio")
def fix_pad_audio():
    import numpy
    from transformers import Wav2Vec2FeatureExtractor

    processor = Wav2Vec2FeatureExtractor()
    clips = [numpy.zeros(length, dtype="float32") for length in (400, 700)]
    # region: fix-pad-audio
    batch = processor(clips, sampling_rate=16_000, padding=True, return_tensors="pt")
    # endregion
    check("one tensor", tuple(batch["input_values"].shape) == (2, 700))


# ----------------------------------------------------------------------------------- checks


@scenario("check-column")
def check_column():
    """The probe, on the column of every cause."""
    _, tokenizer = load()
    ids = tokenizer(TEXTS)["input_ids"]
    for name, values in {
        "ragged": ids,
        "strings": ["good", "bad", "good", "bad"],
        "none": [0, None, 1, None],
        "nested": [[row] for row in ids],
    }.items():
        print(name)
        train_dataset = tokenized(tokenizer, labels=values)
        # region: check-column
        column = "labels"  # the name in the message

        def look(value, depth=0):
            if not isinstance(value, (list, tuple)):
                return {(type(value).__name__, depth)}
            return {leaf for item in value for leaf in look(item, depth + 1)}

        leaves, lengths = set(), set()
        for row in train_dataset:
            value = row[column].tolist() if hasattr(row[column], "tolist") else row[column]
            leaves |= look(value)
            lengths.add(len(value) if isinstance(value, (list, tuple)) else 1)
        kinds = "+".join(sorted({kind for kind, _ in leaves}))
        depth = max((depth for _, depth in leaves), default=0)
        same = "same" if len(lengths) == 1 else "differ"
        print(f"column: {column} | kind: {kinds} | depth: {depth} | lengths: {same}")
        # endregion
        expected = {
            "ragged": ("int", 1, "differ"),
            "strings": ("str", 0, "same"),
            "none": ("NoneType+int", 0, "same"),
            "nested": ("int", 2, "same"),
        }
        check(f"it tells {name}", (kinds, depth, same) == expected[name])


@scenario("check-batch")
def check_batch():
    from transformers import Trainer

    model, tokenizer = load()
    trainer = Trainer(
        model=model,
        args=make_args(),
        train_dataset=prompt_masked(tokenizer),
        data_collator=make_seq2seq(tokenizer),
    )
    # region: check-batch
    batch = next(iter(trainer.get_train_dataloader()))
    counted = (batch["attention_mask"] == 0) & (batch["labels"] != -100)
    print({name: tuple(tensor.shape) for name, tensor in batch.items()}, int(counted.sum()))
    # endregion
    padding = batch["attention_mask"] == 0
    check("all have one shape", len({tuple(tensor.shape) for tensor in batch.values()}) == 1)
    check("there is padding, and none counts", bool(padding.any()) and not bool(counted.any()))


@scenario("check-learned")
def check_learned():
    """The prompt and the padding are hidden: what is left is the end of the text."""
    from transformers import Trainer

    model, tokenizer = load()
    trainer = Trainer(
        model=model,
        args=make_args(),
        train_dataset=prompt_masked(tokenizer),
        data_collator=make_seq2seq(tokenizer),
    )
    batch = next(iter(trainer.get_train_dataloader()))
    # region: check-learned
    learned = batch["labels"][0]
    print(tokenizer.decode(learned[learned != -100]))
    # endregion
    read = [tokenizer.decode(row[row != -100]) for row in batch["labels"]]
    answers = [tokenizer.decode(ids[2:]) for ids in tokenizer(TEXTS)["input_ids"]]
    check("the answers alone", all(text in answers for text in read))
    unmasked = make_seq2seq(tokenizer)(
        [{**row, "labels": row["input_ids"]} for row in prompt_masked(tokenizer)]
    )["labels"]
    read = [tokenizer.decode(row[row != -100]) for row in unmasked]
    check("without the mask it shows the prompt", read == TEXTS)


@scenario("check-cause")
def check_cause():
    """The line above: what torch said about this column."""
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    rows = [dict(tokenizer(text)) for text in TEXTS[:2]]
    collate = DataCollatorWithPadding(tokenizer)
    for column, values, line in [
        ("labels", [row["input_ids"] for row in rows], "expected sequence of length 5 at dim 1"),
        ("text", TEXTS, "too many dimensions 'str'"),
        ("score", [1.0, None], "Could not infer dtype of NoneType"),
    ]:
        message, cause = failure(collate, rows, column, values)
        check(f"{column}: named", f"(`{column}` in this case)" in message)
        check(f"{column}: {line}", line in cause)
    nested = [{name: [ids] for name, ids in row.items()} for row in rows]
    message, cause = failure(collate, nested, "row", [0, 1])
    check("one level too deep is dim 2", "(`input_ids` in this case)" in message)
    check("and torch says so", "at dim 2" in cause)


def failure(collate, rows, column, values):
    """What the collator raises if it gets this column as well, and why."""
    try:
        collate([{**row, column: value} for row, value in zip(rows, values, strict=False)])
    except ValueError as error:
        print(error, "<-", error.__cause__)
        return str(error), str(error.__cause__)
    raise AssertionError("the collator took it")


# ------------------------------------------------------- what does not help, and what is silent


@scenario("extra-advice", expect=LABELS)
def extra_advice():
    """What the message advises, in map: a row is as long as the longest of its own map batch."""
    from transformers import Trainer

    model, tokenizer = load()

    def tokenize(rows):
        batch = tokenizer(rows["text"], padding=True, truncation=True)
        return {**batch, "labels": batch["input_ids"]}

    dataset = make_texts().map(tokenize, batched=True, batch_size=1)
    Trainer(
        model=model, args=make_args(), train_dataset=dataset, processing_class=tokenizer
    ).train()


@scenario("extra-lm-replaces")
def extra_lm_replaces():
    """DataCollatorForLanguageModeling makes its own labels: the mask of the prompt is lost."""
    from transformers import DataCollatorForLanguageModeling

    _, tokenizer = load()
    row = prompt_masked(tokenizer)[0]
    batch = DataCollatorForLanguageModeling(tokenizer, mlm=False)([row, row])
    check("the prompt was masked", row["labels"][:2] == [-100, -100])
    check("it is not any more", batch["labels"][0].tolist() == row["input_ids"])


@scenario("extra-pad-id-labels")
def extra_pad_id_labels():
    """Labels padded like input_ids: the model learns to write padding."""
    import torch

    model, tokenizer = load()
    batch = tokenizer(TEXTS, padding="max_length", max_length=64, return_tensors="pt")
    labels = batch["input_ids"].clone()
    padding = batch["attention_mask"] == 0
    share = padding.float().mean().item()
    masked = labels.masked_fill(padding, -100)
    with torch.no_grad():
        both = [model(**batch, labels=some).loss.item() for some in (labels, masked)]
    measure("padding", share_of_labels=share)
    print(f"{share:.0%} of the labels are padding; loss {both[0]:.3f} against {both[1]:.3f}")
    check("more than half of what it learns is padding", share > 0.5)
    check("and the loss is another", abs(both[0] - both[1]) > 0.001)


@scenario("extra-batch-of-one", expect=LABELS)
def extra_batch_of_one():
    """Training with one row a batch has nothing to pad; evaluation has eight rows by default."""
    from transformers import Trainer

    model, tokenizer = load()
    dataset = prompt_masked(tokenizer)
    trainer = Trainer(
        model=model,
        args=make_args(per_device_train_batch_size=1),
        train_dataset=dataset,
        eval_dataset=dataset,
        processing_class=tokenizer,
    )
    check("training passes", trainer.train().global_step == 2)
    trainer.evaluate()


@scenario("extra-seq2seq-text", expect=TEXT)
def extra_seq2seq_text():
    """The collator that pads labels does not remove text."""
    _, tokenizer = load()
    rows = prompt_masked(tokenizer).add_column("text", TEXTS)
    make_seq2seq(tokenizer)([rows[0], rows[1]])


@scenario("extra-label-column", expect=LABEL)
def extra_label_column():
    """Trainer keeps a column called label: its name is that of an input."""
    from transformers import DataCollatorForLanguageModeling, Trainer

    model, tokenizer = load()
    Trainer(
        model=model,
        args=make_args(),
        train_dataset=tokenized(tokenizer, label=["spam", "ham", "spam", "ham"]),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    ).train()


@scenario("extra-label-beside-labels")
def extra_label_beside_labels():
    """DataCollatorForSeq2Seq takes label for the labels, and leaves labels uneven."""
    from transformers import Trainer

    model, tokenizer = load()
    train_dataset = prompt_masked(tokenizer).add_column("label", [0, 1, 0, 1])

    def trainer_for(dataset):
        return Trainer(
            model=model,
            args=make_args(),
            train_dataset=dataset,
            processing_class=tokenizer,
            data_collator=make_seq2seq(tokenizer),
        )

    message = ""
    try:
        trainer_for(train_dataset).train()
    except ValueError as error:
        message = str(error)
    print(message)
    check("labels are named all the same", "(`labels` in this case)" in message)
    without = trainer_for(train_dataset.remove_columns("label"))
    check_labels_padded(first_batch(without))
    check_trained(without)


@scenario("extra-none-token", expect=INPUT_IDS)
def extra_none_token():
    """A token that the tokenizer does not have, appended by one's own code."""
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    check("there is no such token", tokenizer.sep_token_id is None)
    rows = [dict(tokenizer(text)) for text in TEXTS[:2]]
    for row in rows:
        row["input_ids"] = [*row["input_ids"], tokenizer.sep_token_id]
        row["attention_mask"] = [*row["attention_mask"], 1]
    try:
        DataCollatorWithPadding(tokenizer)(rows)
    except ValueError as error:
        check("torch names None", "NoneType" in str(error.__cause__))
        raise


@scenario("extra-numpy")
def extra_numpy():
    """return_tensors="np" hides it: an array of arrays."""
    _, tokenizer = load()
    batch = tokenizer(TEXTS, return_tensors="np")
    check("an array of objects", batch["input_ids"].dtype == object)
    check("of one dimension", batch["input_ids"].shape == (4,))
    check("each row an array", all(row.ndim == 1 for row in batch["input_ids"]))


@scenario("extra-none-text", expect="TypeError: {rest}")
def extra_none_text():
    """None as a text fails earlier and otherwise."""
    _, tokenizer = load()
    tokenizer(["a text", None], padding=True, return_tensors="pt")


@scenario("extra-nested-equal")
def extra_nested_equal():
    """Rows of one length, or a batch of one: nothing is raised, and the logits are others."""
    import torch
    from transformers import DataCollatorWithPadding

    model, tokenizer = load()
    row = {name: [ids] for name, ids in tokenizer(TEXTS[0]).items()}
    for rows in ([row], [row, row]):
        batch = DataCollatorWithPadding(tokenizer)(rows)
        check("three dimensions", batch["input_ids"].dim() == 3)
        with torch.no_grad():
            deep = model(**batch).logits.squeeze(1)
            flat = model(**{name: tensor.squeeze(1) for name, tensor in batch.items()}).logits
        difference = (deep - flat).abs().max().item()
        print(f"{len(rows)} rows: largest difference of the logits {difference:.2f}")
        check("the model computes something else", difference > 0.1)


@scenario("extra-offsets")
def extra_offsets():
    """A column of numbers that nobody pads."""
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    rows = [dict(tokenizer(text)) for text in TEXTS[:2]]
    offsets = tokenizer(TEXTS[:2], return_offsets_mapping=True)["offset_mapping"]
    message, cause = failure(DataCollatorWithPadding(tokenizer), rows, "offset_mapping", offsets)
    check("it is named", "(`offset_mapping` in this case)" in message)
    check("for its length", "expected sequence of length" in cause)


@scenario("extra-sister-column")
def extra_sister_column():
    """A token was added to input_ids and attention_mask, and not to token_type_ids."""
    from transformers import DataCollatorWithPadding

    _, tokenizer = load()
    rows = [dict(tokenizer(text)) for text in TEXTS[:2]]
    kinds = [[0] * len(row["input_ids"]) for row in rows]
    for name, token in [("input_ids", tokenizer.eos_token_id), ("attention_mask", 1)]:
        rows[0][name] = [*rows[0][name], token]
    message, cause = failure(DataCollatorWithPadding(tokenizer), rows, "token_type_ids", kinds)
    check("it is named", "(`token_type_ids` in this case)" in message)
    check("for its length", "expected sequence of length" in cause)


@scenario("extra-trl-seq2seq")
def extra_trl_seq2seq():
    """SFTTrainer with the collator that Unsloth's readers pass."""
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = load()
    args = SFTConfig(
        output_dir="out",
        report_to="none",
        use_cpu=True,
        bf16=False,
        max_steps=2,
        per_device_train_batch_size=2,
        save_strategy="no",
    )
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=prompt_masked(tokenizer),
        processing_class=tokenizer,
        data_collator=make_seq2seq(tokenizer),
    )
    check_labels_padded(first_batch(trainer))
    check_trained(trainer)
