# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "tokenizers==0.23.3",
#   "peft==0.21.2",
# ]
# ///
"""Loads models with Auto classes that do not know them, and runs each way to load them.

    python tools/repro/run.py content/guides/automodel-unrecognized-config/repro.py --out OUT

CPU only; nothing is downloaded: the folders that stand for models are made here, with one or two
layers and random weights. Three environments belong to this file: transformers 5.17.0; 4.57.6 for
what needs "transformers<5"; 5.2.0 for what needs "transformers<5.3". Choose their scenarios with
`--only`.
"""

import json
import os
import shutil
from pathlib import Path

from repro.scenario import check, scenario

VISION = "Qwen/Qwen2.5-VL-3B-Instruct"
TEXT = "Qwen/Qwen3-0.6B"
SEQ2SEQ = "google/flan-t5-base"
CAUSAL = (
    "ValueError: Unrecognized configuration class <class '{module}'> for this kind of AutoModel: "
    "AutoModelForCausalLM."
)
OTHER = (
    "ValueError: Unrecognized configuration class <class '{module}'> for this kind of AutoModel: "
    "{name}."
)
TOKENIZER = (
    "ValueError: Unrecognized configuration class <class '{module}'> to build an AutoTokenizer."
)
NO_TYPE = (
    "ValueError: Unrecognized model in {path}. Should have a `model_type` key in its config.json"
)
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_MODULES_CACHE"] = os.path.join(os.getcwd(), "modules")

CONFIGURATION = """from transformers import LlamaConfig


class MyConfig(LlamaConfig):
    model_type = "my_model"
"""
MODELING = """from transformers import LlamaForCausalLM

from .configuration_my import MyConfig


class MyForCausalLM(LlamaForCausalLM):
    config_class = MyConfig
"""
TOKENIZATION = """from transformers import PreTrainedTokenizerFast


class MyTokenizer(PreTrainedTokenizerFast):
    pass
"""
TINY = {
    "vocab_size": 300,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 2,
}


def edit_json(path, change):
    """Change one JSON file."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    change(content)
    Path(path).write_text(json.dumps(content, indent=2), encoding="utf-8")


def make_vision():
    """A Qwen2.5-VL with two text and two vision layers; returns it."""
    import torch
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    torch.manual_seed(0)
    rope = {"type": "mrope", "rope_type": "default", "mrope_section": [2, 3, 3]}
    config = Qwen2_5_VLConfig(
        text_config={**TINY, "bos_token_id": 1, "eos_token_id": 2, "rope_scaling": rope},
        vision_config={
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 32,
            "num_heads": 2,
            "out_hidden_size": 32,
            "patch_size": 14,
            "fullatt_block_indexes": [1],
        },
        image_token_id=290,
        video_token_id=291,
        vision_start_token_id=292,
        vision_end_token_id=293,
    )
    model = Qwen2_5_VLForConditionalGeneration(config).eval()
    model.save_pretrained(VISION)
    return model


def make_text(folder=TEXT):
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    model = Qwen3ForCausalLM(Qwen3Config(**TINY, head_dim=16)).eval()
    model.save_pretrained(folder)
    return model


def make_seq2seq():
    from transformers import T5Config, T5ForConditionalGeneration

    config = T5Config(vocab_size=300, d_model=32, d_kv=16, d_ff=64, num_layers=1, num_heads=2)
    T5ForConditionalGeneration(config).save_pretrained(SEQ2SEQ)


def make_custom(folder="my-model"):
    """A model whose code lies in its folder and is offered under AutoModel alone."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    model = LlamaForCausalLM(LlamaConfig(**TINY)).eval()
    model.save_pretrained(folder)
    made = ByteLevelBPETokenizer()
    made.train_from_iterator(["Some text."], special_tokens=["<eos>"], show_progress=False)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made._tokenizer, eos_token="<eos>")
    tokenizer.save_pretrained(folder)

    def name_code(config):
        config["model_type"] = "my_model"
        config["architectures"] = ["MyForCausalLM"]
        config["auto_map"] = {
            "AutoConfig": "configuration_my.MyConfig",
            "AutoModel": "modeling_my.MyForCausalLM",
        }

    def name_tokenizer(config):
        config["tokenizer_class"] = "MyTokenizer"
        config["auto_map"] = {"AutoTokenizer": [None, "tokenization_my.MyTokenizer"]}

    edit_json(f"{folder}/config.json", name_code)
    edit_json(f"{folder}/tokenizer_config.json", name_tokenizer)
    Path(folder, "configuration_my.py").write_text(CONFIGURATION, encoding="utf-8")
    Path(folder, "modeling_my.py").write_text(MODELING, encoding="utf-8")
    Path(folder, "tokenization_my.py").write_text(TOKENIZATION, encoding="utf-8")
    return model


def make_merged():
    """my-model as `model.save_pretrained` leaves it: weights and code, no tokenizer."""
    make_custom("base-model")
    shutil.copytree("base-model", "my-model")
    for name in ("tokenizer.json", "tokenizer_config.json", "tokenization_my.py"):
        os.remove(f"my-model/{name}")
    Path("my-model/special_tokens_map.json").unlink(missing_ok=True)


def make_vision_adapter():
    """LoRA on the vision-language model, saved as adapters are; returns the trained model."""
    import torch
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(make_vision(), config)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter)
    model.save_pretrained("my-adapter")
    return model.eval()


def make_run():
    """What a run leaves in its output_dir: checkpoints one folder deeper."""
    return make_text("out/checkpoint-2")


def ids():
    import torch

    return torch.arange(3, 20)[None]


def same_logits(one, other):
    import torch

    with torch.no_grad():
        return torch.allclose(one.eval()(input_ids=ids()).logits, other(input_ids=ids()).logits)


# ----------------------------------------------------------------------------------- errors


@scenario("error/vision-language", reproduces="auto-model", expect=CAUSAL)
def error_vision_language():
    make_vision()
    # region: error/vision-language
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-VL-3B-Instruct")
    # endregion


@scenario(
    "error/vision2seq",
    reproduces="vision2seq",
    expect="ImportError: cannot import name 'AutoModelForVision2Seq' from 'transformers'",
    needs=["transformers>=5"],
)
def error_vision2seq():
    from transformers import AutoModelForVision2Seq  # noqa: F401


@scenario("error/seq2seq", reproduces="auto-model", expect=CAUSAL)
def error_seq2seq():
    make_seq2seq()
    # region: error/seq2seq
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("google/flan-t5-base")
    # endregion


@scenario("error/text", reproduces="auto-model", expect=OTHER)
def error_text():
    """A text model with the class of image models, and with the one for any input."""
    from transformers import AutoModelForImageTextToText, AutoModelForMultimodalLM

    make_text()
    message = ""
    try:
        AutoModelForMultimodalLM.from_pretrained(TEXT)
    except ValueError as error:
        message = str(error)
    check("AutoModelForMultimodalLM too", "AutoModel: AutoModelForMultimodalLM." in message)
    AutoModelForImageTextToText.from_pretrained(TEXT)


@scenario("error/encoder", reproduces="auto-model", expect=CAUSAL)
def error_encoder():
    from transformers import AutoModelForCausalLM, DistilBertConfig, DistilBertForMaskedLM

    config = DistilBertConfig(vocab_size=300, dim=32, hidden_dim=64, n_layers=1, n_heads=2)
    DistilBertForMaskedLM(config).save_pretrained("my-model")
    AutoModelForCausalLM.from_pretrained("my-model")


@scenario("error/peft", reproduces="auto-model", expect=CAUSAL, needs=["peft"])
def error_peft():
    """An adapter of a vision-language model: PEFT chooses the class by the task type."""
    make_vision_adapter()
    where = {"base_model_name_or_path": VISION}  # as after loading by name
    edit_json("my-adapter/adapter_config.json", lambda config: config.update(where))
    # region: error/peft
    from peft import AutoPeftModelForCausalLM

    model = AutoPeftModelForCausalLM.from_pretrained("my-adapter")
    # endregion


@scenario("error/no-head", reproduces="auto-model", expect=OTHER, needs=["transformers<5.3"])
def error_no_head():
    """5.2 has Qwen3.5, and no classifier for it."""
    from transformers import AutoModelForSequenceClassification

    make_qwen35_config()
    AutoModelForSequenceClassification.from_pretrained("my-model")


def make_qwen35_config():
    from transformers import Qwen3_5Config

    vision = {"depth": 1, "hidden_size": 32, "num_heads": 2, "out_hidden_size": 32}
    config = Qwen3_5Config(
        text_config={**TINY, "pad_token_id": 0},
        vision_config={**vision, "intermediate_size": 64},
    )
    config.save_pretrained("my-model")
    return config


@scenario("error/auto-map", reproduces="auto-model", expect=CAUSAL)
def error_auto_map():
    make_custom()
    # region: error/auto-map
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model", trust_remote_code=True)
    # endregion


@scenario(
    "error/tokenizer", reproduces="auto-tokenizer", expect=TOKENIZER, needs=["transformers<5"]
)
def error_tokenizer():
    make_merged()
    # region: error/tokenizer
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("my-model", trust_remote_code=True)
    # endregion


@scenario("error/no-type", reproduces="no-type", expect=NO_TYPE, needs=["transformers>=5.2"])
def error_no_type():
    make_run()
    # region: error/no-type
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("out")
    # endregion


@scenario("error/no-type-list", reproduces="no-type", expect=NO_TYPE, needs=["transformers<5"])
def error_no_type_list():
    """The longer wording: transformers 4 also looked for a type in the folder's name."""
    from transformers import AutoConfig

    os.makedirs("empty")
    guessed = AutoConfig.from_pretrained("empty")
    print("an empty folder called `empty` is taken for:", type(guessed).__name__)
    check("the name was searched", guessed.model_type == "mpt")
    make_run()
    AutoConfig.from_pretrained("out")


@scenario(
    "error/guessed-type",
    reproduces="auto-model",
    expect="ValueError: Unrecognized configuration class <class "
    "'transformers.models.bit.configuration_bit.BitConfig'> for this kind of AutoModel: "
    "AutoModelForCausalLM.",
    needs=["transformers<5"],
)
def error_guessed_type():
    """A folder without config.json and with `bit` in its name is taken for a BiT."""
    from transformers import AutoModelForCausalLM

    os.makedirs("Meta-Llama-3.1-8B-Instruct-bnb-4bit")
    AutoModelForCausalLM.from_pretrained("Meta-Llama-3.1-8B-Instruct-bnb-4bit")


@scenario("error/old-config", reproduces="no-type", expect=NO_TYPE, needs=["transformers>=5.2"])
def error_old_config():
    make_text("old-model")
    edit_json("old-model/config.json", lambda config: config.pop("model_type"))
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("old-model")


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-image-text")
def fix_image_text():
    made = make_vision()
    # region: fix-image-text
    from transformers import AutoModelForImageTextToText

    model = AutoModelForImageTextToText.from_pretrained("Qwen/Qwen2.5-VL-3B-Instruct")
    # endregion
    check("the whole model", set(model.state_dict()) == set(made.state_dict()))
    check("with the saved weights", same_logits(model, made))
    loss = model(input_ids=ids(), labels=ids()).loss
    check("it computes a loss", loss is not None and loss.isfinite().item())


@scenario("fix-task-class/seq2seq")
def fix_task_class_seq2seq():
    make_seq2seq()
    # region: fix-task-class/seq2seq
    from transformers import AutoModelForSeq2SeqLM

    model = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-base")
    # endregion
    model.config.decoder_start_token_id = 0  # the published T5 have it
    loss = model(input_ids=ids(), labels=ids()).loss
    check("it computes a loss", loss is not None and loss.isfinite().item())


@scenario("fix-task-class/text")
def fix_task_class_text():
    made = make_text()
    # region: fix-task-class/text
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B")
    # endregion
    check("the saved weights", same_logits(model, made))


@scenario("fix-own-model", needs=["peft"])
def fix_own_model():
    made = make_vision_adapter()
    # region: fix-own-model
    from peft import PeftModel
    from transformers import AutoModelForImageTextToText

    base = AutoModelForImageTextToText.from_pretrained("Qwen/Qwen2.5-VL-3B-Instruct")
    model = PeftModel.from_pretrained(base, "my-adapter")
    # endregion
    check("base and adapter as they were trained", same_logits(model, made))


@scenario("fix-newer-release", needs=["transformers>=5.3"])
def fix_newer_release():
    # region: fix-newer-release
    from transformers.models.auto import modeling_auto

    names = modeling_auto.MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES
    print("qwen3_5" in names)  # your model_type
    # endregion
    check("the type is there", "qwen3_5" in names)
    import torch
    from transformers import AutoModelForImageTextToText, AutoModelForSequenceClassification

    whole = AutoModelForImageTextToText.from_config(make_qwen35_config())
    whole.save_pretrained("my-model")
    model, info = AutoModelForSequenceClassification.from_pretrained(
        "my-model", output_loading_info=True
    )
    print(type(model).__name__, "new:", info["missing_keys"])
    check("only the head is new", set(info["missing_keys"]) == {"score.weight"})
    saved, loaded = whole.state_dict(), model.state_dict()
    same = [torch.equal(saved[name], loaded[name]) for name in loaded if name in saved]
    check("the rest are the saved weights", len(same) == len(loaded) - 1 and all(same))


@scenario("fix-named-class")
def fix_named_class():
    made = make_custom()
    # region: fix-named-class
    from transformers import AutoModel

    model = AutoModel.from_pretrained("my-model", trust_remote_code=True)
    # endregion
    check("the folder's own class", type(model).__name__ == "MyForCausalLM")
    check("the saved weights", same_logits(model, made))
    loss = model(input_ids=ids(), labels=ids()).loss
    check("it computes a loss", loss is not None)


@scenario("fix-tokenizer-files", needs=["transformers<5"])
def fix_tokenizer_files():
    make_merged()
    # region: fix-tokenizer-files
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("base-model", trust_remote_code=True)
    tokenizer.save_pretrained("my-model")
    # endregion
    loaded = AutoTokenizer.from_pretrained("my-model", trust_remote_code=True)
    print(type(loaded).__name__, sorted(os.listdir("my-model")))
    check("the same class", type(loaded).__name__ == "MyTokenizer")
    check("the same ids", loaded("Some text.").input_ids == tokenizer("Some text.").input_ids)


@scenario("fix-right-folder")
def fix_right_folder():
    made = make_run()
    # region: fix-right-folder
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("out/checkpoint-2")
    # endregion
    check("the saved weights", same_logits(model, made))


@scenario("fix-right-folder/old-model")
def fix_right_folder_old_model():
    made = make_text("old-model")
    edit_json("old-model/config.json", lambda config: config.pop("model_type"))
    # region: fix-right-folder/old-model
    from transformers import Qwen3ForCausalLM  # the class that the model's page names

    model = Qwen3ForCausalLM.from_pretrained("old-model")
    model.save_pretrained("new-model")  # its config.json has a model_type
    # endregion
    from transformers import AutoModelForCausalLM

    written = json.loads(Path("new-model/config.json").read_text())
    check("the type is written", written["model_type"] == "qwen3")
    loaded = AutoModelForCausalLM.from_pretrained("new-model")
    check("the saved weights", same_logits(loaded, made))


@scenario("fix-architecture")
def fix_architecture():
    made = make_vision()
    # region: fix-architecture
    import transformers

    config = transformers.AutoConfig.from_pretrained("Qwen/Qwen2.5-VL-3B-Instruct")
    model_class = getattr(transformers, config.architectures[0])
    model = model_class.from_pretrained("Qwen/Qwen2.5-VL-3B-Instruct")
    # endregion
    check("the class that was saved", type(model) is type(made))
    check("with the saved weights", same_logits(model, made))


# ------------------------------------------------------------------- probes, costs, bad advice


def find_class(model_or_folder):
    # region: check-class
    from transformers import PretrainedConfig
    from transformers.models.auto import modeling_auto

    model = "Qwen/Qwen2.5-VL-3B-Instruct"  # as your code names it
    config, _ = PretrainedConfig.get_config_dict(model)
    kind, code = config.get("model_type"), ",".join(config.get("auto_map", {})) or None
    tasks = {"text": "CAUSAL_LM", "image": "IMAGE_TEXT_TO_TEXT", "seq2seq": "SEQ_TO_SEQ_CAUSAL_LM"}
    names = [f"MODEL_FOR_{task}_MAPPING_NAMES" for task in tasks.values()]
    text, image, seq2seq = (kind in getattr(modeling_auto, name, {}) for name in names)
    print(f"type: {kind} | text: {text} | image: {image} | seq2seq: {seq2seq} | own code: {code}")
    print("saved from:", config.get("architectures"))
    # endregion


@scenario("check-class")
def check_class():
    import contextlib
    import io

    def printed():
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            find_class(VISION)
        print(out.getvalue())
        return out.getvalue().splitlines()[0]

    def says(text, image, seq2seq, code="None"):
        return f"text: {text} | image: {image} | seq2seq: {seq2seq} | own code: {code}"

    def instead(folder):
        shutil.rmtree(VISION, ignore_errors=True)
        shutil.copytree(folder, VISION)
        return printed()

    make_vision()
    check("vision", printed() == f"type: qwen2_5_vl | {says(False, True, False)}")
    make_text("text")
    check("text", instead("text") == f"type: qwen3 | {says(True, False, False)}")
    make_seq2seq()
    check("seq2seq", instead(SEQ2SEQ) == f"type: t5 | {says(False, False, True)}")
    make_custom("custom")
    code = "AutoConfig,AutoModel"
    line = f"type: my_model | {says(False, False, False, code)}"
    check("own code", instead("custom") == line)
    os.makedirs("nothing")
    check("no config", instead("nothing") == f"type: None | {says(False, False, False)}")


@scenario("extra-both", needs=["transformers>=5.2"])
def extra_both():
    """Types that both classes know: some load their text half alone."""
    from transformers.models.auto import modeling_auto

    text = modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
    image = modeling_auto.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES
    both = {kind: text[kind] for kind in image if kind in text}
    print(len(image), "image-text types;", len(both), "known to AutoModelForCausalLM too:", both)
    check("Llama 4 and Qwen3.5 without images", both["qwen3_5"] == "Qwen3_5ForCausalLM")
    check("Gemma 3 with images", both["gemma3"] == "Gemma3ForConditionalGeneration")
    check("not Mistral 3, LLaVA, Qwen-VL", not {"mistral3", "llava", "qwen2_vl"} & set(both))


@scenario("extra-text-half", needs=["transformers>=5.2"])
def extra_text_half():
    """AutoModelForCausalLM takes the text half of a Qwen3.5, without an error."""
    from transformers import AutoModelForCausalLM, AutoModelForImageTextToText

    config = make_qwen35_config()
    whole = AutoModelForImageTextToText.from_config(config)
    whole.save_pretrained("my-model")
    half = AutoModelForCausalLM.from_pretrained("my-model")
    names = [name for name in half.state_dict() if "visual" in name]
    print(type(whole).__name__, len(whole.state_dict()), type(half).__name__, len(half.state_dict()))
    check("the whole has a vision tower", any("visual" in name for name in whole.state_dict()))
    check("the half has none", not names)


@scenario("extra-llava-format")
def extra_llava_format():
    """Weights with the names of the LLaVA project's own class do not fit the library's LLaVA."""
    import transformers
    from transformers import AutoModelForImageTextToText, LlamaConfig, LlamaForCausalLM

    LlamaForCausalLM(LlamaConfig(**TINY)).save_pretrained("my-model")
    vision = {"model_type": "clip_vision_model", "hidden_size": 32, "intermediate_size": 32}
    vision |= {"num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28}
    llava = {
        "model_type": "llava",
        "architectures": ["LlavaLlamaForCausalLM"],
        "text_config": {**TINY, "model_type": "llama"},
        "vision_config": {**vision, "patch_size": 14, "projection_dim": 32},
    }
    edit_json("my-model/config.json", lambda config: config.update(llava))
    model, info = AutoModelForImageTextToText.from_pretrained("my-model", output_loading_info=True)
    missing, names = info["missing_keys"], set(model.state_dict())
    print(type(model).__name__, len(missing), "of", len(names), "tensors are random")
    check("it loads without an error", type(model).__name__ == "LlavaForConditionalGeneration")
    check("all but the head is random", names - set(missing) == {"lm_head.weight"})
    check("the class is not in transformers", not hasattr(transformers, "LlavaLlamaForCausalLM"))


@scenario("extra-trust-flag", expect=CAUSAL)
def extra_trust_flag():
    """The flag changes nothing where the folder brings no code."""
    from transformers import AutoModelForCausalLM

    make_vision()
    AutoModelForCausalLM.from_pretrained(VISION, trust_remote_code=True)


@scenario("extra-auto-model")
def extra_auto_model():
    """AutoModel loads, without the head: labels are taken and no loss comes back."""
    from transformers import AutoModel

    make_vision()
    model, info = AutoModel.from_pretrained(VISION, output_loading_info=True)
    print(type(model).__name__, "left over:", info["unexpected_keys"])
    check("the head is left over", "lm_head.weight" in info["unexpected_keys"])
    out = model(input_ids=ids(), labels=ids())
    check("no loss", getattr(out, "loss", None) is None)


@scenario("extra-rename")
def extra_rename():
    """A text type in config.json: an error, or a model that lost its vision tower."""
    from transformers import AutoModelForCausalLM

    made = make_vision()
    shutil.copytree(VISION, "renamed")
    edit_json("renamed/config.json", lambda config: config.update(model_type="qwen2"))
    message = ""
    try:
        AutoModelForCausalLM.from_pretrained("renamed")
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
    print(message)
    check("the name alone fails later", bool(message))

    def flatten(config):
        config.pop("vision_config")
        config.update(config.pop("text_config"))
        config.update(model_type="qwen2", architectures=["Qwen2ForCausalLM"])

    edit_json("renamed/config.json", flatten)
    model, info = AutoModelForCausalLM.from_pretrained("renamed", output_loading_info=True)
    lost = info["unexpected_keys"]
    print(type(model).__name__, "dropped", len(lost), "of", len(made.state_dict()), "tensors")
    check("every dropped tensor is vision", all("visual" in name for name in lost))
    check("and that is all of it", len(lost) == sum("visual" in n for n in made.state_dict()))


@scenario("extra-register", expect=CAUSAL, needs=["transformers>=5.13"])
def extra_register():
    """`register` ignores the library's own configurations since 5.13."""
    from transformers import (
        AutoModelForCausalLM,
        Qwen2_5_VLConfig,
        Qwen2_5_VLForConditionalGeneration,
    )

    make_vision()
    AutoModelForCausalLM.register(Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration)
    AutoModelForCausalLM.from_pretrained(VISION)


@scenario("extra-register-4", needs=["transformers<5"])
def extra_register_4():
    from transformers import (
        AutoModelForCausalLM,
        Qwen2_5_VLConfig,
        Qwen2_5_VLForConditionalGeneration,
    )

    make_vision()
    AutoModelForCausalLM.register(Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration)
    model = AutoModelForCausalLM.from_pretrained(VISION)
    check("4.57 takes it", type(model) is Qwen2_5_VLForConditionalGeneration)


@scenario("extra-tokenizer-5", needs=["transformers>=5"])
def extra_tokenizer_5():
    """transformers 5 says something else where the tokenizer's files are missing."""
    from transformers import AutoTokenizer

    make_merged()
    message = ""
    try:
        AutoTokenizer.from_pretrained("my-model", trust_remote_code=True)
    except ValueError as error:
        message = str(error)
    print(message)
    check("the other message", message.startswith("Couldn't instantiate the backend tokenizer"))


@scenario("extra-entry")
def extra_entry():
    """One more entry in the local auto_map, for programs that insist on their class."""
    from transformers import AutoModelForCausalLM

    made = make_custom()

    def add(config):
        config["auto_map"]["AutoModelForCausalLM"] = config["auto_map"]["AutoModel"]

    edit_json("my-model/config.json", add)
    model = AutoModelForCausalLM.from_pretrained("my-model", trust_remote_code=True)
    check("the saved weights", same_logits(model, made))
