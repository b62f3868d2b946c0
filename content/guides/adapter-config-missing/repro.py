# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",
#   "transformers==5.17.0",
#   "accelerate==1.15.0",
#   "peft==0.21.2",
#   "huggingface_hub==1.33.0",
#   "safetensors==0.8.0",
# ]
# ///
"""Loads adapters from where they are not, and shows each time where they are.

    python tools/repro/run.py content/guides/adapter-config-missing/repro.py --out OUT

CPU only; nothing is downloaded: `Qwen/Qwen3-0.6B` is a folder that the prelude makes, a Qwen3 of
two layers with random weights. `out` is what a Trainer saved in two steps. Where a repository of
the Hub is asked, a server in this file on localhost plays the Hub: the library is the real one and
raises its own errors, so these scenarios have the scope "mechanism".
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from repro.scenario import check, scenario

MODEL = "Qwen/Qwen3-0.6B"
REPOSITORY = "my-org/my-adapter"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TARGETS = ["q_proj", "v_proj"]

# A machine without a network, so that a folder taken for a repository fails at once.
os.environ["HF_HUB_OFFLINE"] = "1"


def load():
    """The base model, the same weights each time."""
    import torch
    from transformers import AutoModelForCausalLM, Qwen3Config, Qwen3ForCausalLM

    if not Path(MODEL).exists():
        torch.manual_seed(0)
        config = Qwen3Config(
            vocab_size=64,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=16,
        )
        Qwen3ForCausalLM(config).save_pretrained(MODEL)
    return AutoModelForCausalLM.from_pretrained(MODEL)


def lora(**options):
    """The base with a LoRA adapter that changes what it computes."""
    import torch
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=8, lora_alpha=16, target_modules=TARGETS, task_type="CAUSAL_LM")
    model = get_peft_model(load(), config, **options)
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.2)
    return model


def data():
    import torch

    rows = torch.randint(0, 64, (8, 16), generator=torch.Generator().manual_seed(0))
    return [{"input_ids": row, "labels": row.clone()} for row in rows]


def arguments(output_dir="out"):
    from transformers import TrainingArguments

    return TrainingArguments(
        output_dir=output_dir,
        max_steps=2,
        save_steps=1,
        learning_rate=1e-2,
        per_device_train_batch_size=2,
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
    )


def train(model, output_dir="out"):
    """out/checkpoint-1 and out/checkpoint-2, and the trained model."""
    from transformers import Trainer

    Trainer(model=model, args=arguments(output_dir), train_dataset=data()).train()
    return model.eval()


def logits(model):
    import torch

    with torch.no_grad():
        return model.eval()(input_ids=torch.arange(8)[None]).logits


def same(one, other):
    import torch

    return torch.allclose(logits(one), logits(other), atol=1e-5)


def raised(call, *arguments, **options):
    """What the call raises."""
    try:
        call(*arguments, **options)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
        return error
    raise AssertionError("nothing was raised")


def files(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def saved_lora(path):
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        return [key for key in file.keys() if "lora_" in key]


def wrapper(model):
    """A module of one's own around the PEFT model."""
    from torch import nn

    class Mine(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = model

        def forward(self, input_ids, labels=None):
            return self.inner(input_ids=input_ids, labels=labels)

    return Mine()


class Hub(BaseHTTPRequestHandler):
    """Plays the Hub: one private repository, which only `hf_reader` may see."""

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if self.headers.get("Authorization") != "Bearer hf_reader":
            return self.answer(401, {"error": "Invalid username or password."})
        path = unquote(urlsplit(self.path).path).strip("/")
        names = files("hub")
        if path.startswith(f"api/models/{REPOSITORY}/tree"):
            sizes = {name: Path("hub", name).stat().st_size for name in names}
            rows = [{"type": "file", "path": n, "size": s, "oid": n} for n, s in sizes.items()]
            return self.answer(200, rows)
        if path.startswith(f"api/models/{REPOSITORY}"):
            listed = [{"rfilename": name} for name in names]
            return self.answer(200, {"id": REPOSITORY, "sha": COMMIT, "siblings": listed})
        name = path.rpartition("/")[2]
        if path.startswith(f"{REPOSITORY}/resolve/") and name in names:
            return self.answer(200, Path("hub", name).read_bytes(), {"ETag": f'"{name}"'})
        return self.answer(404, {"error": "Not found"}, {"X-Error-Code": "EntryNotFound"})

    def answer(self, status, body, headers=None):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"X-Repo-Commit": COMMIT, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        """Quiet."""


def play_hub(token=None):
    """Start the server and point the libraries to it; its repository is the folder `hub`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        os.environ.pop(name, None)
    os.environ.update(
        HF_ENDPOINT=f"http://127.0.0.1:{server.server_port}",
        HF_HOME=str(Path("home").resolve()),
        HF_HUB_OFFLINE="0",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_UPDATE_CHECK="1",
        NO_PROXY="127.0.0.1",
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    )
    if token:
        os.environ["HF_TOKEN"] = token


def put_adapter(weights=True):
    """The repository of the server. Another process saves it: this one must not import yet."""
    code = (
        "import importlib.util, sys; sys.path.insert(0, sys.argv[1]);"
        "spec = importlib.util.spec_from_file_location('guide', sys.argv[2]);"
        "guide = importlib.util.module_from_spec(spec); spec.loader.exec_module(guide);"
        "guide.lora().save_pretrained('hub')"
    )
    tools = Path(sys.modules["repro.scenario"].__file__).parent.parent
    subprocess.run([sys.executable, "-c", code, tools, __file__], check=True)
    if not weights:
        Path("hub/adapter_model.safetensors").unlink()


def commands(region):
    """The lines of one region of commands.sh."""
    text = Path(__file__).with_name("commands.sh").read_text("utf-8")
    return text.split(f"# region: {region}\n")[1].split("# endregion")[0]


# ----------------------------------------------------------------------------------- errors


@scenario(
    "error/output-folder",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at 'out'",
)
def error_output_folder():
    train(lora())
    check("only checkpoints in the output folder", files("out") == ["checkpoint-1", "checkpoint-2"])
    base = load()
    # region: error/output-folder
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "out")
    # endregion
    del model


@scenario(
    "error/named",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at './my-adapter'",
)
def error_named():
    lora(adapter_name="sql").save_pretrained("my-adapter")
    check("a folder for the name", files("my-adapter") == ["README.md", "sql"])
    train(lora(adapter_name="sql"))
    check("in checkpoints too", "sql" in files("out/checkpoint-2"))
    base = load()
    # region: error/named
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "./my-adapter")
    # endregion
    del model


@scenario(
    "error/load-adapter",
    reproduces="load-adapter",
    expect="ValueError: adapter model file not found in out. Make sure you are passing the correct "
    "path to the adapter model.",
)
def error_load_adapter():
    train(lora())
    base = load()
    base.load_adapter("out")


@scenario(
    "error/elsewhere",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at '~/runs/out/checkpoint-2'",
)
def error_elsewhere():
    from peft import PeftConfig

    os.environ["HOME"] = os.getcwd()
    train(lora(), "runs/out")
    for path in ("runs/Out/checkpoint-2", "runs/out/checkpoint-2/adapter_model.safetensors"):
        reason = raised(PeftConfig.from_pretrained, path).__cause__
        check("that is no name of the Hub", type(reason).__name__ == "HFValidationError")
    error = raised(PeftConfig.from_pretrained, "./no", local_files_only=True)
    check("the same with local_files_only", str(error) == "Can't find 'adapter_config.json' at './no'")
    base = load()
    # region: error/elsewhere
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "~/runs/out/checkpoint-2")
    # endregion
    del model


@scenario(
    "error/merged",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at './merged'",
)
def error_merged():
    lora().merge_and_unload().save_pretrained("merged")
    base = load()
    # region: error/merged
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "./merged")
    # endregion
    del model


@scenario(
    "error/no-lora",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at 'out/checkpoint-2'",
)
def error_no_lora():
    from peft import PeftModel
    from transformers import Trainer

    model, args, dataset = load(), arguments(), data()
    # region: error/no-lora
    from peft import LoraConfig

    config = LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"])
    trainer = Trainer(model=model, args=args, train_dataset=dataset)  # nobody uses config
    # endregion
    del config
    trainer.train()
    check("a whole model is saved", "config.json" in files("out/checkpoint-2"))
    check("everything was trained", all(p.requires_grad for p in model.parameters()))
    check("there is no LoRA in it", not saved_lora("out/checkpoint-2/model.safetensors"))
    PeftModel.from_pretrained(load(), "out/checkpoint-2")


@scenario(
    "error/lora-inside",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at 'out/checkpoint-2'",
)
def error_lora_inside():
    from peft import PeftModel
    from transformers import Trainer

    model, args, dataset = load(), arguments(), data()
    # region: error/lora-inside
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"])
    get_peft_model(model, config)  # what it returns is not kept
    trainer = Trainer(model=model, args=args, train_dataset=dataset)
    # endregion
    trainer.train()
    check("a whole model is saved", "config.json" in files("out/checkpoint-2"))
    check("with LoRA in it", saved_lora("out/checkpoint-2/model.safetensors"))
    PeftModel.from_pretrained(load(), "out/checkpoint-2")


@scenario(
    "error/weights",
    reproduces="weights",
    expect="ValueError: Can't find weights for my-org/my-adapter in my-org/my-adapter or in the "
    "Hugging Face Hub. Please check that the file adapter_model.bin or adapter_model.safetensors "
    "is present at my-org/my-adapter.",
    scope="mechanism",
)
def error_weights():
    put_adapter(weights=False)
    play_hub("hf_reader")
    from peft import PeftModel

    error = raised(PeftModel.from_pretrained, load(), "./hub")
    check("for a folder, the Hub's own error", type(error).__name__ == "HFValidationError")
    error = raised(load().load_adapter, "./hub")
    check("load_adapter names the file", "adapter_model.safetensors" in str(error))
    PeftModel.from_pretrained(load(), REPOSITORY)


@scenario(
    "error/hub",
    reproduces="cannot-find",
    expect="ValueError: Can't find 'adapter_config.json' at 'my-org/my-adapter'",
    scope="mechanism",
)
def error_hub():
    """A private repository, without a token."""
    put_adapter()
    play_hub()
    from peft import PeftModel

    PeftModel.from_pretrained(load(), REPOSITORY)


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-checkpoint-folder")
def fix_checkpoint_folder():
    trained = train(lora())
    base = load()
    # region: fix-checkpoint-folder
    from peft import PeftModel
    from transformers.trainer_utils import get_last_checkpoint

    model = PeftModel.from_pretrained(base, get_last_checkpoint("out"))
    # endregion
    check("it computes what was trained", same(model, trained) and not same(model, load()))
    own = load()
    own.load_adapter("out/checkpoint-2")
    check("load_adapter takes the same folder", same(own, trained))
    error = raised(load().load_adapter, "out", adapter_kwargs={"subfolder": "checkpoint-2"})
    check("but no subfolder of a local one", "adapter model file not found in out" in str(error))


@scenario("fix-checkpoint-folder/named")
def fix_checkpoint_folder_named():
    trained = lora(adapter_name="sql")
    trained.save_pretrained("my-adapter")
    base = load()
    # region: fix-checkpoint-folder/named
    from peft import PeftModel

    model = PeftModel.from_pretrained(base, "./my-adapter", subfolder="sql")
    # endregion
    check("it computes what was trained", same(model, trained) and not same(model, load()))
    again = PeftModel.from_pretrained(load(), "my-adapter/sql")
    check("and so it does by the path", same(again, trained))


@scenario("fix-real-path")
def fix_real_path():
    os.environ["HOME"] = os.getcwd()
    trained = train(lora(), "runs/out")
    base = load()
    # region: fix-real-path
    from pathlib import Path

    from peft import PeftModel

    folder = Path("~/runs/out/checkpoint-2").expanduser().resolve(strict=True)
    model = PeftModel.from_pretrained(base, folder)
    # endregion
    check("it computes what was trained", same(model, trained) and not same(model, load()))
    error = raised(Path("runs/Out").resolve, strict=True)
    check("a folder that is not there is named", "runs/Out" in str(error))


@scenario("fix-full-model")
def fix_full_model():
    trained = lora().merge_and_unload()
    trained.save_pretrained("merged")
    # region: fix-full-model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("./merged")
    # endregion
    check("it computes what was merged", same(model, trained) and not same(model, load()))
    trained = train(load())
    again = AutoModelForCausalLM.from_pretrained("out/checkpoint-2")
    check("and what was trained without LoRA", same(again, trained) and not same(again, load()))


@scenario("fix-keep-wrapped")
def fix_keep_wrapped():
    from peft import PeftModel
    from transformers import Trainer

    model, args, dataset = load(), arguments(), data()
    # region: fix-keep-wrapped
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"])
    model = get_peft_model(model, config)
    model.print_trainable_parameters()
    trainer = Trainer(model=model, args=args, train_dataset=dataset)
    # endregion
    trainer.train()
    check("an adapter is saved", "adapter_config.json" in files("out/checkpoint-2"))
    again = PeftModel.from_pretrained(load(), "out/checkpoint-2")
    check("it computes what was trained", same(again, model) and not same(again, load()))


def extract():
    from pathlib import Path

    # region: fix-extract
    from peft import LoraConfig, get_peft_model
    from peft import get_peft_model_state_dict, set_peft_model_state_dict
    from safetensors import safe_open
    from transformers import AutoModelForCausalLM

    config = LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"])  # as trained
    found = {}
    for path in Path("out/checkpoint-2").glob("model*.safetensors"):
        with safe_open(path, framework="pt") as file:
            lora = [key for key in file.keys() if "lora_" in key]
            found |= {key.replace(".default.", "."): file.get_tensor(key) for key in lora}
    model = get_peft_model(AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-0.6B"), config)
    names = list(get_peft_model_state_dict(model))
    ends = {name: name.removeprefix("base_model.model.") for name in names}
    state = {name: found[key] for name in names for key in found if key.endswith(ends[name])}
    print(len(found), "in the checkpoint,", len(names), "in the model,", len(state), "taken")
    assert len(found) == len(names) == len(state) > 0, "this config does not fit this checkpoint"
    set_peft_model_state_dict(model, state)
    model.save_pretrained("my-adapter")
    # endregion
    return len(found), len(names), len(state)


@scenario("fix-extract")
def fix_extract():
    from peft import LoraConfig, PeftModel, get_peft_model

    model = load()
    trained = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules=TARGETS))
    train(model)
    check("the counts agree", extract() == (8, 8, 8))
    again = PeftModel.from_pretrained(load(), "my-adapter")
    check("it computes what was trained", same(again, trained) and not same(again, load()))
    config = Path("my-adapter/adapter_config.json")
    values = {**json.loads(config.read_text("utf-8")), "lora_alpha": 32}
    config.write_text(json.dumps(values), "utf-8")
    wrong = PeftModel.from_pretrained(load(), "my-adapter")
    check("another lora_alpha loads, and computes something else", not same(wrong, trained))
    shutil.rmtree("my-adapter")
    train(load())
    check("no LoRA: it stops", "does not fit" in str(raised(extract)))
    check("and saves nothing", not Path("my-adapter").exists())


@scenario("fix-extract/wrapped", regions=["fix-extract"])
def fix_extract_wrapped():
    """The same code for a PEFT model inside a module of one's own."""
    from peft import PeftModel

    trained = lora()
    train(wrapper(trained))
    check("no config at all", not [n for n in files("out/checkpoint-2") if "config" in n])
    check("the counts agree", extract() == (8, 8, 8))
    again = PeftModel.from_pretrained(load(), "my-adapter")
    check("it computes what was trained", same(again, trained) and not same(again, load()))


@scenario("fix-extract/fsdp", scope="mechanism")
def fix_extract_fsdp():
    """A sharded checkpoint, written by one process in the format that FSDP uses."""
    import torch.distributed.checkpoint as dcp
    from peft import PeftModel, get_peft_model_state_dict

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    trained = lora()
    # Accelerate keeps only the second of a PEFT model if `adapter_only` is set, as the Trainer does.
    for state in trained.state_dict(), get_peft_model_state_dict(trained):
        folder = "out/checkpoint-2/pytorch_model_fsdp_0"
        dcp.save({"model": state}, checkpoint_id=folder, no_dist=True)
        error = raised(PeftModel.from_pretrained, load(), "./out/checkpoint-2")
        expected = "Can't find 'adapter_config.json' at './out/checkpoint-2'"
        check("the message", str(error) == expected)
        subprocess.run(commands("fix-extract/fsdp"), shell=True, check=True)
        check("one file", "model.safetensors" in files("out/checkpoint-2"))
        check("the counts agree", extract() == (8, 8, 8))
        again = PeftModel.from_pretrained(load(), "my-adapter")
        check("it computes what was trained", same(again, trained) and not same(again, load()))
        shutil.rmtree("out")
        shutil.rmtree("my-adapter")


@scenario("fix-weights", scope="mechanism")
def fix_weights():
    put_adapter()
    play_hub("hf_reader")
    from peft import PeftModel

    subprocess.run(commands("fix-weights"), shell=True, check=True)
    both = {"adapter_config.json", "adapter_model.safetensors"}
    check("both files are there", both <= set(files("my-adapter")))
    model = PeftModel.from_pretrained(load(), "./my-adapter")
    check("and load", not same(model, load()))
    Path("my-adapter/adapter_config.json").unlink()
    error = raised(PeftModel.from_pretrained, load(), "./my-adapter")
    check("without the configuration", "Can't find 'adapter_config.json'" in str(error))
    from peft import LoraConfig

    config = LoraConfig(r=8, lora_alpha=16, target_modules=TARGETS, task_type="CAUSAL_LM")
    config.save_pretrained("my-adapter")
    again = PeftModel.from_pretrained(load(), "./my-adapter")
    check("the configuration of the training does", same(again, model))


@scenario("fix-hub", scope="mechanism")
def fix_hub():
    put_adapter()
    play_hub()

    def ask():
        # region: fix-hub
        from huggingface_hub import hf_hub_download

        print(hf_hub_download("my-org/my-adapter", "adapter_config.json"))
        # endregion

    refused = raised(ask)
    check("the Hub's own reason", "401 Unauthorized" in str(refused))
    os.environ["HF_TOKEN"] = "hf_reader"
    Path("hub/adapter_config.json").rename("kept.json")
    missing = raised(ask)
    check("a repository without the file", "EntryNotFound" in type(missing).__name__)
    Path("kept.json").rename("hub/adapter_config.json")
    shutil.rmtree("home", ignore_errors=True)  # the cache notes what was missing
    ask()
    from peft import PeftModel

    model = PeftModel.from_pretrained(load(), REPOSITORY)
    check("with the token it loads", not same(model, load()))


@scenario("fix-first-error", scope="mechanism")
def fix_first_error():
    """What Unsloth asks, in its order: the model's configuration, then PEFT's."""
    load()
    from peft import PeftConfig

    config = Path(MODEL, "config.json")
    good = config.read_text("utf-8")
    config.write_text(good.replace('"qwen3"', '"qwen9"'), "utf-8")

    def ask():
        # region: fix-first-error
        from transformers import AutoConfig

        print(type(AutoConfig.from_pretrained("Qwen/Qwen3-0.6B")))
        # endregion

    second = raised(PeftConfig.from_pretrained, MODEL)
    check("PEFT's answer says nothing", str(second).startswith("Can't find 'adapter_config.json'"))
    check("the first one does", "does not recognize this architecture" in str(raised(ask)))
    config.write_text(good, "utf-8")
    ask()


# ------------------------------------------------------------------- probes, costs, bad advice


@scenario("check-folder")
def check_check_folder():
    import torch
    import torch.distributed.checkpoint as dcp

    def check_folder():
        # region: check-folder
        import os
        from pathlib import Path

        path = "out"  # exactly as you pass it
        names = os.listdir(path) if os.path.isdir(path) else []
        deeper = [d for d, _, found in os.walk(path) if "adapter_config.json" in found and d != path]
        both = ["adapter_config.json" in names, any(n.startswith("adapter_model.") for n in names)]
        kinds = ["*.safetensors", "*.bin", "*.pt", "*.pth"]
        kinds += ["pytorch_model_fsdp*/.metadata", "global_step*/*model_states.pt"]
        weights = [f for kind in kinds for f in Path(path).glob(kind) if names and f.is_file()]
        if not names:
            kind = "is-a-file" if os.path.isfile(path) else "missing-or-empty"
        elif all(both) or deeper:
            kind = "adapter" if all(both) else "deeper"
        elif any(both):
            kind = "one-of-two"
        elif any(b".lora_" in open(f, "rb").read(5_000_000) for f in weights):
            kind = "lora-inside"
        else:
            kind = "full-model" if "config.json" in names else "other"
        print("folder:", kind, "| adapters below:", len(deeper))
        print("looked at:", os.path.abspath(path), *deeper[:9], sep="\n  ")
        # endregion

    def look(path=None):
        """What the probe prints, for another path than the one that it shows."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            if path is None:
                check_folder()
            else:
                source = Path(__file__).read_text("utf-8").split("# region: check-folder\n")[1]
                code = source.split("# endregion")[0].replace('"out"', repr(path))
                exec("\n".join(line[8:] for line in code.splitlines()), {})
        print(out.getvalue())
        return out.getvalue()

    train(lora())
    printed = look()
    check("deeper", printed.startswith("folder: deeper | adapters below: 2\n"))
    check("and where", "out/checkpoint-2\n" in printed)
    printed = look("no-such-folder")
    check("missing", printed.startswith("folder: missing-or-empty | adapters below: 0\n"))
    os.environ["HOME"] = os.getcwd()
    check("~ is a name for it too", "missing-or-empty" in look("~/out/checkpoint-2"))
    weights = "out/checkpoint-2/adapter_model.safetensors"
    check("a file", look(weights).startswith("folder: is-a-file |"))
    check("adapter", look("out/checkpoint-2").startswith("folder: adapter |"))
    Path("out/checkpoint-1/adapter_config.json").unlink()
    check("no configuration", look("out/checkpoint-1").startswith("folder: one-of-two |"))
    Path(weights).unlink()
    check("no weights", look("out/checkpoint-2").startswith("folder: one-of-two |"))
    lora().merge_and_unload().save_pretrained("merged")
    check("full model", look("merged").startswith("folder: full-model |"))
    train(load(), "full_lora_output")
    arguments_kept = Path("full_lora_output/checkpoint-2/training_args.bin").read_bytes()
    check("the arguments hold the folder's name", b"lora_" in arguments_kept)
    printed = look("full_lora_output/checkpoint-2")
    check("and yet it is a full model", printed.startswith("folder: full-model |"))
    lora().get_base_model().save_pretrained("unwrapped")
    check("unwrapped", look("unwrapped").startswith("folder: lora-inside |"))
    Path("old").mkdir()
    torch.save(lora().state_dict(), "old/pytorch_model.bin")
    check("pytorch_model.bin", look("old").startswith("folder: lora-inside |"))
    for model, expected in (lora(), "lora-inside"), (load(), "other"):
        dcp.save({"model": model.state_dict()}, checkpoint_id="f/pytorch_model_fsdp_0", no_dist=True)
        check(f"sharded: {expected}", look("f").startswith(f"folder: {expected} |"))
        shutil.rmtree("f")
        Path("d/global_step2").mkdir(parents=True)
        torch.save({"module": model.state_dict()}, "d/global_step2/mp_rank_00_model_states.pt")
        check(f"DeepSpeed: {expected}", look("d").startswith(f"folder: {expected} |"))
        shutil.rmtree("d")


@scenario("extra-no-checkpoint")
def extra_no_checkpoint():
    """What the Trainer says of a checkpoint with a configuration and no weights."""
    from transformers import Trainer

    model = lora()
    model.peft_config["default"].save_pretrained("final")
    check("no weights in it", files("final") == ["adapter_config.json"])
    trainer = Trainer(model=model, args=arguments(), train_dataset=data())
    error = raised(trainer.train, resume_from_checkpoint="final")
    check("its words", str(error) == "Can't find a valid checkpoint at final")


@scenario("extra-automodel")
def extra_automodel():
    """A whole model with LoRA inside, loaded as a model: the targets are random."""
    import torch
    from transformers import AutoModelForCausalLM

    def weight(model):
        return model.model.layers[0].self_attn.q_proj.weight

    trained = lora()
    trained.get_base_model().save_pretrained("unwrapped")
    model = AutoModelForCausalLM.from_pretrained("unwrapped")
    check("it computes neither the one nor the other", not same(model, trained) and not same(model, load()))
    check("q_proj is not the base's", not torch.equal(weight(model), weight(load())))
    other = AutoModelForCausalLM.from_pretrained("unwrapped")
    check("nor the same twice", not torch.equal(weight(model), weight(other)))


@scenario("extra-renamed")
def extra_renamed():
    """The file renamed to adapter_model.safetensors, with a configuration beside it."""
    import warnings

    from peft import PeftModel

    trained = lora()
    trained.get_base_model().save_pretrained("unwrapped")
    trained.peft_config["default"].save_pretrained("unwrapped")
    Path("unwrapped/model.safetensors").rename("unwrapped/adapter_model.safetensors")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = PeftModel.from_pretrained(load(), "unwrapped")
    said = [str(w.message) for w in caught if "missing adapter keys" in str(w.message)]
    check("only a warning", len(said) == 1)
    print(said[0][:120])
    check("it computes what the base computes", same(model, load()) and not same(model, trained))
