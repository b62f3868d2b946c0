# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "tokenizers==0.23.3",
#   "huggingface-hub==1.33.0",
#   "trl==1.16.0",
#   "datasets==5.2.0",
# ]
# ///
"""Lets transformers refuse a repository's own code as users meet it, and runs each fix.

    python tools/repro/run.py content/guides/trust-remote-code/repro.py --out OUT

Nothing is downloaded: the prelude writes a Hub cache into the scenario's working directory, in the
layout that huggingface_hub gives it, with two commits of a repository that brings Python files. The
code in it is a Llama of two layers under another name. Two environments belong to this file:
transformers 5.17.0, and 4.35.2 for what needs "transformers<4.36"; choose their scenarios with
`--only`.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from repro.scenario import check, measure, scenario

MODEL = "THUDM/chatglm3-6b"
READ = "e9e0406d062cdb887444fe5bd546833920abd4ac"
NEWER = "f30825950ce00cb0577bf6a15e0d95de58e328dc"
CUSTOM_CODE = (
    "ValueError: The repository THUDM/chatglm3-6b contains custom code which must be executed to "
    "correctly load the model."
)
HERE = os.getcwd()
os.environ["HF_HUB_CACHE"] = os.path.join(HERE, "hub")
os.environ["HF_MODULES_CACHE"] = os.path.join(HERE, "modules")

CONFIGURATION = """from transformers import LlamaConfig


class ChatGLMConfig(LlamaConfig):
    model_type = "chatglm"
"""
MODELING = """from transformers import LlamaForCausalLM

from .configuration_chatglm import ChatGLMConfig


class ChatGLMForConditionalGeneration(LlamaForCausalLM):
    config_class = ChatGLMConfig
"""
TOKENIZATION = """from transformers import PreTrainedTokenizerFast


class ChatGLMTokenizer(PreTrainedTokenizerFast):
    pass
"""
AUTO_MAP = {
    "AutoConfig": "configuration_chatglm.ChatGLMConfig",
    "AutoModelForCausalLM": "modeling_chatglm.ChatGLMForConditionalGeneration",
}


def edit_json(path, change):
    """Change one JSON file."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    change(content)
    Path(path).write_text(json.dumps(content, indent=2), encoding="utf-8")


def write_files(folder):
    """The files of the repository: weights, tokenizer and code."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    tiny = LlamaConfig(
        vocab_size=300,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
    )
    LlamaForCausalLM(tiny).save_pretrained(folder)
    made = ByteLevelBPETokenizer()
    made.train_from_iterator(["Some text."], special_tokens=["<eos>"], show_progress=False)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made._tokenizer, eos_token="<eos>")
    tokenizer.save_pretrained(folder)

    def name_code(config):
        config["model_type"] = "chatglm"
        config["architectures"] = ["ChatGLMForConditionalGeneration"]
        config["auto_map"] = AUTO_MAP

    def name_tokenizer(config):
        config["tokenizer_class"] = "ChatGLMTokenizer"
        config["auto_map"] = {"AutoTokenizer": [None, "tokenization_chatglm.ChatGLMTokenizer"]}

    edit_json(f"{folder}/config.json", name_code)
    edit_json(f"{folder}/tokenizer_config.json", name_tokenizer)
    Path(folder, "configuration_chatglm.py").write_text(CONFIGURATION, encoding="utf-8")
    Path(folder, "modeling_chatglm.py").write_text(MODELING, encoding="utf-8")
    Path(folder, "tokenization_chatglm.py").write_text(TOKENIZATION, encoding="utf-8")


def make_repository():
    """A Hub cache with two commits; `main` is the newer one, whose config code leaves a trace."""
    root = Path("hub", "models--" + MODEL.replace("/", "--"))
    for commit in (READ, NEWER):
        (root / "snapshots" / commit).mkdir(parents=True)
        write_files(str(root / "snapshots" / commit))
    trace = "\n\nopen('new-code-ran', 'w').close()\n"
    with open(root / "snapshots" / NEWER / "configuration_chatglm.py", "a") as code:
        code.write(trace)
    (root / "blobs").mkdir()
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text(READ)


def move_main():
    """The author pushes: `main` is the newer commit from now on."""
    Path("hub", "models--" + MODEL.replace("/", "--"), "refs", "main").write_text(NEWER)


def make_merged():
    """A folder with weights whose config names code in the other repository."""
    make_repository()
    write_files("my-model")
    for code in Path("my-model").glob("*.py"):
        code.unlink()

    def point(config):
        config["auto_map"] = {name: f"{MODEL}--{code}" for name, code in AUTO_MAP.items()}

    edit_json("my-model/config.json", point)
    Path("my-model/tokenizer_config.json").unlink()


def make_phi3():
    """A folder like Phi-3's first one: code of its own, and a type that transformers has by now."""
    folder = Path("microsoft/Phi-3-mini-4k-instruct")
    folder.mkdir(parents=True)
    config = {
        "architectures": ["Phi3ForCausalLM"],
        "model_type": "phi3",
        "auto_map": {
            "AutoConfig": "configuration_phi3.Phi3Config",
            "AutoModelForCausalLM": "modeling_phi3.Phi3ForCausalLM",
        },
        "vocab_size": 300,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "pad_token_id": 0,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    renamed = CONFIGURATION.replace("ChatGLM", "Phi3").replace("chatglm", "phi3")
    (folder / "configuration_phi3.py").write_text(renamed, encoding="utf-8")
    renamed = MODELING.replace("ChatGLMForConditionalGeneration", "Phi3ForCausalLM")
    renamed = renamed.replace("ChatGLM", "Phi3").replace("chatglm", "phi3")
    (folder / "modeling_phi3.py").write_text(renamed, encoding="utf-8")


def in_terminal(code):
    """Run code in a process whose standard input is a terminal at which nobody types."""
    import pty

    ours, theirs = pty.openpty()
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    said = done.stdout + done.stderr
    print(said)
    return said, time.monotonic() - started


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/custom-code",
    reproduces="contains-custom-code",
    expect=CUSTOM_CODE,
    needs=["torch", "transformers>=5"],
)
def error_custom_code():
    make_repository()
    # region: error/custom-code
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("THUDM/chatglm3-6b")
    # endregion


@scenario(
    "error/tokenizer",
    reproduces="contains-custom-code",
    expect=CUSTOM_CODE,
    needs=["torch", "transformers>=5"],
)
def error_tokenizer():
    make_repository()
    # region: error/tokenizer
    from transformers import AutoModelForCausalLM, AutoTokenizer

    name, commit = "THUDM/chatglm3-6b", "e9e0406d062cdb887444fe5bd546833920abd4ac"
    model = AutoModelForCausalLM.from_pretrained(name, trust_remote_code=True, revision=commit)
    tokenizer = AutoTokenizer.from_pretrained(name)
    # endregion


@scenario(
    "error/trl",
    reproduces="contains-custom-code",
    expect=CUSTOM_CODE,
    needs=["torch", "transformers>=5", "trl>=1.15"],
)
def error_trl():
    make_repository()
    from datasets import Dataset

    train_dataset = Dataset.from_dict({"text": ["Some text."] * 4})
    from trl import SFTConfig, SFTTrainer

    SFTTrainer(
        model=MODEL,
        args=SFTConfig(output_dir="out", bf16=False, use_cpu=True, report_to="none"),
        train_dataset=train_dataset,
    )


@scenario(
    "error/other-repository",
    reproduces="allow-custom-code",
    expect="ValueError: THUDM/chatglm3-6b You can inspect the repository content at "
    "https://hf.co/my-model.{break}Please pass the argument `trust_remote_code=True` to allow "
    "custom code to be run.",
    needs=["torch", "transformers>=5"],
)
def error_other_repository():
    make_merged()
    # region: error/other-repository
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("my-model")
    # endregion


@scenario(
    "error/references",
    reproduces="references-custom-code",
    expect="ValueError: The repository my-model references custom code contained in "
    "THUDM/chatglm3-6b which must be executed to correctly load the model.",
    needs=["torch", "transformers>=5"],
)
def error_references():
    """The flag reached the config alone."""
    make_merged()
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained("my-model", trust_remote_code=True, code_revision=READ)
    AutoModelForCausalLM.from_pretrained("my-model", config=config)


@scenario(
    "error/native-later",
    reproduces="contains-custom-code",
    expect="ValueError: The repository for microsoft/Phi-3-mini-4k-instruct contains custom code "
    "which must be executed to correctly load the model.",
    needs=["torch", "transformers>=4.35", "transformers<4.36"],
)
def error_native_later():
    """transformers 4.35 has no phi3; 4.41 and newer have."""
    make_phi3()
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained("microsoft/Phi-3-mini-4k-instruct")


@scenario(
    "error/refused",
    reproduces="execute-file",
    expect="ValueError: Loading microsoft/Phi-3-mini-4k-instruct requires you to execute the "
    "configuration file in that repo on your local machine.",
    needs=["torch", "transformers>=4.35", "transformers<4.36"],
)
def error_refused():
    """The wording for an explicit False, until 4.51."""
    make_phi3()
    from transformers import AutoModelForCausalLM

    AutoModelForCausalLM.from_pretrained(
        "microsoft/Phi-3-mini-4k-instruct", trust_remote_code=False
    )


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-native", needs=["torch", "transformers>=5"])
def fix_native():
    make_phi3()
    # region: fix-native
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.from_pretrained(
        "microsoft/Phi-3-mini-4k-instruct", trust_remote_code=False
    )
    print(type(config).__module__)  # transformers.models.…: no code of the repository runs
    # endregion
    check("the native class", type(config).__module__.startswith("transformers.models.phi3"))
    model = AutoModelForCausalLM.from_config(config)
    check("the native model", type(model).__module__.startswith("transformers.models.phi3"))
    imported = [name for name in sys.modules if name.startswith("transformers_modules.")]
    check("nothing was imported from the repository", not imported)


@scenario(
    "fix-read-and-pin",
    regions=["fix-read-and-pin/read", "fix-read-and-pin"],
    needs=["torch", "transformers>=5"],
)
def fix_read_and_pin():
    make_repository()
    # region: fix-read-and-pin/read
    from pathlib import Path
    from huggingface_hub import snapshot_download

    folder = Path(snapshot_download("THUDM/chatglm3-6b", allow_patterns=["*.py", "*.json"]))
    print("commit:", folder.name)
    for file in sorted(folder.rglob("*.py")):
        print(file)  # open and read each one: all of it runs with your rights
    # endregion
    check("it names the commit", folder.name == READ)
    move_main()
    # region: fix-read-and-pin
    from transformers import AutoModelForCausalLM, AutoTokenizer

    code = {
        "trust_remote_code": True,
        "revision": "e9e0406d062cdb887444fe5bd546833920abd4ac",  # the commit that you read
    }
    model = AutoModelForCausalLM.from_pretrained("THUDM/chatglm3-6b", **code)
    tokenizer = AutoTokenizer.from_pretrained("THUDM/chatglm3-6b", **code)
    print(type(model).__module__)
    # endregion
    import torch

    check("the code of that commit", READ in type(model).__module__)
    check("the tokenizer's too", READ in type(tokenizer).__module__)
    check("the newer code did not run", not Path("new-code-ran").exists())
    with torch.no_grad():
        logits = model(**tokenizer("Some text.", return_tensors="pt")).logits
    check("it works", bool(torch.isfinite(logits).all()))


@scenario("fix-every-call", needs=["torch", "transformers>=5", "trl>=1.15"])
def fix_every_call():
    make_repository()
    move_main()
    from datasets import Dataset

    train_dataset = Dataset.from_dict({"text": ["Some text."] * 4})
    # region: fix-every-call
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    code = {"trust_remote_code": True, "revision": "e9e0406d062cdb887444fe5bd546833920abd4ac"}
    model = AutoModelForCausalLM.from_pretrained("THUDM/chatglm3-6b", **code)
    tokenizer = AutoTokenizer.from_pretrained("THUDM/chatglm3-6b", **code)
    args = SFTConfig(output_dir="out", bf16=torch.cuda.is_available(), report_to="none")
    trainer = SFTTrainer(  # given objects, it loads nothing itself
        model=model, processing_class=tokenizer, args=args, train_dataset=train_dataset
    )
    # endregion
    check("the repository's model", READ in type(trainer.model).__module__)
    check("and tokenizer", READ in type(trainer.processing_class).__module__)
    check("the newer code did not run", not Path("new-code-ran").exists())


@scenario("fix-code-revision", needs=["torch", "transformers>=5"])
def fix_code_revision():
    make_merged()
    move_main()
    # region: fix-code-revision
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "my-model",
        trust_remote_code=True,
        code_revision="e9e0406d062cdb887444fe5bd546833920abd4ac",  # of the repository with the code
    )
    # endregion
    check("the code of that commit", READ in type(model).__module__)
    check("the newer code did not run", not Path("new-code-ran").exists())


@scenario("fix-local-copy", needs=["torch", "transformers>=5"])
def fix_local_copy():
    make_repository()
    # region: fix-local-copy
    from transformers import AutoModelForCausalLM, AutoTokenizer

    code = {"trust_remote_code": True, "revision": "e9e0406d062cdb887444fe5bd546833920abd4ac"}
    model = AutoModelForCausalLM.from_pretrained("THUDM/chatglm3-6b", **code)
    tokenizer = AutoTokenizer.from_pretrained("THUDM/chatglm3-6b", **code)
    model.save_pretrained("my-copy")  # weights, config and the Python files that they need
    tokenizer.save_pretrained("my-copy")
    # endregion
    files = sorted(os.listdir("my-copy"))
    print(files)
    print(json.loads(Path("my-copy/config.json").read_text())["auto_map"])
    print(json.loads(Path("my-copy/tokenizer_config.json").read_text())["auto_map"])
    check("three files of code", sum(name.endswith(".py") for name in files) == 3)
    os.rename("hub", "gone")
    from transformers import AutoConfig

    loaded = [
        auto.from_pretrained("my-copy", trust_remote_code=True)
        for auto in (AutoConfig, AutoModelForCausalLM, AutoTokenizer)
    ]
    print([type(item).__module__ for item in loaded])
    check("the folder is enough", all("my_hyphen_copy" in type(x).__module__ for x in loaded))


@scenario("check-class", needs=["torch", "transformers>=5"])
def check_class():
    make_repository()
    from transformers import AutoModelForCausalLM, AutoTokenizer

    code = {"trust_remote_code": True, "revision": READ}
    model = AutoModelForCausalLM.from_pretrained(MODEL, **code)
    tokenizer = AutoTokenizer.from_pretrained(MODEL, **code)
    # region: check-class
    for loaded in (model.config, model, tokenizer):
        print(type(loaded).__module__)
    # endregion
    check("both from the repository", all(READ in type(x).__module__ for x in (model, tokenizer)))


# ---------------------------------------------------------- what does not help, and what is silent


@scenario("extra-nobody-answers", needs=["linux", "torch", "transformers>=5"])
def extra_nobody_answers():
    """At a terminal transformers asks, waits 15 seconds, and raises; with a value it never asks."""
    make_repository()
    load = (
        "from transformers import AutoConfig; import time; begin = time.monotonic()\n"
        "try:\n"
        f"    AutoConfig.from_pretrained('{MODEL}', trust_remote_code=VALUE)\n"
        "finally:\n"
        "    print('waited', round(time.monotonic() - begin))\n"
    )
    said, _ = in_terminal(load.replace("VALUE", "None"))
    check("it asks", "Do you wish to run the custom code? [y/N]" in said)
    check("and gives up", "Loading this model requires you to execute custom code" in said)
    check("with the usual message at the end", "contains custom code which must be" in said)
    waited = int(said.split("waited ")[1].split()[0])
    measure("nobody answers", wait_s=waited)
    check("after 15 seconds", 14 <= waited <= 17)
    said, _ = in_terminal(load.replace("VALUE", "False"))
    check("False does not ask", "Do you wish" not in said)
    check("and does not wait", int(said.split("waited ")[1].split()[0]) < 5)


@scenario("extra-new-code-runs", needs=["torch", "transformers>=5"])
def extra_new_code_runs():
    """Without a revision, what the author pushed later runs at the next start."""
    make_repository()
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL, trust_remote_code=True)
    check("the code that was read", not Path("new-code-ran").exists())
    move_main()
    AutoConfig.from_pretrained(MODEL, trust_remote_code=True)
    check("the newer code ran", Path("new-code-ran").exists())


@scenario("extra-trl-unpinned", needs=["torch", "transformers>=5", "trl>=1.15"])
def extra_trl_unpinned():
    """TRL 1.16 reads the config of a named model without the revision that it was given."""
    make_repository()
    move_main()
    import torch
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    args = SFTConfig(
        output_dir="out",
        trust_remote_code=True,
        model_init_kwargs={"revision": READ},
        bf16=torch.cuda.is_available(),
        report_to="none",
    )
    train_dataset = Dataset.from_dict({"text": ["Some text."] * 4})
    trainer = SFTTrainer(model=MODEL, args=args, train_dataset=train_dataset)
    check("model and tokenizer are of the commit", READ in type(trainer.model).__module__)
    check("the newer code ran all the same", Path("new-code-ran").exists())


@scenario("extra-flag-beats-native", needs=["torch", "transformers>=5"])
def extra_flag_beats_native():
    """With the flag the repository's class is taken even where transformers has its own."""
    make_phi3()
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained("microsoft/Phi-3-mini-4k-instruct", trust_remote_code=True)
    print(type(config).__module__)
    check("the repository's class", type(config).__module__.startswith("transformers_modules."))
    config = AutoConfig.from_pretrained("microsoft/Phi-3-mini-4k-instruct")
    check("without it the native one", type(config).__module__.startswith("transformers.models."))


@scenario("extra-environment", expect=CUSTOM_CODE, needs=["torch", "transformers>=5"])
def extra_environment():
    """No variable replaces the argument."""
    make_repository()
    os.environ["TRUST_REMOTE_CODE"] = "1"
    os.environ["HF_TRUST_REMOTE_CODE"] = "1"
    os.environ["HF_DATASETS_TRUST_REMOTE_CODE"] = "1"
    from transformers import AutoConfig

    AutoConfig.from_pretrained(MODEL)


@scenario(
    "extra-delete-auto-map",
    expect="ValueError: The checkpoint you are trying to load has model type `chatglm` but "
    "Transformers does not recognize this architecture.",
    needs=["torch", "transformers>=5"],
)
def extra_delete_auto_map():
    write_files("my-model")
    edit_json("my-model/config.json", lambda config: config.pop("auto_map"))
    from transformers import AutoConfig

    AutoConfig.from_pretrained("my-model")


@scenario("extra-safetensors", needs=["torch", "transformers>=5"])
def extra_safetensors():
    """The weights are safetensors, and code runs all the same, before any weight is read."""
    make_repository()
    move_main()
    from transformers import AutoTokenizer

    pickles = list(Path("hub").rglob("*.bin")) + list(Path("hub").rglob("*.pt"))
    check("no pickle in the repository", not pickles)
    AutoTokenizer.from_pretrained(MODEL, trust_remote_code=True)
    check("the tokenizer alone ran the config's code", Path("new-code-ran").exists())


@scenario("extra-revision-and-other-code", needs=["torch", "transformers>=5"])
def extra_revision_and_other_code():
    """`revision` does not pin code that lies in another repository; `code_revision` does."""
    make_merged()
    move_main()
    from transformers import AutoConfig

    code = {"trust_remote_code": True, "revision": READ}
    AutoConfig.from_pretrained("my-model", code_revision=READ, **code)
    check("with code_revision the code that was read", not Path("new-code-ran").exists())
    AutoConfig.from_pretrained("my-model", **code)
    check("with revision alone the newer code ran", Path("new-code-ran").exists())


@scenario("extra-local-copy-of-other-code", needs=["torch", "transformers>=5"])
def extra_local_copy_of_other_code():
    """Saving also brings home code of another repository; of the config alone only its own."""
    make_merged()
    move_main()
    from transformers import AutoConfig, AutoModelForCausalLM

    code = {"trust_remote_code": True, "code_revision": READ}
    AutoModelForCausalLM.from_pretrained("my-model", **code).save_pretrained("my-copy")
    config = json.loads(Path("my-copy/config.json").read_text())
    print(config["auto_map"], sorted(os.listdir("my-copy")))
    check("nothing points away", "--" not in json.dumps(config["auto_map"]))
    AutoConfig.from_pretrained("my-model", **code).save_pretrained("config-only")
    config = json.loads(Path("config-only/config.json").read_text())
    print(config["auto_map"])
    check("the model's entry still does", "--" in config["auto_map"]["AutoModelForCausalLM"])
    os.rename("hub", "gone")
    AutoModelForCausalLM.from_pretrained("my-copy", trust_remote_code=True)
    check("the newer code did not run", not Path("new-code-ran").exists())
