# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "trl==1.16.0",
#   "peft==0.21.0",
#   "accelerate==1.15.0",
#   "datasets==5.2.0",
# ]
# ///
"""Raises "got an unexpected keyword argument" of TRL's trainers in several ways, and runs each fix.

    python tools/repro/run.py content/guides/trl-trainer-unexpected-kwarg/repro.py --out OUT

Nothing is downloaded: `Qwen/Qwen2.5-0.5B` is a folder that the prelude makes, a Qwen2 of two
layers with random weights. Three environments belong to this file: the one above; TRL 0.12.2 with
transformers 4.46.3 and datasets 4.4.1, for what needs "trl<0.13"; and TRL 0.9.6 with transformers
5.17.0, for what needs "trl<0.10".
"""

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen2.5-0.5B"
SFT_TRAINER = "TypeError: SFTTrainer.__init__() got an unexpected keyword argument '{argument}'"
SFT_CONFIG = "TypeError: SFTConfig.__init__() got an unexpected keyword argument '{argument}'"
TRAINING_ARGUMENTS = (
    "TypeError: TrainingArguments.__init__() got an unexpected keyword argument '{argument}'"
)
#: More tokens than `max_length=512` leaves, and than TRL leaves by default.
LONG = "some text that goes on " * 300


def make_model_folder():
    """./Qwen/Qwen2.5-0.5B, with a tokenizer."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=512,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    Qwen2ForCausalLM(config).save_pretrained(MODEL)
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(
        [LONG], vocab_size=300, special_tokens=["<|endoftext|>"], show_progress=False
    )
    PreTrainedTokenizerFast(
        tokenizer_object=trained._tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>"
    ).save_pretrained(MODEL)


def model_tokenizer_dataset():
    """A model, its tokenizer, and eight rows with a text in `text`."""
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer

    make_model_folder()
    rows = Dataset.from_dict({"text": [LONG] * 8})
    return AutoModelForCausalLM.from_pretrained(MODEL), AutoTokenizer.from_pretrained(MODEL), rows


def preferences():
    """Eight rows for DPO."""
    from datasets import Dataset

    row = {"prompt": "some text", "chosen": " that goes on", "rejected": " on"}
    return Dataset.from_dict({name: [text] * 8 for name, text in row.items()})


def allow_bf16_without_gpu():
    """TRL's configs turn bf16 on, which transformers refuses where it sees no GPU."""
    import transformers.training_args

    transformers.training_args.is_torch_bf16_gpu_available = lambda: True


def lengths(trainer):
    """How many tokens each row of the training set has."""
    return {len(ids) for ids in trainer.train_dataset["input_ids"]}


# ----------------------------------------------------------------------------------- errors


@scenario("error/sft", reproduces="sft-trainer", expect=SFT_TRAINER)
def error_sft():
    model, tokenizer, dataset = model_tokenizer_dataset()
    # region: error/sft
    from transformers import TrainingArguments
    from trl import SFTTrainer

    args = TrainingArguments(output_dir="out", num_train_epochs=1, report_to="none")
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        dataset_text_field="text",
        max_seq_length=512,
        packing=False,
        tokenizer=tokenizer,
    )
    trainer.train()
    # endregion


@scenario("error/tokenizer", reproduces="sft-trainer", expect=SFT_TRAINER)
def error_tokenizer():
    model, tokenizer, dataset = model_tokenizer_dataset()
    from trl import SFTTrainer

    SFTTrainer(model=model, train_dataset=dataset, tokenizer=tokenizer)


@scenario("error/config", reproduces="sft-config", expect=SFT_CONFIG)
def error_config():
    # region: error/config
    from trl import SFTConfig

    args = SFTConfig(output_dir="out", max_seq_length=512)
    # endregion


@scenario("error/training-argument", reproduces="sft-config", expect=SFT_CONFIG)
def error_training_argument():
    # region: error/training-argument
    from trl import SFTConfig

    args = SFTConfig(
        output_dir="out",
        evaluation_strategy="steps",
        eval_steps=100,
        warmup_ratio=0.03,
        group_by_length=True,
        logging_dir="logs",
        overwrite_output_dir=True,
    )
    # endregion


@scenario(
    "error/evaluation-strategy",
    reproduces="training-arguments",
    expect=TRAINING_ARGUMENTS,
)
def error_evaluation_strategy():
    from transformers import TrainingArguments

    TrainingArguments(output_dir="out", evaluation_strategy="steps")


@scenario(
    "error/trainer",
    reproduces="trainer",
    expect="TypeError: Trainer.__init__() got an unexpected keyword argument 'tokenizer'",
)
def error_trainer():
    model, tokenizer, dataset = model_tokenizer_dataset()
    # region: error/trainer
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(output_dir="out")
    trainer = Trainer(model=model, args=args, train_dataset=dataset, tokenizer=tokenizer)
    # endregion


@scenario(
    "error/dpo",
    reproduces="other-trainers",
    expect="TypeError: DPOTrainer.__init__() got an unexpected keyword argument 'tokenizer'",
)
def error_dpo():
    model, tokenizer, _ = model_tokenizer_dataset()
    dataset = preferences()
    # region: error/dpo
    from transformers import TrainingArguments
    from trl import DPOTrainer

    args = TrainingArguments(output_dir="out", num_train_epochs=1, report_to="none")
    trainer = DPOTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        tokenizer=tokenizer,
        beta=0.1,
        max_length=512,
    )
    trainer.train()
    # endregion


@scenario(
    "error/dpo-beta",
    reproduces="dpo-trainer",
    expect="TypeError: DPOTrainer.__init__() got an unexpected keyword argument 'beta'",
)
def error_dpo_beta():
    model, tokenizer, _ = model_tokenizer_dataset()
    from trl import DPOTrainer

    DPOTrainer(model=model, train_dataset=preferences(), processing_class=tokenizer, beta=0.1)


@scenario(
    "error/grpo-config",
    reproduces="grpo-config",
    expect="TypeError: GRPOConfig.__init__() got an unexpected keyword argument '{argument}'",
)
def error_grpo_config():
    from trl import GRPOConfig

    GRPOConfig(output_dir="out", use_vllm=False, max_prompt_length=256)


@scenario(
    "error/dpo-config",
    reproduces="dpo-config",
    expect="TypeError: DPOConfig.__init__() got an unexpected keyword argument '{argument}'",
)
def error_dpo_config():
    from trl import DPOConfig

    DPOConfig(output_dir="out", beta=0.1, max_length=512, max_prompt_length=256)


@scenario("error/new-code", reproduces="sft-config", expect=SFT_CONFIG, needs=["trl<0.13"])
def error_new_code():
    # region: error/new-code
    from trl import SFTConfig

    args = SFTConfig(output_dir="out", max_length=512, assistant_only_loss=True)
    # endregion


@scenario(
    "error/old-trl",
    reproduces="trainer",
    expect="TypeError: Trainer.__init__() got an unexpected keyword argument 'tokenizer'",
    needs=["trl<0.10", "transformers>=5"],
)
def error_old_trl():
    model, tokenizer, dataset = model_tokenizer_dataset()
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(output_dir="out", dataset_text_field="text", max_seq_length=512)
    SFTTrainer(model=model, args=args, train_dataset=dataset, tokenizer=tokenizer)


@scenario(
    "error/old-transformers",
    reproduces="trainer-new-name",
    expect="TypeError: Trainer.__init__() got an unexpected keyword argument 'processing_class'",
    needs=["trl>=0.13", "transformers<4.46"],
)
def error_old_transformers():
    model, tokenizer, dataset = model_tokenizer_dataset()
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(output_dir="out", dataset_text_field="text", report_to="none")
    SFTTrainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-config")
def fix_config():
    allow_bf16_without_gpu()
    model, tokenizer, dataset = model_tokenizer_dataset()
    # region: fix-config
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(
        output_dir="out",
        num_train_epochs=1,
        report_to="none",
        dataset_text_field="text",
        max_length=512,
        packing=False,
    )
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        processing_class=tokenizer,
    )
    trainer.train()
    # endregion
    check("one step was made", trainer.state.global_step == 1)
    check("rows end at 512 tokens", lengths(trainer) == {512})


@scenario("fix-config/lora")
def fix_config_lora():
    model, tokenizer, dataset = model_tokenizer_dataset()
    from peft import LoraConfig
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(output_dir="out", max_length=16, use_cpu=True, report_to="none")
    # region: fix-config/lora
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        processing_class=tokenizer,
        peft_config=LoraConfig(r=8, target_modules="all-linear"),
    )
    # endregion
    check("it is a PeftModel", type(trainer.model).__name__.startswith("Peft"))
    check("rows end at 16 tokens", lengths(trainer) == {16})


@scenario("fix-preferences")
def fix_preferences():
    allow_bf16_without_gpu()
    model, tokenizer, _ = model_tokenizer_dataset()
    dataset = preferences()
    # region: fix-preferences
    from trl import DPOConfig, DPOTrainer

    args = DPOConfig(
        output_dir="out",
        num_train_epochs=1,
        report_to="none",
        beta=0.1,
        max_length=512,
    )
    trainer = DPOTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        processing_class=tokenizer,
    )
    trainer.train()
    # endregion
    check("one step was made", trainer.state.global_step == 1)


@scenario("fix-trainer")
def fix_trainer():
    import os

    model, tokenizer, dataset = model_tokenizer_dataset()
    # region: fix-trainer
    from transformers import Trainer, TrainingArguments

    args = TrainingArguments(output_dir="out")
    trainer = Trainer(model=model, args=args, train_dataset=dataset, processing_class=tokenizer)
    # endregion
    trainer.save_model()
    check("the tokenizer is saved too", os.path.exists("out/tokenizer_config.json"))


@scenario("fix-training-arguments")
def fix_training_arguments():
    allow_bf16_without_gpu()
    # region: fix-training-arguments
    from trl import SFTConfig

    args = SFTConfig(
        output_dir="out",
        eval_strategy="steps",
        eval_steps=100,
        warmup_steps=0.03,
        train_sampling_strategy="group_by_length",
    )
    # endregion
    check("30 of 1000 steps", args.get_warmup_steps(1000) == 30)
    check("evaluation is on", args.eval_strategy == "steps")


@scenario("fix-upgrade/same-code", regions=["error/new-code"])
def fix_upgrade_same_code():
    from trl import SFTConfig

    args = SFTConfig(output_dir="out", use_cpu=True, max_length=512, assistant_only_loss=True)
    check("both are known now", args.max_length == 512 and args.assistant_only_loss)


@scenario("fix-pin", needs=["trl<0.13"], regions=["error/sft"])
def fix_pin():
    model, tokenizer, dataset = model_tokenizer_dataset()
    from transformers import TrainingArguments
    from trl import SFTTrainer

    args = TrainingArguments(output_dir="out", num_train_epochs=1, report_to="none")
    trainer = SFTTrainer(
        model=model,
        args=args,
        train_dataset=dataset,
        dataset_text_field="text",
        max_seq_length=512,
        packing=False,
        tokenizer=tokenizer,
    )
    trainer.train()
    check("one step was made", trainer.state.global_step == 1)
    check("rows end at 512 tokens", lengths(trainer) == {512})


# ------------------------------------------------------------------------------------ checks


@scenario("check-arguments")
def check_arguments():
    # region: check-arguments
    import inspect

    import transformers
    import trl

    names = "tokenizer dataset_text_field max_seq_length evaluation_strategy"  # yours
    for name in names.split():
        places = [
            place.__name__
            for place in (trl.SFTTrainer, trl.SFTConfig)
            if name in inspect.signature(place).parameters
        ]
        print(f"{name}: {places[0] if places else 'nowhere'}")
    print(f"trl: {trl.__version__} | transformers: {transformers.__version__}")
    # endregion


@scenario("extra-dropped")
def extra_dropped():
    """What happens to somebody who deletes the arguments that are not known."""
    import os

    model, tokenizer, dataset = model_tokenizer_dataset()
    from trl import SFTConfig, SFTTrainer

    defaults = SFTConfig(output_dir="out", use_cpu=True)
    check("rows are cut at 1024 by default", defaults.max_length == 1024)
    tokenizer.add_special_tokens({"pad_token": "<pad>"})
    args = SFTConfig(output_dir="out", use_cpu=True)
    trainer = SFTTrainer(model=model, args=args, train_dataset=dataset)
    check("rows end at 1024 tokens", lengths(trainer) == {1024})
    print("pad token of the trainer's own tokenizer:", trainer.processing_class.pad_token)
    check("my change is lost", trainer.processing_class.pad_token != "<pad>")
    from transformers import Trainer, TrainingArguments

    plain = Trainer(model=model, args=TrainingArguments(output_dir="plain"), train_dataset=dataset)
    plain.save_model()
    print(sorted(os.listdir("plain")))
    check("no tokenizer is saved", not os.path.exists("plain/tokenizer_config.json"))


@scenario("extra-defaults")
def extra_defaults():
    """What an SFTConfig turns on that TrainingArguments leave off."""
    from transformers import TrainingArguments
    from trl import SFTConfig

    plain = TrainingArguments(output_dir="out", use_cpu=True)
    ours = SFTConfig(output_dir="out", use_cpu=True)
    for name in ("bf16", "gradient_checkpointing", "logging_steps", "learning_rate"):
        print(f"{name}: {getattr(plain, name)} -> {getattr(ours, name)}")
    check("bf16 is turned on", ours.bf16 and not plain.bf16)
    check(
        "gradient checkpointing is turned on",
        ours.gradient_checkpointing and not plain.gradient_checkpointing,
    )
    check("it logs every 10 steps", ours.logging_steps == 10 and plain.logging_steps == 500)
    check("the learning rate differs", ours.learning_rate < plain.learning_rate)
    half = SFTConfig(output_dir="out", use_cpu=True, fp16=True)
    check("fp16=True leaves bf16 off", half.fp16 and not half.bf16)


@scenario("extra-still-both", needs=["trl<0.13"])
def extra_still_both():
    """The last release that takes the old arguments says so."""
    import warnings

    model, tokenizer, dataset = model_tokenizer_dataset()
    from trl import SFTTrainer

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        SFTTrainer(
            model=model, train_dataset=dataset, tokenizer=tokenizer, dataset_text_field="text"
        )
    said = "\n".join(str(one.message) for one in caught)
    print(said)
    announced = "dataset_text_field. Will not be supported from version '0.13.0'"
    check("the field is announced", announced in said)
