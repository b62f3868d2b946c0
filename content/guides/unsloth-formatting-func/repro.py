# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.16.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
# ]
# ///
"""Gives SFTTrainer datasets without text, and formatting functions of the wrong kind.

    python tools/repro/run.py content/guides/unsloth-formatting-func/repro.py --out OUT

CPU only; nothing is downloaded: models, tokenizers and processors are tiny and made here. Four
environments; choose their scenarios with `--only`:

    unsloth 2026.10.9, unsloth_zoo 2026.10.9, trl 1.15.0    what needs unsloth_zoo>=2026.10.4
    unsloth 2026.10.3, unsloth_zoo 2026.10.3, trl 1.15.0    error/messages, fix-text
    trl 1.16.0, without Unsloth                             what needs trl>=1.16, error/trl-string
    trl 0.14.0, transformers 4.49.0, without Unsloth        error/trl-list

Unsloth runs without a GPU if UNSLOTH_ALLOW_CPU=1, but then leaves TRL as it is.
`patched_trainer` makes the calls that its import makes where there is a GPU.
"""

import os

from repro.scenario import check, scenario

NO_FUNCTION = "RuntimeError: Unsloth: You must specify a `formatting_func`"
NO_LIST = "ValueError: Unsloth: The `formatting_func` should return a list of processed strings."
TRL_NO_LIST = "ValueError: The `formatting_func` should return a list of processed strings since it can lead to silent bugs."
NEW = ["unsloth>=2026.10.4", "unsloth_zoo>=2026.10.4"]
OLD = ["unsloth", "unsloth_zoo<2026.10.4"]
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{% if m['content'] is string %}"
    "{{ m['content'] }}{% else %}{% for part in m['content'] %}{% if part['type'] == 'image' %}"
    "<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
)
SPECIAL = [
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
]


def make_tokenizer():
    """Characters as tokens, `<|endoftext|>` at the end, and ChatML as the template."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = "abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "0123456789 \n:#?.+"
    words = ["<|endoftext|>", *SPECIAL, *letters]
    tokenizer = Tokenizer(
        models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<|endoftext|>")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    made = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|endoftext|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=SPECIAL,
    )
    made.chat_template = CHATML
    return made


def make_model():
    """A Qwen2 of one layer with random weights."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=96,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
        )
    )


def quiet():
    """Options that have nothing to do with the error."""
    return {
        "report_to": "none",
        "use_cpu": True,
        "bf16": False,
        "gradient_checkpointing": False,
        "dataset_num_proc": 1,
    }


def alpaca(rows=6):
    from datasets import Dataset

    return Dataset.from_dict(
        {
            "instruction": [f"Add {i}" for i in range(rows)],
            "input": ["1 + 1"] * rows,
            "output": [f"It is {i}." for i in range(rows)],
        }
    )


def chats(column="messages", role="role", content="content", user="user", assistant="assistant"):
    """Six conversations of two turns."""
    from datasets import Dataset

    turns = [
        [{role: user, content: f"What is {i}?"}, {role: assistant, content: f"It is {i}."}]
        for i in range(6)
    ]
    return Dataset.from_dict({column: turns})


def sharegpt():
    return chats("conversations", "from", "value", "human", "gpt")


def as_chatml(number):
    """What a conversation of `chats` must become."""
    return f"<|im_start|>user\nWhat is {number}?<|im_end|>\n<|im_start|>assistant\nIt is {number}.<|im_end|>\n"


def patched_trainer():
    """SFTTrainer as the import of Unsloth leaves it where there is a GPU."""
    os.environ["UNSLOTH_ALLOW_CPU"] = "1"
    import unsloth  # noqa: F401

    os.environ.pop("UNSLOTH_ALLOW_CPU")
    import trl
    from unsloth.models.rl import _patch_trl_rl_trainers
    from unsloth.trainer import _patch_trl_trainer

    if "Unsloth" not in trl.SFTTrainer.__name__:
        _patch_trl_rl_trainers("sft_trainer")
        _patch_trl_trainer()

    check("the trainer is Unsloth's", "Unsloth" in trl.SFTTrainer.__name__)
    return trl.SFTTrainer


def make_trainer(dataset, tokenizer=None, unsloth=True, **options):
    """A trainer, or the error of making one; what is left of `options` goes into the config."""
    trainer_class = patched_trainer() if unsloth else None
    from trl import SFTConfig, SFTTrainer

    names = ("formatting_func", "eval_dataset", "data_collator")
    more = {name: options.pop(name) for name in names if name in options}
    return (trainer_class or SFTTrainer)(
        model=make_model(),
        args=SFTConfig(output_dir="out", **quiet(), **options),
        train_dataset=dataset,
        processing_class=tokenizer or make_tokenizer(),
        **more,
    )


def texts(trainer, tokenizer):
    """What the model will be trained on, as text."""
    made = [tokenizer.decode(ids) for ids in trainer.train_dataset["input_ids"]]
    print(len(made), "rows; the first:", repr(made[0]))
    return made


def message_of(make):
    """What `make` raises, with its class, or ""."""
    try:
        make()
    except Exception as error:  # noqa: BLE001 - the class is part of what is checked
        print(f"{type(error).__name__}: {error}")
        return f"{type(error).__name__}: {error}"
    return ""


# ----------------------------------------------------------------------------------- errors


@scenario("error/alpaca", scope="mechanism", reproduces="none", expect=NO_FUNCTION, needs=NEW)
def error_alpaca():
    """Columns that only people understand."""
    make_trainer(alpaca())


@scenario("error/messages", scope="mechanism", reproduces="none", expect=NO_FUNCTION, needs=OLD)
def error_messages():
    """Before unsloth_zoo 2026.10.4 not even `messages` was read."""
    make_trainer(chats())


@scenario(
    "error/string", scope="mechanism", reproduces="list", expect=NO_LIST, needs=NEW, regions=["error/string"]
)
def error_string():
    """One string for one row, as plain TRL wants it."""
    tokenizer = make_tokenizer()

    # region: error/string
    def formatting_func(row):
        return f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"

    # endregion
    make_trainer(alpaca(), tokenizer, formatting_func=formatting_func)


@scenario("error/vision", scope="mechanism", reproduces="none", expect=NO_FUNCTION, needs=NEW)
def error_vision():
    """Pictures in columns of other names, and no collator for them."""
    pictures(lambda processor, model: {})


@scenario("error/trl", expect="KeyError: 'text'", needs=["trl>=1.16"])
def error_trl():
    """The same dataset in TRL without Unsloth."""
    make_trainer(alpaca(), unsloth=False)


@scenario("error/trl-list", reproduces="trl-list", expect=TRL_NO_LIST, needs=["trl<0.15"])
def error_trl_list():
    """TRL before 0.15 wanted a list as well."""
    make_trainer(
        alpaca(),
        unsloth=False,
        formatting_func=lambda row: f"### Instruction:\n{row['instruction']}",
    )


@scenario(
    "error/trl-string",
    expect="AttributeError: 'list' object has no attribute 'endswith'",
    needs=["trl>=0.21"],
    regions=["error/trl-string"],
)
def error_trl_string():
    """A list, as Unsloth and the older TRL wanted it."""

    # region: error/trl-string
    def formatting_func(rows):
        return [
            f"### Instruction:\n{question}\n\n### Response:\n{answer}"
            for question, answer in zip(rows["instruction"], rows["output"])
        ]

    # endregion
    make_trainer(alpaca(), unsloth=False, formatting_func=formatting_func)


# ------------------------------------------------------------------------------------ fixes


@scenario(
    "fix-text",
    scope="mechanism",
    needs=["unsloth"],
    regions=["fix-text", "fix-text/alpaca", "fix-text/base", "fix-text/splits"],
)
def fix_text():
    """Each way to a text column; in one process, because Unsloth takes long to import."""
    tokenizer = make_tokenizer()
    if newer_zoo():
        said = message_of(lambda: make_trainer(chats("conversations"), tokenizer))
        check("conversations: the error", said == NO_FUNCTION)
        mapped = to_text_of_messages(chats(), tokenizer)
        said = message_of(lambda: make_trainer(mapped, tokenizer, eval_dataset=alpaca()))
        check("evaluation without text: the error", said == NO_FUNCTION)
    else:
        said = message_of(lambda: make_trainer(chats(), tokenizer))
        check("messages: the error", said == NO_FUNCTION)
    dataset = to_text_of_messages(chats(), tokenizer)
    trainer = make_trainer(dataset, tokenizer)
    wanted = [as_chatml(i) for i in range(6)]
    check("each conversation is there, in the template", texts(trainer, tokenizer) == wanted)
    check("the snippet of the check", isinstance(dataset[0]["text"], str))
    batch = next(iter(trainer.get_train_dataloader()))
    check("batches can be made of it", batch["input_ids"].shape == batch["labels"].shape)

    made = texts(make_trainer(to_text_of_alpaca(alpaca(), tokenizer), tokenizer), tokenizer)
    turns = "<|im_start|>user\nAdd 3\n1 + 1<|im_end|>\n<|im_start|>assistant\nIt is 3.<|im_end|>\n"
    check("Alpaca: all rows", len(made) == 6)
    check("question, input and answer in the template", made[3] == turns)

    dataset = to_text_of_base(alpaca(), tokenizer)
    trainer = make_trainer(dataset, tokenizer)
    made = texts(trainer, tokenizer)
    check("base: all rows", len(made) == 6)
    check("the answer is there", "### Response:\nIt is 3.<|endoftext|>" in made[3])
    bare = dataset.map(lambda row: {"text": row["text"].removesuffix(tokenizer.eos_token)})
    ends = [
        ids[-1] == tokenizer.eos_token_id
        for ids in make_trainer(bare, tokenizer).train_dataset["input_ids"]
    ]
    check("Unsloth adds no end token by itself", not any(ends))

    parts = both_parts(chats(), chats(), tokenizer)
    trainer = make_trainer(parts[0], tokenizer, eval_dataset=parts[1])
    made = [tokenizer.decode(ids) for ids in trainer.eval_dataset["input_ids"]]
    check("the evaluation set is prepared too", made == wanted)


def newer_zoo():
    from importlib.metadata import version

    return tuple(map(int, version("unsloth_zoo").split(".")[:3])) >= (2026, 10, 4)


def to_text_of_messages(dataset, tokenizer):
    # region: fix-text
    def to_text(row):
        return {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)}

    dataset = dataset.map(to_text, remove_columns=dataset.column_names)
    # endregion
    return dataset


def to_text_of_alpaca(dataset, tokenizer):
    # region: fix-text/alpaca
    def to_text(row):
        question = "\n".join(part for part in (row["instruction"], row["input"]) if part)
        turns = [
            {"role": "user", "content": question},
            {"role": "assistant", "content": row["output"]},
        ]
        return {"text": tokenizer.apply_chat_template(turns, tokenize=False)}

    dataset = dataset.map(to_text, remove_columns=dataset.column_names)
    # endregion
    return dataset


def to_text_of_base(dataset, tokenizer):
    # region: fix-text/base
    def to_text(row):
        question = "\n".join(part for part in (row["instruction"], row["input"]) if part)
        text = f"### Instruction:\n{question}\n\n### Response:\n{row['output']}"
        return {"text": text + tokenizer.eos_token}

    dataset = dataset.map(to_text, remove_columns=dataset.column_names)
    # endregion
    return dataset


def both_parts(train_dataset, eval_dataset, tokenizer):
    def to_text(row):
        return {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)}

    # region: fix-text/splits
    train_dataset = train_dataset.map(to_text, remove_columns=train_dataset.column_names)
    eval_dataset = eval_dataset.map(to_text, remove_columns=eval_dataset.column_names)
    # endregion
    return train_dataset, eval_dataset


@scenario("fix-text/old-zoo", scope="mechanism", needs=OLD, regions=["fix-text"])
def fix_text_old_zoo():
    """The first of them where `messages` are not read."""
    tokenizer = make_tokenizer()
    trainer = make_trainer(to_text_of_messages(chats(), tokenizer), tokenizer)
    wanted = [as_chatml(i) for i in range(6)]
    check("each conversation is there, in the template", texts(trainer, tokenizer) == wanted)


@scenario(
    "fix-text/trl",
    needs=["trl>=1.16"],
    regions=["fix-text", "fix-text/alpaca", "fix-text/base", "fix-text/splits"],
)
def fix_text_trl():
    """The same in TRL alone, and the second begin token that a text gets there."""
    from tokenizers import processors

    tokenizer = make_tokenizer()
    end = tokenizer.eos_token
    said = message_of(lambda: make_trainer(chats("conversations"), tokenizer, unsloth=False))
    check("conversations: the error", said == "KeyError: 'text'")
    dataset = to_text_of_messages(chats(), tokenizer)
    wanted = [as_chatml(i) + end for i in range(6)]
    check("messages", texts(make_trainer(dataset, tokenizer, unsloth=False), tokenizer) == wanted)
    dataset = to_text_of_alpaca(alpaca(), tokenizer)
    made = texts(make_trainer(dataset, tokenizer, unsloth=False), tokenizer)
    turns = "<|im_start|>user\nAdd 3\n1 + 1<|im_end|>\n<|im_start|>assistant\nIt is 3.<|im_end|>\n"
    check("Alpaca", made[3] == turns + end)
    dataset = to_text_of_base(alpaca(), tokenizer)
    made = texts(make_trainer(dataset, tokenizer, unsloth=False), tokenizer)
    check("base: one end token", made[3].endswith("### Response:\nIt is 3." + end))
    parts = both_parts(chats(), chats(), tokenizer)
    trainer = make_trainer(parts[0], tokenizer, unsloth=False, eval_dataset=parts[1])
    made = [tokenizer.decode(ids) for ids in trainer.eval_dataset["input_ids"]]
    check("the evaluation set is prepared too", made == wanted)

    # As Llama's: the tokenizer begins with a token, and the template writes the same one.
    first = "<|im_start|>"
    tokenizer.bos_token = first
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A", special_tokens=[(first, tokenizer.bos_token_id)]
    )
    dataset = to_text_of_messages(chats(), tokenizer)
    made = texts(make_trainer(dataset, tokenizer, unsloth=False), tokenizer)
    check("text begins with two of them", made[1].startswith(f"{first}{first}user"))
    made = texts(make_trainer(chats(), tokenizer, unsloth=False), tokenizer)
    check("messages with one", made[1].startswith(f"{first}user"))


@scenario(
    "fix-messages",
    scope="mechanism",
    needs=NEW,
    regions=["fix-messages", "fix-messages/rename", "fix-field"],
)
def fix_messages():
    """Conversations under the name that is read, and a text column under its own name."""
    from datasets import Dataset

    tokenizer = make_tokenizer()
    wanted = [as_chatml(i) for i in range(6)]
    for dataset in (sharegpt(), chats("conversations")):
        said = message_of(lambda one=dataset: make_trainer(one, tokenizer))
        check("as it is: the error", said == NO_FUNCTION)
    made = texts(make_trainer(renamed_roles(sharegpt()), tokenizer), tokenizer)
    check("each conversation is there", made == wanted)
    made = texts(make_trainer(renamed_column(chats("conversations")), tokenizer), tokenizer)
    check("and after renaming the column", made == wanted)

    body = Dataset.from_dict({"body": ["It is 1."] * 6})
    said = message_of(lambda: make_trainer(body, tokenizer))
    check("another name: the error", said == NO_FUNCTION)
    import trl

    trainer = trl.SFTTrainer(
        model=make_model(), args=named_field(), train_dataset=body, processing_class=tokenizer
    )
    check("the column is trained on", texts(trainer, tokenizer) == ["It is 1."] * 6)


def renamed_roles(dataset):
    # region: fix-messages
    roles = {"system": "system", "human": "user", "gpt": "assistant"}

    def to_messages(row):
        turns = row["conversations"]
        return {"messages": [{"role": roles[t["from"]], "content": t["value"]} for t in turns]}

    dataset = dataset.map(to_messages, remove_columns=dataset.column_names)
    # endregion
    return dataset


def renamed_column(dataset):
    # region: fix-messages/rename
    dataset = dataset.rename_column("conversations", "messages")
    # endregion
    return dataset


def named_field():
    from trl import SFTConfig

    options = quiet()
    # region: fix-field
    args = SFTConfig(output_dir="out", dataset_text_field="body", **options)
    # endregion
    return args


@scenario("fix-field", scope="mechanism", needs=NEW, regions=["fix-field"])
def fix_field():
    from datasets import Dataset

    trainer_class, tokenizer = patched_trainer(), make_tokenizer()
    body = Dataset.from_dict({"body": ["It is 1."] * 6})
    said = message_of(lambda: make_trainer(body, tokenizer))
    check("without the name: the error", said == NO_FUNCTION)
    trainer = trainer_class(
        model=make_model(), args=named_field(), train_dataset=body, processing_class=tokenizer
    )
    check("the column is trained on", texts(trainer, tokenizer) == ["It is 1."] * 6)


@scenario("fix-messages/trl", needs=["trl>=1.16"], regions=["fix-messages"])
def fix_messages_trl():
    """The same in TRL alone, and what TRL makes of the old roles."""
    tokenizer = make_tokenizer()
    made = texts(make_trainer(renamed_roles(sharegpt()), tokenizer, unsloth=False), tokenizer)
    check("each conversation is there", made == [as_chatml(i) for i in range(6)])
    raw = texts(make_trainer(sharegpt(), tokenizer, unsloth=False), tokenizer)
    check("left alone, the roles stay human and gpt", raw[1].startswith("<|im_start|>human\nWhat"))
    said = message_of(lambda: make_trainer(chats("conversations"), tokenizer, unsloth=False))
    check("conversations with role and content: the error", said == "KeyError: 'text'")


@scenario("fix-list", scope="mechanism", needs=NEW)
def fix_list():
    tokenizer = make_tokenizer()
    formatting_func = of_both_shapes(tokenizer)
    trainer = make_trainer(alpaca(2500), tokenizer, formatting_func=formatting_func)
    made = texts(trainer, tokenizer)
    check("no row is lost", len(made) == 2500)
    check("each row is its own", made[3] == formatting_func(alpaca(4)[3])[0])
    check("it has the answer", made[3].endswith("It is 3.<|endoftext|>"))


def of_both_shapes(tokenizer):
    # region: fix-list
    def formatting_func(rows):
        if isinstance(rows["output"], str):  # the first call gets one row, the others batches
            rows = {name: [value] for name, value in rows.items()}
        return [
            f"### Instruction:\n{question}\n\n### Response:\n{answer}{tokenizer.eos_token}"
            for question, answer in zip(rows["instruction"], rows["output"], strict=True)
        ]

    # endregion
    return formatting_func


@scenario("fix-string", needs=["trl>=1.16"])
def fix_string():
    tokenizer = make_tokenizer()

    # region: fix-string
    def formatting_func(row):
        return f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"

    # endregion
    trainer = make_trainer(alpaca(), tokenizer, unsloth=False, formatting_func=formatting_func)
    made = texts(trainer, tokenizer)
    check("all rows", len(made) == 6)
    check("each row is its own", made[3] == formatting_func(alpaca()[3]) + tokenizer.eos_token)


def pictures(options_of):
    """A trainer for a model that reads pictures; `options_of(processor, model)` is for it."""
    trainer_class = patched_trainer()
    from trl import SFTConfig

    processor, model = make_processor(), make_vision_model()
    more = options_of(processor, model)
    args = more.pop("args", {})
    return trainer_class(
        model=model,
        args=SFTConfig(output_dir="out", max_length=64, **quiet(), **args),
        train_dataset=more.pop("train_dataset", picture_rows()),
        processing_class=processor,
        **more,
    )


def picture_rows():
    from datasets import Dataset
    from PIL import Image

    Image.new("RGB", (56, 56), "white").save("a.png")
    return Dataset.from_dict(
        {"path": ["a.png"] * 4, "question": ["What?"] * 4, "answer": ["A white one."] * 4}
    )


def make_processor():
    from transformers import Qwen2VLImageProcessor, Qwen2VLProcessor, Qwen2VLVideoProcessor

    tokenizer = make_tokenizer()
    tokenizer.image_token, tokenizer.video_token = "<|image_pad|>", "<|video_pad|>"
    tokenizer.image_token_id, tokenizer.video_token_id = 5, 6
    return Qwen2VLProcessor(
        image_processor=Qwen2VLImageProcessor(min_pixels=28 * 28, max_pixels=56 * 56),
        tokenizer=tokenizer,
        video_processor=Qwen2VLVideoProcessor(),
        chat_template=CHATML,
    )


def make_vision_model():
    """A Qwen2-VL of one layer with random weights."""
    from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration

    text = {
        "vocab_size": 96,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "bos_token_id": None,
        "eos_token_id": 0,
        "rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 3]},
    }
    vision = {"depth": 1, "embed_dim": 32, "hidden_size": 32, "num_heads": 2, "mlp_ratio": 2}
    return Qwen2VLForConditionalGeneration(
        Qwen2VLConfig(
            text_config=text,
            vision_config=vision,
            image_token_id=5,
            video_token_id=6,
            vision_start_token_id=3,
            vision_end_token_id=4,
        )
    )


@scenario("fix-vision", scope="mechanism", needs=NEW)
def fix_vision():
    patched_trainer()
    from PIL import Image
    from trl import SFTConfig, SFTTrainer

    model, processor, dataset, options = make_vision_model(), make_processor(), picture_rows(), quiet()
    # region: fix-vision
    from unsloth.trainer import UnslothVisionDataCollator

    def to_messages(row):
        asked = [
            {"type": "image", "image": Image.open(row["path"])},
            {"type": "text", "text": row["question"]},
        ]
        said = [{"type": "text", "text": row["answer"]}]
        turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]
        return {"messages": turns}

    trainer = SFTTrainer(
        model=model,
        processing_class=processor,
        train_dataset=[to_messages(row) for row in dataset],
        data_collator=UnslothVisionDataCollator(model, processor),
        args=SFTConfig(
            output_dir="out",
            dataset_text_field="",
            dataset_kwargs={"skip_prepare_dataset": True},
            remove_unused_columns=False,
            **options,
        ),
    )
    # endregion
    batch = next(iter(trainer.get_train_dataloader()))
    print({name: tuple(value.shape) for name, value in batch.items()})
    check("the pictures are in the batch", "pixel_values" in batch)
    text = processor.tokenizer.decode(batch["input_ids"][0])
    check("and the answers", "A white one." in text)


# ----------------------------------------------------------------- what the article says besides


@scenario("check-columns", needs=["trl>=1.16"])
def check_columns():
    """The region that tells what the first row holds."""
    dataset = sharegpt()
    shown = []

    def print(text):  # noqa: A001 - what the region prints
        shown.append(text)

    # region: check-columns
    for name, value in next(iter(dataset)).items():
        print(f"{name}: {value!r:.80}")
    # endregion
    check("the column", shown[0].startswith("conversations: [{'from': 'human', 'value': 'What is 0?'}"))


@scenario("extra-messages", scope="mechanism", needs=NEW)
def extra_messages():
    """Which `messages` Unsloth does not take, and what `prompt` and `completion` do to `text`."""
    import json

    tokenizer = make_tokenizer()
    made = texts(make_trainer(chats(), tokenizer), tokenizer)
    check("role and content: taken", made == [as_chatml(i) for i in range(6)])
    dataset = chats("messages", "from", "value", "human", "gpt")
    said = message_of(lambda: make_trainer(dataset, tokenizer))
    check("from and value: the error", said == NO_FUNCTION)
    dataset = chats().map(lambda row: {"as_json": json.dumps(row["messages"])})
    dataset = dataset.remove_columns("messages").rename_column("as_json", "messages")
    said = message_of(lambda: make_trainer(dataset, tokenizer))
    check("JSON in a string: the error", said == NO_FUNCTION)

    columns = {"instruction": "prompt", "output": "completion"}
    dataset = alpaca().rename_columns(columns).remove_columns("input")
    made = texts(make_trainer(dataset, tokenizer), tokenizer)
    check("prompt and completion: taken", made[3] == "Add 3It is 3.<|endoftext|>")
    joined = dataset.map(
        lambda row: {"text": row["prompt"] + "\n" + row["completion"] + tokenizer.eos_token}
    )
    made = texts(make_trainer(joined, tokenizer), tokenizer)
    check("they win over text", made[3] == "Add 3It is 3.<|endoftext|>")
    joined = joined.remove_columns(["prompt", "completion"])
    made = texts(make_trainer(joined, tokenizer), tokenizer)
    check("without them text is used", made[3] == "Add 3\nIt is 3.<|endoftext|>")


@scenario("extra-functions", scope="mechanism", needs=NEW)
def extra_functions():
    """What Unsloth makes of other functions, and of a column of conversations named as text."""
    tokenizer = make_tokenizer()
    trainer = make_trainer(
        alpaca(2500),
        tokenizer,
        formatting_func=lambda row: [f"{row['instruction']} {row['output']}"],
        max_length=100_000,
    )
    made = texts(trainer, tokenizer)
    check("a string in a list: 2,500 rows became three", len(made) == 3)
    check("made of whole columns", "Add 0" in made[0] and "Add 999" in made[0])

    said = message_of(
        lambda: make_trainer(
            alpaca(),
            tokenizer,
            formatting_func=lambda rows: [
                f"{rows['instruction'][i]} {rows['output'][i]}"
                for i in range(len(rows["output"]))
            ],
        )
    )
    check("only for batches", said == "IndexError: string index out of range")
    said = message_of(
        lambda: make_trainer(
            chats("conversations"),
            tokenizer,
            formatting_func=lambda row: [
                tokenizer.apply_chat_template(row["conversations"], tokenize=False)
            ],
        )
    )
    check("only for one row", said.startswith("TypeError: TextEncodeInput must be Union["))

    called = []
    dataset = alpaca().map(lambda row: {"text": row["output"]})
    trainer = make_trainer(dataset, tokenizer, formatting_func=lambda rows: called.append(rows))
    check("a column `text` is used", texts(trainer, tokenizer)[3] == "It is 3.")
    check("and the function is not called", not called)

    said = message_of(
        lambda: make_trainer(
            alpaca(), tokenizer, formatting_func=lambda rows: ["a"], completion_only_loss=True
        )
    )
    check("refused", "A formatting function was provided while `completion_only_loss=True`" in said)
    said = message_of(
        lambda: make_trainer(chats("conversations"), tokenizer, dataset_text_field="conversations")
    )
    check("conversations as text: another error", said != "" and NO_FUNCTION not in said)


@scenario("extra-text-loses", needs=["trl>=1.16"])
def extra_text_loses():
    """The same in TRL alone: the function wins."""
    tokenizer = make_tokenizer()
    dataset = alpaca().map(lambda row: {"text": row["output"]})
    trainer = make_trainer(
        dataset, tokenizer, unsloth=False, formatting_func=lambda row: "from the function"
    )
    check("the function is used", "from the function" in texts(trainer, tokenizer)[3])


@scenario("extra-trl-list", needs=["trl<0.15"])
def extra_trl_list():
    """The function of both shapes in TRL before 0.15."""
    tokenizer = make_tokenizer()
    trainer = make_trainer(
        alpaca(2500), tokenizer, unsloth=False, formatting_func=of_both_shapes(tokenizer)
    )
    made = texts(trainer, tokenizer)
    check("no row is lost", len(made) == 2500)
    check("it has the answer", made[3].endswith("It is 3.<|endoftext|>"))
