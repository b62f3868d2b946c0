# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.16.0",
#   "peft==0.21.2",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
# ]
# ///
"""Gives SFTTrainer end and padding tokens that its tokenizer lacks, and runs each way out.

    python tools/repro/run.py content/guides/sft-eos-token-not-in-vocab/repro.py --out OUT

CPU only; nothing is downloaded: model and tokenizer are tiny and made here. Four environments;
choose their scenarios with `--only`:

    trl 1.16.0, transformers 5.17.0                          all without Unsloth
    trl 0.24.0, transformers 4.57.6                          error/other-model, extra-unknown
    unsloth 2026.9.6, unsloth_zoo 2026.9.6, trl 0.24.0       error/import-order and its fixes
    unsloth 2026.9.8, unsloth_zoo 2026.9.7, trl 0.24.0       error/other-model, extra-new-unsloth

Unsloth runs without a GPU if UNSLOTH_ALLOW_CPU=1, but then leaves TRL as it is. `patch_trl` makes
the call that its import makes where there is a GPU.
"""

import os

from repro.scenario import check, scenario

PLACEHOLDER = "The specified `eos_token` ('<EOS_TOKEN>') is not found in the vocabulary"
OTHER = (
    "ValueError: The specified `eos_token` ('<|im_end|>') is not found in the vocabulary of the {rest}"
)
MASKED = (
    "ValueError: The specified `eos_token` ('<EOS_TOKEN>') is not found in the vocabulary of the {rest}"
)
PAD = "ValueError: The specified `pad_token` ('[PAD]') is not found in the vocabulary of the {rest}"
MASKED_PAD = (
    "ValueError: The specified `pad_token` ('<PAD_TOKEN>') is not found in the vocabulary of the {rest}"
)
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
)
OLD_UNSLOTH = ["unsloth<2026.9.8", "trl<0.25"]


def make_tokenizer(*more, unk_token=None):
    """Letters as tokens, and `<|endoftext|>`, which ends texts."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    special = ["<|endoftext|>", *more, *([unk_token] if unk_token else [])]
    words = special + list("abcdefghijklmnopqrstuvwxyz \n")
    vocabulary = {word: index for index, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=unk_token or "<|endoftext|>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    made = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|endoftext|>", unk_token=unk_token
    )
    if more:
        made.add_special_tokens({"additional_special_tokens": list(more)})
    return made


def make_model(vocab_size=48):
    """A Qwen3 of one layer with random weights."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=vocab_size,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=16,
            tie_word_embeddings=False,
        )
    )


def make_dataset(text="hello world"):
    from datasets import Dataset

    return Dataset.from_dict({"text": [text] * 4})


def quiet():
    """Options that have nothing to do with the error."""
    return {"report_to": "none", "use_cpu": True, "bf16": False, "gradient_checkpointing": False}


def message_of(make):
    """What `make` raises as a ValueError, or ""."""
    try:
        make()
    except ValueError as error:
        print("ValueError:", error)
        return str(error)
    return ""


def import_unsloth():
    """Unsloth on a machine without a GPU."""
    os.environ["UNSLOTH_ALLOW_CPU"] = "1"
    import unsloth  # noqa: F401


def patch_trl():
    """What the import of Unsloth does to TRL where there is a GPU."""
    os.environ.pop("UNSLOTH_ALLOW_CPU")
    from unsloth.models.rl import PatchFastRL

    PatchFastRL()


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/import-order",
    scope="mechanism",
    reproduces="eos",
    expect=MASKED,
    needs=OLD_UNSLOTH,
    regions=["error/import-order"],
)
def error_import_order():
    """TRL first, then Unsloth; the tokenizer is right, and eos_token is not set at all."""
    os.environ["UNSLOTH_ALLOW_CPU"] = "1"
    # region: error/import-order
    from trl import SFTConfig, SFTTrainer

    from unsloth import FastLanguageModel

    # endregion
    patch_trl()
    print("imported:", FastLanguageModel.__name__)
    SFTTrainer(
        model=make_model(),
        args=SFTConfig(output_dir="out", **quiet()),
        train_dataset=make_dataset(),
        processing_class=make_tokenizer(),
    )


def own_arguments():
    """Arguments as scripts of their own define them."""
    # region: error/other-config
    from dataclasses import dataclass

    from transformers import TrainingArguments

    @dataclass
    class ScriptArguments(TrainingArguments):
        eos_token: str | None = None

    # endregion
    return ScriptArguments


@scenario(
    "error/other-config", reproduces="eos", expect=MASKED, regions=["error/other-config"]
)
def error_other_config():
    """The token that was asked for is in the vocabulary, and still the placeholder arrives."""
    from trl import SFTTrainer

    ScriptArguments = own_arguments()
    SFTTrainer(
        model=make_model(),
        args=ScriptArguments(output_dir="out", eos_token="<|endoftext|>", **quiet()),
        train_dataset=make_dataset(),
        processing_class=make_tokenizer(),
    )


@scenario("error/other-config-pad", reproduces="pad", expect=MASKED_PAD)
def error_other_config_pad():
    from dataclasses import dataclass

    from transformers import TrainingArguments
    from trl import SFTTrainer

    @dataclass
    class ScriptArguments(TrainingArguments):
        pad_token: str | None = None

    SFTTrainer(
        model=make_model(),
        args=ScriptArguments(output_dir="out", **quiet()),
        train_dataset=make_dataset(),
        processing_class=make_tokenizer(),
    )


@scenario("error/other-model", reproduces="eos", expect=OTHER)
def error_other_model():
    from trl import SFTConfig, SFTTrainer

    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()
    # region: error/other-model
    args = SFTConfig(output_dir="out", eos_token="<|im_end|>", **options)
    # endregion
    SFTTrainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)


@scenario("error/reward", reproduces="eos", expect=OTHER)
def error_reward():
    """The same check in RewardTrainer."""
    from datasets import Dataset
    from transformers import Qwen3Config, Qwen3ForSequenceClassification
    from trl import RewardConfig, RewardTrainer

    rows = Dataset.from_dict({"chosen": ["yes"] * 4, "rejected": ["no"] * 4})
    config = Qwen3Config(
        vocab_size=48,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=16,
        num_labels=1,
    )
    RewardTrainer(
        model=Qwen3ForSequenceClassification(config),
        args=RewardConfig(output_dir="out", eos_token="<|im_end|>", **quiet()),
        train_dataset=rows,
        processing_class=make_tokenizer(),
    )


@scenario("error/pad", reproduces="pad", expect=PAD)
def error_pad():
    from trl import SFTConfig, SFTTrainer

    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()
    # region: error/pad
    tokenizer.pad_token = "[PAD]"
    # endregion
    args = SFTConfig(output_dir="out", **options)
    SFTTrainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-import-first", scope="mechanism", needs=OLD_UNSLOTH)
def fix_import_first():
    import_unsloth()
    patch_trl()
    # region: fix-import-first
    from unsloth import FastLanguageModel  # first: before trl, transformers and peft

    from trl import SFTConfig, SFTTrainer

    # endregion
    print("imported:", FastLanguageModel.__name__)
    tokenizer = make_tokenizer()
    trainer = SFTTrainer(
        model=make_model(),
        args=SFTConfig(output_dir="out", **quiet()),
        train_dataset=make_dataset(),
        processing_class=tokenizer,
    )
    check("the tokenizer keeps its end token", tokenizer.eos_token == "<|endoftext|>")
    check("and no placeholder is set", trainer.args.eos_token in (None, "<|endoftext|>"))
    check("the trainer is Unsloth's", "Unsloth" in type(trainer).__name__)


@scenario("fix-lookup", scope="mechanism", needs=OLD_UNSLOTH)
def fix_lookup():
    from trl import SFTConfig, SFTTrainer

    import_unsloth()
    patch_trl()
    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()

    def with_old_names():
        args = SFTConfig(output_dir="out", **options)
        SFTTrainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)

    check("the old names fail", PLACEHOLDER in message_of(with_old_names))
    # region: fix-lookup
    import trl  # the names of now, not those of the first import

    args = trl.SFTConfig(output_dir="out", **options)
    trainer = trl.SFTTrainer(
        model=model, args=args, train_dataset=dataset, processing_class=tokenizer
    )
    # endregion
    check("the tokenizer keeps its end token", tokenizer.eos_token == "<|endoftext|>")
    check("the trainer is Unsloth's", "Unsloth" in type(trainer).__name__)


@scenario("fix-derive")
def fix_derive():
    from trl import SFTTrainer

    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()
    # region: fix-derive
    from dataclasses import dataclass

    from trl import SFTConfig

    @dataclass
    class ScriptArguments(SFTConfig):  # eos_token and pad_token are fields of SFTConfig
        my_option: int = 0

    args = ScriptArguments(output_dir="out", eos_token="<|endoftext|>", **options)
    # endregion
    trainer = SFTTrainer(
        model=model, args=args, train_dataset=dataset, processing_class=tokenizer
    )
    check("the trainer has these very arguments", trainer.args is args)
    check("the end token is the one given", tokenizer.eos_token == "<|endoftext|>")
    check_config(args, tokenizer)


def check_config(args, tokenizer):
    """The region that tells the causes apart, on a config that is right."""
    import contextlib
    import io

    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        print_config(args, tokenizer)
    print(heard.getvalue())
    check("the check says so", "config: same | eos: known" in heard.getvalue())


def print_config(args, tokenizer):
    # region: check-config
    from trl.trainer.sft_trainer import SFTConfig as expected

    config = "same" if isinstance(args, expected) else "other"
    vocabulary = getattr(tokenizer, "tokenizer", tokenizer).get_vocab()
    eos = getattr(args, "eos_token", None) or getattr(tokenizer, "tokenizer", tokenizer).eos_token
    print("config:", config, "| eos:", "known" if eos in vocabulary else "missing")
    # endregion


@scenario("check-config")
def check_config_tells_apart():
    """What the check prints for each of the causes."""
    import contextlib
    import io

    from trl import SFTConfig

    def said(args):
        heard = io.StringIO()
        with contextlib.redirect_stdout(heard):
            print_config(args, make_tokenizer())
        print(heard.getvalue())
        return heard.getvalue().strip()

    wrong = SFTConfig(output_dir="out", eos_token="<|im_end|>", **quiet())
    right = SFTConfig(output_dir="out", **quiet())
    own = own_arguments()(output_dir="out", eos_token="<|endoftext|>", **quiet())
    check("right", said(right) == "config: same | eos: known")
    check("another model's token", said(wrong) == "config: same | eos: missing")
    check("another class", said(own) == "config: other | eos: known")


@scenario("check-config-unsloth", scope="mechanism", needs=OLD_UNSLOTH)
def check_config_unsloth():
    """The same in the wrong import order."""
    import contextlib
    import io

    from trl import SFTConfig

    import_unsloth()
    patch_trl()
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        print_config(SFTConfig(output_dir="out", **quiet()), make_tokenizer())
    print(heard.getvalue())
    check("another class", "config: other | eos: known" in heard.getvalue())


@scenario("fix-own-token")
def fix_own_token():
    from trl import SFTConfig, SFTTrainer

    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()
    # region: fix-own-token
    args = SFTConfig(output_dir="out", **options)  # no eos_token: the tokenizer has one
    # endregion
    trainer = SFTTrainer(
        model=model, args=args, train_dataset=dataset, processing_class=tokenizer
    )
    ids = next(iter(trainer.get_train_dataloader()))["input_ids"][0].tolist()
    check("a text ends with the tokenizer's own token", ids[-1] == tokenizer.eos_token_id == 0)


@scenario("fix-own-token/chat", regions=["fix-own-token/chat", "check-template"])
def fix_own_token_chat():
    """A base model as Qwen's: the template ends turns by a token that is there, eos is another."""
    from trl import SFTConfig, SFTTrainer

    model, options = make_model(), quiet()
    tokenizer = make_tokenizer("<|im_start|>", "<|im_end|>")
    tokenizer.chat_template = CHATML
    dataset = make_dataset()
    # region: check-template
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    print(repr(tokenizer.apply_chat_template(turns, tokenize=False)[-25:]), tokenizer.eos_token)
    print("<|im_end|>" in tokenizer.get_vocab())
    # endregion
    shown = tokenizer.apply_chat_template(turns, tokenize=False)
    check("the template ends otherwise", shown.rstrip().endswith("<|im_end|>"))
    # region: fix-own-token/chat
    args = SFTConfig(output_dir="out", eos_token="<|im_end|>", **options)
    # endregion
    SFTTrainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)
    check("the end token is the template's", tokenizer.eos_token == "<|im_end|>")
    check("with an id of its own", tokenizer.eos_token_id not in (None, 0))


@scenario("fix-add-token")
def fix_add_token():
    import torch
    from trl import SFTConfig

    tokenizer, options = make_tokenizer(), quiet()
    size = len(tokenizer)
    model, dataset = make_model(size), make_dataset()
    args = SFTConfig(output_dir="out", max_steps=1, learning_rate=0.01, **options)
    # region: fix-add-token
    from peft import LoraConfig
    from trl import SFTTrainer

    tokenizer.add_special_tokens({"eos_token": "<|im_end|>"})
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:  # never shrink
        model.resize_token_embeddings(len(tokenizer))
    lora = LoraConfig(r=8, modules_to_save=["embed_tokens", "lm_head"])
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        processing_class=tokenizer,
        peft_config=lora,
    )
    # endregion
    check("the token has a new id", tokenizer.eos_token_id == size)
    check("and a row", trainer.model.get_output_embeddings().weight.shape[0] == size + 1)
    ids = next(iter(trainer.get_train_dataloader()))["input_ids"][0].tolist()
    check("a text ends with it", ids[-1] == size)
    before = trainer.model.get_output_embeddings().weight[size].detach().clone()
    trainer.train()
    after = trainer.model.get_output_embeddings().weight[size]
    check("its row is trained", not torch.equal(before, after.detach()))


@scenario("fix-pad-token")
def fix_pad_token():
    from trl import SFTConfig, SFTTrainer

    model, tokenizer, dataset, options = make_model(), make_tokenizer(), make_dataset(), quiet()
    # region: fix-pad-token
    tokenizer.pad_token = tokenizer.eos_token  # or a reserved token of the vocabulary
    args = SFTConfig(output_dir="out", **options)  # no pad_token
    # endregion
    trainer = SFTTrainer(
        model=model, args=args, train_dataset=dataset, processing_class=tokenizer
    )
    batch = next(iter(trainer.get_train_dataloader()))
    ends = batch["input_ids"] == tokenizer.eos_token_id
    check("the end token of a text keeps its label", bool((batch["labels"][ends] == 0).any()))


# ------------------------------------------------------------------------ advice, and versions


def advised(SFTConfig, SFTTrainer):
    """The three settings that forum answers name, each in a trainer."""
    options = quiet()

    def build(args, tokenizer):
        return lambda: SFTTrainer(
            model=make_model(),
            args=args,
            train_dataset=make_dataset(),
            processing_class=tokenizer,
        )

    given = SFTConfig(output_dir="out", eos_token="<|endoftext|>", **options)
    later = SFTConfig(output_dir="out", **options)
    later.eos_token = "<|endoftext|>"
    tokenizer = make_tokenizer()
    tokenizer.eos_token = "<|endoftext|>"
    plain = SFTConfig(output_dir="out", **options)
    return {
        "eos_token in the config": build(given, make_tokenizer()),
        "eos_token set on the config": build(later, make_tokenizer()),
        "eos_token set on the tokenizer": build(plain, tokenizer),
    }


@scenario("extra-set-it", scope="mechanism", needs=OLD_UNSLOTH)
def extra_set_it():
    """In the wrong import order no setting of the token helps. No compiled cache exists before."""
    check("there is no compiled cache", not os.path.exists("unsloth_compiled_cache"))
    from trl import SFTConfig, SFTTrainer

    import_unsloth()
    patch_trl()
    for what, make in advised(SFTConfig, SFTTrainer).items():
        check(f"{what}: the same error", PLACEHOLDER in message_of(make))


@scenario("extra-set-it-trl")
def extra_set_it_trl():
    """The same without Unsloth."""
    from trl import SFTTrainer

    for what, make in advised(own_arguments(), SFTTrainer).items():
        check(f"{what}: the same error", PLACEHOLDER in message_of(make))


@scenario("extra-add-placeholder")
def extra_add_placeholder():
    """A vocabulary with the placeholder in it: no error, and another end token."""
    from trl import SFTTrainer

    tokenizer = make_tokenizer()
    tokenizer.add_special_tokens({"additional_special_tokens": ["<EOS_TOKEN>"]})
    trainer = SFTTrainer(
        model=make_model(),
        args=own_arguments()(output_dir="out", eos_token="<|endoftext|>", **quiet()),
        train_dataset=make_dataset(),
        processing_class=tokenizer,
    )
    ids = next(iter(trainer.get_train_dataloader()))["input_ids"][0].tolist()
    print("a text ends with", tokenizer.convert_ids_to_tokens(ids[-1]))
    check("the placeholder ends the texts", ids[-1] == tokenizer.get_vocab()["<EOS_TOKEN>"])
    check("and is the end token from now on", tokenizer.eos_token == "<EOS_TOKEN>")


@scenario("extra-unknown", needs=["trl<1.1"])
def extra_unknown():
    """Before TRL 1.1 a tokenizer with an unknown token lets any name pass."""
    from trl import SFTConfig, SFTTrainer

    tokenizer = make_tokenizer(unk_token="<unk>")
    SFTTrainer(
        model=make_model(),
        args=SFTConfig(output_dir="out", eos_token="<|im_end|>", **quiet()),
        train_dataset=make_dataset(),
        processing_class=tokenizer,
    )
    print("end token:", tokenizer.eos_token)
    check("the end token is the unknown token", tokenizer.eos_token == "<unk>")


@scenario("extra-unknown-new", needs=["trl>=1.1"])
def extra_unknown_new():
    """Since 1.1 it is refused."""
    from trl import SFTConfig, SFTTrainer

    said = message_of(
        lambda: SFTTrainer(
            model=make_model(),
            args=SFTConfig(output_dir="out", eos_token="<|im_end|>", **quiet()),
            train_dataset=make_dataset(),
            processing_class=make_tokenizer(unk_token="<unk>"),
        )
    )
    check("it is refused", "('<|im_end|>') is not found in the vocabulary" in said)


@scenario("extra-new-unsloth", scope="mechanism", needs=["unsloth>=2026.9.8", "trl<0.25"])
def extra_new_unsloth():
    """Unsloth 2026.9.8 takes the config of before its import."""
    from trl import SFTConfig, SFTTrainer

    import_unsloth()
    patch_trl()
    tokenizer = make_tokenizer()
    SFTTrainer(
        model=make_model(),
        args=SFTConfig(output_dir="out", **quiet()),
        train_dataset=make_dataset(),
        processing_class=tokenizer,
    )
    check("no error; the end token is the tokenizer's", tokenizer.eos_token == "<|endoftext|>")


@scenario("extra-gkd-new", scope="mechanism", needs=["unsloth>=2026.9.8", "trl<0.25"])
def extra_gkd_new():
    """Unsloth 2026.9.8 takes the GKDConfig of a GKDTrainer."""
    import_unsloth()
    patch_trl()
    from datasets import Dataset
    from trl import GKDConfig, GKDTrainer

    tokenizer = make_tokenizer("<|im_start|>", "<|im_end|>")
    tokenizer.chat_template = CHATML
    tokenizer.pad_token = tokenizer.eos_token  # the collator of GKDTrainer wants one
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    trainer = GKDTrainer(
        model=make_model(),
        teacher_model=make_model(),
        args=GKDConfig(output_dir="out", **quiet()),
        train_dataset=Dataset.from_dict({"messages": [turns] * 4}),
        processing_class=tokenizer,
    )
    check("no placeholder", trainer.args.eos_token != "<EOS_TOKEN>")
    check("the end token is the tokenizer's", tokenizer.eos_token == "<|endoftext|>")


@scenario("extra-other-configs", scope="mechanism", needs=OLD_UNSLOTH)
def extra_other_configs():
    """In the right order: a GKDTrainer, and the config of another trainer in SFTTrainer."""
    import_unsloth()
    patch_trl()
    from datasets import Dataset
    from trl import GKDConfig, GKDTrainer, RewardConfig, SFTTrainer

    tokenizer = make_tokenizer("<|im_start|>", "<|im_end|>")
    tokenizer.chat_template = CHATML
    tokenizer.pad_token = tokenizer.eos_token  # the collator of GKDTrainer wants one
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    said = message_of(
        lambda: GKDTrainer(
            model=make_model(),
            teacher_model=make_model(),
            args=GKDConfig(output_dir="out", **quiet()),
            train_dataset=Dataset.from_dict({"messages": [turns] * 4}),
            processing_class=tokenizer,
        )
    )
    check("GKDTrainer with its own config: the placeholder", PLACEHOLDER in said)
    said = message_of(
        lambda: SFTTrainer(
            model=make_model(),
            args=RewardConfig(output_dir="out", **quiet()),
            train_dataset=make_dataset(),
            processing_class=make_tokenizer(),
        )
    )
    check("RewardConfig in SFTTrainer: the placeholder", PLACEHOLDER in said)


@scenario("extra-unsloth-pad", scope="mechanism", needs=OLD_UNSLOTH)
def extra_unsloth_pad():
    """Whether the end token keeps its label in Unsloth's trainer if it also pads."""
    import_unsloth()
    patch_trl()
    from transformers import DataCollatorForSeq2Seq
    from trl import SFTConfig, SFTTrainer

    def labelled(**more):
        tokenizer = more.pop("tokenizer")
        trainer = SFTTrainer(
            model=make_model(),
            args=SFTConfig(output_dir="out", **quiet()),
            train_dataset=make_dataset("hello world<|endoftext|>"),
            processing_class=tokenizer,
            **more,
        )
        batch = next(iter(trainer.get_train_dataloader()))
        ends = batch["input_ids"] == tokenizer.eos_token_id
        print(type(trainer.data_collator), batch["input_ids"].tolist(), batch["labels"].tolist())
        return bool((batch["labels"][ends] == tokenizer.eos_token_id).any())

    tokenizer = make_tokenizer()
    tokenizer.pad_token = tokenizer.eos_token
    check("without a collator it does", labelled(tokenizer=tokenizer))
    collator = DataCollatorForSeq2Seq(tokenizer)
    check("with one it does not", not labelled(tokenizer=tokenizer, data_collator=collator))


@scenario("extra-transformers-5", needs=["trl<0.25", "transformers>=5"])
def extra_transformers_5():
    """TRL 0.24 with transformers 5, without Unsloth: the conversion itself fails."""
    from trl import SFTTrainer

    try:
        SFTTrainer(
            model=make_model(),
            args=own_arguments()(output_dir="out", **quiet()),
            train_dataset=make_dataset(),
            processing_class=make_tokenizer(),
        )
    except KeyError as error:
        check("KeyError: 'push_to_hub_token'", error.args == ("push_to_hub_token",))
    else:
        check("it fails", False)


@scenario("extra-tied")
def extra_tied():
    """Tied embeddings stay tied with ensure_weight_tying, and come apart without."""
    import torch
    from peft import LoraConfig, get_peft_model

    for more, expected in (({}, False), ({"ensure_weight_tying": True}, True)):
        model = make_model(29)
        model.config.tie_word_embeddings = True
        model.tie_weights()
        model.resize_token_embeddings(30)
        made = get_peft_model(
            model, LoraConfig(r=8, modules_to_save=["embed_tokens", "lm_head"], **more)
        )
        optimizer = torch.optim.SGD([one for one in made.parameters() if one.requires_grad], lr=1)
        ids = torch.tensor([[1, 2, 29, 3]])
        made(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        merged = made.merge_and_unload()
        tied = torch.equal(
            merged.get_input_embeddings().weight, merged.get_output_embeddings().weight
        )
        check(f"{more}: tied: {expected}", tied == expected)


@scenario("extra-no-end-token")
def extra_no_end_token():
    """A tokenizer without end and padding token: the message says None."""
    from trl import SFTConfig, SFTTrainer

    tokenizer = make_tokenizer()
    tokenizer.eos_token = None
    said = message_of(
        lambda: SFTTrainer(
            model=make_model(),
            args=SFTConfig(output_dir="out", **quiet()),
            train_dataset=make_dataset(),
            processing_class=tokenizer,
        )
    )
    check("the padding token is None", "The specified `pad_token` ('None')" in said)


@scenario("extra-load-adapter")
def extra_load_adapter():
    """An adapter with the new row does not fit the base as it was."""
    from peft import LoraConfig, PeftModel, get_peft_model

    model = make_model(29)
    model.resize_token_embeddings(30)
    made = get_peft_model(model, LoraConfig(r=8, modules_to_save=["embed_tokens", "lm_head"]))
    made.save_pretrained("adapter")
    try:
        PeftModel.from_pretrained(make_model(29), "adapter")
    except RuntimeError as error:
        print(error)
        check("size mismatch", "size mismatch" in str(error))
    else:
        check("it fails", False)
    base = make_model(29)
    base.resize_token_embeddings(30)
    loaded = PeftModel.from_pretrained(base, "adapter")
    check("on a resized base it fits", loaded.get_input_embeddings().weight.shape[0] == 30)
