# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.5.0",
#   "accelerate==1.15.0",
#   "datasets==4.8.0",
#   "jinja2==3.1.6",
# ]
# ///
"""Raises "tokenizer.chat_template is not set" as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/chat-template-missing/repro.py --out OUT

Nothing is downloaded: `meta-llama/Llama-3.2-1B` and `meta-llama/Llama-3.2-1B-Instruct` are folders
that the prelude makes in the scenario's own working directory. They are Llamas of two layers with
random weights and the special tokens of the real ones, and, as with the real ones, only the second
has a chat template. So every snippet reads, and runs, as it would with the real checkpoints.

TRL 1.15 computes the SFT loss in a Triton kernel, which needs a GPU; 1.5.0 trains on any machine.
"""

from repro.scenario import check, scenario

BASE = "meta-llama/Llama-3.2-1B"
INSTRUCT = "meta-llama/Llama-3.2-1B-Instruct"
NOT_SET = (
    "ValueError: Cannot use chat template functions because tokenizer.chat_template is not set "
    "and no template argument was passed!"
)
SPECIAL = [
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|finetune_right_pad_id|>",
]
HEADER = "<|start_header_id|>{{ message['role'] }}<|end_header_id|>"
LLAMA = (
    "{{ bos_token }}{% for message in messages %}"
    + HEADER
    + "\n\n{{ message['content'] | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
TALK = [
    {"role": "user", "content": "What is 2 + 2?"},
    {"role": "assistant", "content": "4"},
]


def make_folders():
    """The base checkpoint without, and the Instruct checkpoint with a chat template."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        [message["content"] for message in TALK] + ["user assistant system"],
        vocab_size=320,
        special_tokens=SPECIAL,
        show_progress=False,
    )
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=320,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        bos_token_id=0,
        eos_token_id=1,
    )
    model = LlamaForCausalLM(config)
    for folder, eos, template in ((BASE, SPECIAL[1], None), (INSTRUCT, SPECIAL[4], LLAMA)):
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=trained._tokenizer,
            bos_token=SPECIAL[0],
            eos_token=eos,
            model_max_length=512,
        )
        reserved = range(-len(tokenizer) % 64)  # as the real one: one token for each row
        tokenizer.add_tokens([f"<|reserved_special_token_{index}|>" for index in reserved])
        tokenizer.chat_template = template
        tokenizer.save_pretrained(folder)
        model.save_pretrained(folder)


def talks():
    """Eight conversations in the `messages` format."""
    from datasets import Dataset

    return Dataset.from_dict({"messages": [TALK] * 8})


def check_losses(trainer):
    """Every logged loss of a `Trainer` is finite."""
    import math

    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    print("losses", losses)
    check("two finite losses", len(losses) == 2 and all(math.isfinite(loss) for loss in losses))


# ----------------------------------------------------------------------------------- errors


@scenario("error/sft", reproduces="functions-not-set", expect=NOT_SET, needs=["trl"])
def error_sft():
    make_folders()
    dataset = talks()
    # region: error/sft
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
        model="meta-llama/Llama-3.2-1B",
        args=args,
        train_dataset=dataset,  # a column "messages"
    )
    trainer.train()
    # endregion


@scenario("error/apply", reproduces="functions-not-set", expect=NOT_SET, needs=["jinja2"])
def error_apply():
    make_folders()
    # region: error/apply
    from transformers import AutoTokenizer

    messages = [{"role": "user", "content": "What is 2 + 2?"}]
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    print(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))
    # endregion


@scenario("error/lost-file", reproduces="functions-not-set", expect=NOT_SET, needs=["jinja2"])
def error_lost_file():
    """A script that knows the files of older releases leaves chat_template.jinja behind."""
    make_folders()
    import os

    os.makedirs("my-model")
    # region: error/lost-file
    import shutil

    from transformers import AutoTokenizer

    for name in ("tokenizer.json", "tokenizer_config.json"):  # and not chat_template.jinja
        shutil.copy(f"meta-llama/Llama-3.2-1B-Instruct/{name}", f"my-model/{name}")

    messages = [{"role": "user", "content": "What is 2 + 2?"}]
    tokenizer = AutoTokenizer.from_pretrained("my-model")
    print(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))
    # endregion


@scenario(
    "error/processor",
    reproduces="processor",
    expect="ValueError: Cannot use apply_chat_template because this processor does not have a "
    "chat template.",
    needs=["jinja2"],
)
def error_processor():
    make_folders()
    from transformers import AutoTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2Processor

    tokenizer = AutoTokenizer.from_pretrained(BASE)
    processor = Wav2Vec2Processor(Wav2Vec2FeatureExtractor(), tokenizer)
    processor.apply_chat_template(TALK, tokenize=False)


@scenario(
    "error/setup-chat-format",
    reproduces="trl-setup-chat-format",
    expect="ImportError: cannot import name 'setup_chat_format' from 'trl'",
    needs=["trl>=0.26"],
)
def error_setup_chat_format():
    # region: error/setup-chat-format
    from trl import setup_chat_format  # noqa: F401
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-chat-template-path/sft", needs=["trl>=0.19"])
def fix_chat_template_path_sft():
    make_folders()
    dataset = talks()
    # region: fix-chat-template-path/sft
    import torch
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(
        output_dir="out",
        chat_template_path="meta-llama/Llama-3.2-1B-Instruct",
        bf16=torch.cuda.is_available(),
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = SFTTrainer(
        model="meta-llama/Llama-3.2-1B",
        args=args,
        train_dataset=dataset,  # a column "messages"
    )
    trainer.train()
    trainer.save_model("out")  # writes chat_template.jinja too
    # endregion
    check_losses(trainer)
    check_saved("out", trainer.model)
    ids = trainer.train_dataset[0]["input_ids"]
    print(trainer.processing_class.decode(ids))
    eot = trainer.processing_class.convert_tokens_to_ids("<|eot_id|>")
    check("each turn ends with one <|eot_id|>", ids.count(eot) == 2)


def check_saved(folder, model):
    """The folder has the template and the end token, and `generate` stops at it."""
    import os

    from transformers import AutoTokenizer

    print(folder, sorted(os.listdir(folder)))
    check("chat_template.jinja was saved", os.path.isfile(f"{folder}/chat_template.jinja"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    check("the template is loaded again", bool(tokenizer.chat_template))
    check("the end token is <|eot_id|>", tokenizer.eos_token == "<|eot_id|>")
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    check("generate() stops at it", tokenizer.eos_token_id in ends)


@scenario("fix-chat-template-path/clone", needs=["trl>=0.19"])
def fix_chat_template_path_clone():
    make_folders()
    # region: fix-chat-template-path/clone
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import clone_chat_template

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    model, tokenizer, added_tokens = clone_chat_template(
        model, tokenizer, "meta-llama/Llama-3.2-1B-Instruct"
    )
    print(tokenizer.eos_token, added_tokens)
    # endregion
    tokenizer.save_pretrained("out")
    check("no token had to be added", added_tokens == [])
    check_saved("out", model)


@scenario("fix-set-template", needs=["jinja2"])
def fix_set_template():
    make_folders()
    # region: fix-set-template
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    sibling = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B-Instruct")

    tokenizer.chat_template = sibling.chat_template
    tokenizer.eos_token = sibling.eos_token  # <|eot_id|>: the end of a turn
    model.config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    # Every token of the template must exist here; otherwise add it and resize the embeddings.
    unknown = set(sibling.all_special_tokens) - set(tokenizer.get_vocab())
    assert not unknown, unknown

    tokenizer.save_pretrained("out")
    # endregion
    check_saved("out", model)
    text = tokenizer.apply_chat_template(TALK, tokenize=False)
    print(text)
    check("the same text as the sibling", text == sibling.apply_chat_template(TALK, tokenize=False))


@scenario("fix-own-template", needs=["trl"])
def fix_own_template():
    make_folders()
    dataset = talks()
    # region: fix-own-template
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")

    # ChatML. What stands between "generation" and "endgeneration" is trained on.
    tokenizer.chat_template = (
        "{% for message in messages %}"
        "{{ '<|im_start|>' + message['role'] + '\n' }}"
        "{% if message['role'] == 'assistant' %}"
        "{% generation %}{{ message['content'] + '<|im_end|>' }}{% endgeneration %}"
        "{% else %}{{ message['content'] + '<|im_end|>' }}{% endif %}"
        "{{ '\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    )
    tokenizer.add_tokens(["<|im_start|>"], special_tokens=True)
    tokenizer.add_special_tokens({"eos_token": "<|im_end|>"})
    rows = model.get_input_embeddings().num_embeddings
    model.resize_token_embeddings(max(rows, len(tokenizer)))
    model.config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.eos_token_id = tokenizer.eos_token_id

    args = SFTConfig(
        output_dir="out",
        assistant_only_loss=True,
        bf16=torch.cuda.is_available(),
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,  # a column "messages"
        processing_class=tokenizer,
    )
    trainer.train()
    # endregion
    check_losses(trainer)
    batch = trainer.data_collator([trainer.train_dataset[0]])
    trained = [int(label) for label in batch["labels"][0] if label != -100]
    print("trained on:", repr(tokenizer.decode(trained)))
    check("the loss covers the answer and its end", tokenizer.decode(trained) == "4<|im_end|>")
    check("<|im_start|> is one token", len(tokenizer("<|im_start|>").input_ids) == 1)
    check("every id has a row", len(tokenizer) <= model.get_input_embeddings().num_embeddings)


@scenario("fix-instruct", needs=["jinja2"])
def fix_instruct():
    make_folders()
    # region: fix-instruct
    from transformers import AutoTokenizer

    messages = [{"role": "user", "content": "What is 2 + 2?"}]
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B-Instruct")
    print(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))
    # endregion
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    check("it opens the answer", text.endswith("<|start_header_id|>assistant<|end_header_id|>\n\n"))


@scenario("fix-restore-template", needs=["jinja2"])
def fix_restore_template():
    make_folders()
    import os
    import shutil

    os.makedirs("my-model")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(f"{INSTRUCT}/{name}", f"my-model/{name}")
    # region: fix-restore-template
    from transformers import AutoTokenizer

    source = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B-Instruct")
    tokenizer = AutoTokenizer.from_pretrained("my-model")  # the folder without a template
    tokenizer.chat_template = source.chat_template
    tokenizer.save_pretrained("my-model")  # now with chat_template.jinja

    # For programs that read tokenizer_config.json only, such as transformers before 4.47:
    tokenizer.save_pretrained("my-model-legacy", save_jinja_files=False)
    # endregion
    for folder in ("my-model", "my-model-legacy"):
        again = AutoTokenizer.from_pretrained(folder)
        print(folder, sorted(os.listdir(folder)))
        check(f"{folder} has the template", again.chat_template == source.chat_template)
    with open("my-model-legacy/tokenizer_config.json", encoding="utf-8") as file:
        check("the legacy folder has it in tokenizer_config.json", "chat_template" in file.read())


@scenario("fix-plain-text", needs=["trl"])
def fix_plain_text():
    make_folders()
    dataset = talks()
    # region: fix-plain-text
    import torch
    from trl import SFTConfig, SFTTrainer

    def to_prompt_completion(row):
        question, answer = (message["content"] for message in row["messages"])
        return {"prompt": f"Question: {question}\nAnswer:", "completion": f" {answer}"}

    dataset = dataset.map(to_prompt_completion, remove_columns="messages")

    args = SFTConfig(
        output_dir="out",
        bf16=torch.cuda.is_available(),
        max_steps=2,
        logging_steps=1,
        report_to="none",
    )
    trainer = SFTTrainer(
        model="meta-llama/Llama-3.2-1B",
        args=args,
        train_dataset=dataset,
    )
    trainer.train()
    # endregion
    check_losses(trainer)
    row = trainer.train_dataset[0]
    print(repr(trainer.processing_class.decode(row["input_ids"])))
    check(
        "TRL appended the end token", row["input_ids"][-1] == trainer.processing_class.eos_token_id
    )


# ---------------------------------------------------------------------- what does not help


@scenario("extra-foreign-template", needs=["jinja2"])
def extra_foreign_template():
    """A ChatML template on a tokenizer without its tokens: the marks fall into pieces."""
    make_folders()
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(BASE)
    for mark in ("<|im_start|>", "<|eot_id|>"):
        pieces = tokenizer.convert_ids_to_tokens(tokenizer(mark).input_ids)
        print(mark, "is", len(pieces), "tokens:", pieces)
    check("ChatML's mark is several tokens", len(tokenizer("<|im_start|>").input_ids) > 1)
    check("Llama's mark is one", len(tokenizer("<|eot_id|>").input_ids) == 1)


@scenario("extra-default-template", needs=["transformers>=4.44"])
def extra_default_template():
    """The class default that old answers assign no longer exists."""
    make_folders()
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(BASE)
    try:
        tokenizer.chat_template = tokenizer.default_chat_template
    except AttributeError as error:
        print(f"AttributeError: {error}")
    check("there is no default", not hasattr(tokenizer, "default_chat_template"))
